#include "server/queries/known_place.h"

#include "server/domain/error/refusal.h"

namespace santong::queries {

absl::Status CheckPlace(const settings::Settings& settings, const std::string& jurisdiction) {
  if (jurisdiction.empty() || settings.FindJurisdiction(jurisdiction) != nullptr)
    return absl::OkStatus();
  return error::Refuse(v1::ERROR_REASON_JURISDICTION_UNKNOWN, {{"jurisdiction", jurisdiction}});
}

}  // namespace santong::queries
