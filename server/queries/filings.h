// Filings as their reviewers and issuers read them, and what was never filed.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "santong/v1/filing_service.pb.h"
#include "server/domain/access/caller.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::queries {

// NOT_FOUND when there is none or the caller may not see it.
absl::StatusOr<v1::Filing> GetFiling(const kv::Reader& reader, settings::SettingsCache& settings,
                                     const access::Caller& caller,
                                     const v1::GetFilingRequest& request);

// The filings that the caller sees, oldest first; with `missing`, the documents that should be
// filed with the caller's office and are not, the earliest due day first, on one page.
absl::StatusOr<v1::ListFilingsResponse> ListFilings(const kv::Reader& reader,
                                                    settings::SettingsCache& settings,
                                                    const access::Caller& caller,
                                                    absl::CivilDay today,
                                                    const v1::ListFilingsRequest& request);

}  // namespace santong::queries
