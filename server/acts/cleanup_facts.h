// What the acts of a cleanup read before they decide, and how they write what was decided.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "santong/v1/campaign.pb.h"
#include "server/acts/admin_writer.h"
#include "server/acts/request.h"
#include "server/domain/cleanup/decide.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::acts {

// The cleanup, or NOT_FOUND when there is none or the caller may not see it; ABORTED on a wrong
// etag, where one is sent.
absl::StatusOr<v1::Campaign> LoadCampaign(const kv::Reader& reader, const Request& request,
                                          const std::string& name, bool check_etag);

// Another regular cleanup of the jurisdiction that is under way; empty for none.
absl::StatusOr<std::string> OtherRegular(const kv::Reader& reader, const v1::Campaign& campaign);

// The progress counted from the items.
absl::StatusOr<std::vector<v1::OrganProgress>> CountItems(const kv::Reader& reader,
                                                          const v1::Campaign& campaign);

// Writes the campaign as decided and fills the event of `change`.
absl::StatusOr<v1::Campaign> WriteCampaign(AdminChange& change, const v1::Campaign& before,
                                           cleanup::CampaignDecision decision);

// Carries out what happens to the cleanup by itself up to `as_of`, at the latest the request's day,
// each as an act of the system on the request's day with its event; returns how many acts that
// were.
absl::StatusOr<int> RunCampaignActs(kv::Transaction& txn,
                                    const std::shared_ptr<const settings::Settings>& settings,
                                    const Request& cause, absl::CivilDay as_of,
                                    v1::Campaign campaign);

// How RunAdmin finds the resource of an earlier call again.
absl::StatusOr<v1::Campaign> ReadCampaignAgain(const kv::Reader& reader, const std::string& name);
absl::StatusOr<v1::CampaignItem> ReadItemAgain(const kv::Reader& reader, const std::string& name);

}  // namespace santong::acts
