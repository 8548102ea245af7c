// The cases of a period, read on one snapshot, and what they add up to.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "santong/v1/statistics.pb.h"
#include "santong/v1/task_service.pb.h"
#include "server/domain/access/caller.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::queries {

// Counts the cases of the jurisdiction and of those below it in the period. A filing belongs to the
// period in which its filing period ends, an objection to that in which it was lodged, a cleanup to
// that in which it was opened. Reads every document of those jurisdictions: for reports, not for
// every page. Anyone is told what all organs add up to; each organ's figures and the cases are for
// an auditor, an admin, and a reviewer of that jurisdiction or of one above it.
//
// INVALID_ARGUMENT for a period that ends before it begins, and for more than 20,000 cases when
// they are to be listed; JURISDICTION_UNKNOWN. Anyone else who asks for one organ or for cases:
// TOKEN_INVALID for the public, NOT_FOUND for a reviewer, ROLE_NOT_ALLOWED for others.
absl::StatusOr<v1::Statistics> GetStatistics(const kv::Reader& reader,
                                             settings::SettingsCache& settings,
                                             const access::Caller& caller, absl::CivilDay today,
                                             const v1::GetStatisticsRequest& request);

}  // namespace santong::queries
