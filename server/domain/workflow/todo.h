// What a clock asks of people, in words.
#pragma once

#include "santong/v1/deadline.pb.h"

namespace santong::workflow {

// What is to be done before the clock runs out, in Chinese; null for what comes by itself
// (施行、失效).
const char* TodoOf(v1::ClockKind kind);

}  // namespace santong::workflow
