// Lists that go out by the calendar, as those who send and receive them read them.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "santong/v1/filing_list.pb.h"
#include "santong/v1/task.pb.h"
#include "server/domain/access/caller.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::queries {

// A list with its lines, by day. NOT_FOUND when nothing asks for it or the caller may not see it.
absl::StatusOr<v1::GetFilingListResponse> GetFilingList(const kv::Reader& reader,
                                                        settings::SettingsCache& settings,
                                                        const access::Caller& caller,
                                                        absl::CivilDay today,
                                                        const v1::GetFilingListRequest& request);

// Those that the caller may see: due ones first, by day; then, unless `missing`, recorded ones, the
// latest first.
absl::StatusOr<v1::ListFilingListsResponse> ListFilingLists(
    const kv::Reader& reader, settings::SettingsCache& settings, const access::Caller& caller,
    absl::CivilDay today, const v1::ListFilingListsRequest& request);

// A task for each list that the caller is to send, and, for the offices that see it, for each that
// is overdue.
absl::Status AddFilingListTasks(const kv::Reader& reader, const settings::Settings& settings,
                                const access::Caller& caller, absl::CivilDay today,
                                std::vector<v1::Task>* tasks);

}  // namespace santong::queries
