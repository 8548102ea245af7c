// The due day that a list shows of a document or a case.
#pragma once

#include "google/protobuf/message.h"
#include "santong/v1/deadline.pb.h"

namespace santong::ical {

// Whether the day comes by itself or is another's to use
// (施行、失效、异议人补正、申请复核、保存期限、 催办): nobody who reads a list has to act before
// it. The others are what task lists show.
bool AsksNothing(v1::ClockKind kind);

// Of the clocks of `resource`, a field `clocks`, the one with the earliest due day on which
// somebody still has to act, an overdue one among them; null when there is none.
const v1::Clock* NextClock(const google::protobuf::Message& resource);

}  // namespace santong::ical
