// A case as it stood on a day that is past.
#pragma once

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "santong/v1/event.pb.h"
#include "santong/v1/objection.pb.h"

namespace santong::objection {

// How the case stood at the end of `day`: its state, decision and clocks, by its public events in
// their order. What came before it was recorded was received. nullopt for one that had not come.
std::optional<v1::Objection> AsOf(const v1::Objection& objection,
                                  const std::vector<v1::Event>& events, absl::CivilDay day);

}  // namespace santong::objection
