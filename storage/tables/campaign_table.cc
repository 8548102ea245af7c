#include "storage/tables/campaign_table.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "storage/schema/keys.h"
#include "storage/tables/message.h"
#include "storage/tables/resource_id.h"

namespace santong::tables {
namespace {

constexpr char kCampaigns[] = "campaigns/";
constexpr char kItems[] = "/items/";

absl::Status NoName(absl::string_view name) {
  return absl::InvalidArgumentError(absl::StrCat("\"", name, "\" names no cleanup"));
}

}  // namespace

absl::StatusOr<uint64_t> CampaignId(absl::string_view name) {
  uint64_t id = 0;
  if (!absl::StartsWith(name, kCampaigns) || !ParseId(absl::StripPrefix(name, kCampaigns), &id))
    return NoName(name);
  return id;
}

std::string CampaignName(uint64_t id) { return absl::StrCat(kCampaigns, id); }

absl::StatusOr<ItemId> CampaignItemId(absl::string_view name) {
  const size_t middle = name.find(kItems);
  if (middle == absl::string_view::npos) return NoName(name);
  auto campaign = CampaignId(name.substr(0, middle));
  ItemId id{};
  if (!campaign.ok() || !ParseId(name.substr(middle + sizeof(kItems) - 1), &id.document))
    return NoName(name);
  id.campaign = *campaign;
  return id;
}

std::string CampaignItemName(ItemId id) {
  return absl::StrCat(CampaignName(id.campaign), kItems, id.document);
}

absl::StatusOr<v1::Campaign> GetCampaign(const kv::Reader& reader, uint64_t id) {
  return GetMessage<v1::Campaign>(reader, schema::CampaignKey(id));
}

absl::StatusOr<v1::CampaignItem> GetCampaignItem(const kv::Reader& reader, ItemId id) {
  return GetMessage<v1::CampaignItem>(reader, schema::CampaignItemKey(id.campaign, id.document));
}

absl::Status PutCampaign(kv::Transaction& txn, const v1::Campaign& campaign) {
  auto id = CampaignId(campaign.name());
  if (!id.ok()) return absl::InternalError("a cleanup without a name was to be written");
  txn.Put(schema::CampaignKey(*id), Encode(campaign));
  return absl::OkStatus();
}

absl::Status PutCampaignItem(kv::Transaction& txn, const v1::CampaignItem& item) {
  auto id = CampaignItemId(item.name());
  if (!id.ok()) return absl::InternalError("an item without a name was to be written");
  txn.Put(schema::CampaignItemKey(id->campaign, id->document), Encode(item));
  return absl::OkStatus();
}

absl::Status ScanCampaignItems(const kv::Reader& reader, uint64_t id,
                               absl::FunctionRef<bool(const v1::CampaignItem&)> visit) {
  const std::string prefix = schema::CampaignItemPrefix(id);
  return ScanMessages<v1::CampaignItem>(
      reader, prefix, schema::PrefixEnd(prefix),
      [&](absl::string_view, const v1::CampaignItem& item) { return visit(item); });
}

absl::Status ScanCampaigns(const kv::Reader& reader,
                           absl::FunctionRef<bool(const v1::Campaign&)> visit) {
  const std::string prefix = schema::TablePrefix('K');
  return ScanMessages<v1::Campaign>(
      reader, prefix, schema::PrefixEnd(prefix),
      [&](absl::string_view, const v1::Campaign& campaign) { return visit(campaign); });
}

}  // namespace santong::tables
