// What was found in a document when it was last submitted.
#pragma once

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "santong/v1/finding.pb.h"
#include "server/domain/access/caller.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::queries {

struct KeptScreening {
  uint64_t document = 0;
  // Absent for a document that was never submitted and for a caller who does not see its internal
  // part.
  std::optional<v1::Screening> found;
};

// NOT_FOUND when there is no such document or the caller may not see it.
absl::StatusOr<KeptScreening> ReadScreening(const kv::Reader& reader,
                                            settings::SettingsCache& settings,
                                            const access::Caller& caller, absl::string_view name);

}  // namespace santong::queries
