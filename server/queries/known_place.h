// Whether a list is asked of a place that there is.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "server/settings/settings.h"

namespace santong::queries {

// INVALID_ARGUMENT (JURISDICTION_UNKNOWN) where `jurisdiction` is named and unknown: an empty list
// would pass for the answer. Not named is all of them.
absl::Status CheckPlace(const settings::Settings& settings, const std::string& jurisdiction);

}  // namespace santong::queries
