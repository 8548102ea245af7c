// Cleanups and their items.
#pragma once

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "santong/v1/campaign.pb.h"
#include "storage/kv/store.h"

namespace santong::tables {

// campaigns/{id} → id; campaigns/{id}/items/{document} → both. INVALID_ARGUMENT when `name` is not
// of that form.
absl::StatusOr<uint64_t> CampaignId(absl::string_view name);
std::string CampaignName(uint64_t id);
struct ItemId {
  uint64_t campaign;
  uint64_t document;
};
absl::StatusOr<ItemId> CampaignItemId(absl::string_view name);
std::string CampaignItemName(ItemId id);

// NOT_FOUND when there is none.
absl::StatusOr<v1::Campaign> GetCampaign(const kv::Reader& reader, uint64_t id);
absl::StatusOr<v1::CampaignItem> GetCampaignItem(const kv::Reader& reader, ItemId id);
// The key is the message's name, which must be of the form above.
absl::Status PutCampaign(kv::Transaction& txn, const v1::Campaign& campaign);
absl::Status PutCampaignItem(kv::Transaction& txn, const v1::CampaignItem& item);

// Visits the items of a cleanup by document, until `visit` returns false.
absl::Status ScanCampaignItems(const kv::Reader& reader, uint64_t id,
                               absl::FunctionRef<bool(const v1::CampaignItem&)> visit);
// Visits all cleanups, oldest first.
absl::Status ScanCampaigns(const kv::Reader& reader,
                           absl::FunctionRef<bool(const v1::Campaign&)> visit);

}  // namespace santong::tables
