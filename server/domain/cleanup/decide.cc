#include "server/domain/cleanup/decide.h"

#include <string>

namespace santong::cleanup {
namespace {

// Whose campaign it is, or would be.
const std::string& JurisdictionOf(const CampaignFacts& facts) {
  return facts.act.action == CampaignAction::kCreate ? facts.act.proposed.jurisdiction()
                                                     : facts.campaign.jurisdiction();
}

bool IsInScope(const CampaignFacts& facts, v1::Role role) {
  return role == v1::ROLE_SYSTEM || facts.caller.jurisdiction == JurisdictionOf(facts);
}

bool IsInScope(const ItemFacts& facts, v1::Role role) {
  switch (role) {
    case v1::ROLE_SYSTEM:
      return true;
    case v1::ROLE_DRAFTER:
      return !facts.caller.organ.empty() && facts.caller.organ == facts.item.organ();
    default:
      return facts.caller.jurisdiction == facts.campaign.jurisdiction();
  }
}

// What a campaign and an item have in common for the executor of tables. Neither has clocks.
template <typename Row, typename Facts, typename Change>
struct CleanupSubject {
  template <typename State>
  static std::string StateName(State state) {
    return cleanup::StateName(state);
  }
  template <typename Action>
  static const char* ActionName(Action action) {
    return cleanup::ActionName(action);
  }
  static bool MayAct(const Row& row, const Facts& facts) {
    return workflow::HasRoleWhere(row, facts.caller,
                                  [&](v1::Role role) { return IsInScope(facts, role); });
  }
  static const char* ApplyClockStep(const Facts&, const workflow::ClockStep&, Change&) {
    return nullptr;
  }
};

struct CampaignSubject : CleanupSubject<CampaignRow, CampaignFacts, CampaignChange> {
  static absl::Span<const CampaignRow> Table() { return CampaignTable(); }
  static v1::CampaignState StateOf(const CampaignFacts& facts) { return facts.campaign.state(); }
  static std::string NameOf(const CampaignFacts& facts) {
    return facts.campaign.name().empty() ? "campaigns/-" : facts.campaign.name();
  }
  static std::string RolesInScope(const CampaignRow& row, const CampaignFacts&) {
    return workflow::RolesOf(Table(), row.action);
  }
  static CampaignChange Begin(const CampaignFacts& facts) {
    CampaignChange change;
    change.campaign = facts.campaign;
    return change;
  }
  static void SetState(CampaignChange& change, v1::CampaignState state) {
    change.campaign.set_state(state);
  }
};

struct ItemSubject : CleanupSubject<ItemRow, ItemFacts, ItemChange> {
  static absl::Span<const ItemRow> Table() { return ItemTable(); }
  static v1::CleanupItemState StateOf(const ItemFacts& facts) { return facts.item.state(); }
  static std::string NameOf(const ItemFacts& facts) { return facts.item.name(); }
  static std::string RolesInScope(const ItemRow& row, const ItemFacts&) {
    return workflow::RolesOf(Table(), row.action);
  }
  static ItemChange Begin(const ItemFacts& facts) {
    ItemChange change;
    change.item = facts.item;
    return change;
  }
  static void SetState(ItemChange& change, v1::CleanupItemState state) {
    change.item.set_state(state);
  }
};

}  // namespace

absl::StatusOr<CampaignDecision> Decide(const CampaignFacts& facts) {
  return workflow::Decide<CampaignSubject, CampaignRow, CampaignChange>(facts);
}

absl::StatusOr<ItemDecision> Decide(const ItemFacts& facts) {
  return workflow::Decide<ItemSubject, ItemRow, ItemChange>(facts);
}

}  // namespace santong::cleanup
