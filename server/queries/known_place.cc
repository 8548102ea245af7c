#include "server/queries/known_place.h"

#include <algorithm>

#include "server/domain/error/refusal.h"

namespace santong::queries {

absl::Status CheckPlace(const settings::Settings& settings, const std::string& jurisdiction) {
  if (jurisdiction.empty() || settings.FindJurisdiction(jurisdiction) != nullptr)
    return absl::OkStatus();
  return error::Refuse(v1::ERROR_REASON_JURISDICTION_UNKNOWN, {{"jurisdiction", jurisdiction}});
}

bool IsOneOf(const std::vector<std::string>& organs, absl::string_view organ) {
  return organs.empty() || std::find(organs.begin(), organs.end(), organ) != organs.end();
}

}  // namespace santong::queries
