// Of which place and which organs a list is asked.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/settings/settings.h"

namespace santong::queries {

// INVALID_ARGUMENT (JURISDICTION_UNKNOWN) where `jurisdiction` is named and unknown: an empty list
// would pass for the answer. Not named is all of them.
absl::Status CheckPlace(const settings::Settings& settings, const std::string& jurisdiction);

// Whether `organ` is among those asked for; none is all.
bool IsOneOf(const std::vector<std::string>& organs, absl::string_view organ);

}  // namespace santong::queries
