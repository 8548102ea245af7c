// What waits: running and expired clocks, gaps of imported documents, issues that were never
// registered.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "santong/v1/task_service.pb.h"
#include "server/domain/access/caller.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::queries {

// Most urgent first: clocks by due day, then cleanups, then unregistered issues, then gaps. A
// drafter sees what waits for its organ, a reviewer or publisher what waits in its jurisdiction,
// auditors and admins everything. Reads as much as it shows: the cost does not grow with what
// waits. A page may be shorter than asked, and is the last only without a token.
absl::StatusOr<v1::ListTasksResponse> ListTasks(const kv::Reader& reader,
                                                settings::SettingsCache& settings,
                                                const access::Caller& caller, absl::CivilDay today,
                                                const v1::ListTasksRequest& request);

}  // namespace santong::queries
