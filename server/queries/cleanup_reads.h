// Cleanups and their items, with what the caller may see of them; and what waits because of them.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "santong/v1/cleanup_service.pb.h"
#include "santong/v1/task.pb.h"
#include "server/domain/access/caller.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::queries {

// NOT_FOUND when there is none or the caller may not see it.
absl::StatusOr<v1::Campaign> GetCampaign(const kv::Reader& reader,
                                         settings::SettingsCache& settings,
                                         const access::Caller& caller,
                                         const v1::GetCampaignRequest& request);
// The newest first.
absl::StatusOr<v1::ListCampaignsResponse> ListCampaigns(const kv::Reader& reader,
                                                        settings::SettingsCache& settings,
                                                        const access::Caller& caller,
                                                        const v1::ListCampaignsRequest& request);
// By document. While the inventory is being written there is none.
absl::StatusOr<v1::ListItemsResponse> ListItems(const kv::Reader& reader,
                                                settings::SettingsCache& settings,
                                                const access::Caller& caller,
                                                const v1::ListItemsRequest& request);

// Adds what a cleanup asks of the caller: a drafter's organ to propose, a reviewer to review, to
// close, or to begin the regular cleanup that the policy's interval makes due
// (cleanup.interval_months from the day on which the last one's result was published, from its
// cutoff day while it is not, or from regime.start_date).
absl::Status AddCleanupTasks(const kv::Reader& reader, const settings::Settings& settings,
                             const access::Caller& caller, absl::CivilDay today,
                             std::vector<v1::Task>* tasks);

}  // namespace santong::queries
