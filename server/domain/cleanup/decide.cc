#include "server/domain/cleanup/decide.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/domain/error/refusal.h"
#include "server/domain/workflow/describe.h"

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

std::string SubjectOf(const CampaignFacts& facts) {
  return facts.campaign.name().empty() ? "campaigns/-" : facts.campaign.name();
}
std::string SubjectOf(const ItemFacts& facts) { return facts.item.name(); }
auto StateOf(const CampaignFacts& facts) { return facts.campaign.state(); }
auto StateOf(const ItemFacts& facts) { return facts.item.state(); }
void Begin(const CampaignFacts& facts, CampaignChange* change) {
  change->campaign = facts.campaign;
}
void Begin(const ItemFacts& facts, ItemChange* change) { change->item = facts.item; }
void SetState(v1::CampaignState state, CampaignChange* change) {
  change->campaign.set_state(state);
}
void SetState(v1::CleanupItemState state, ItemChange* change) { change->item.set_state(state); }

template <typename Row>
std::string RolesOf(const Row& row) {
  return absl::StrJoin(row.roles, ", ", [](std::string* out, v1::Role role) {
    if (role != v1::ROLE_UNSPECIFIED) absl::StrAppend(out, workflow::RoleName(role));
  });
}

template <typename Row, typename Facts>
bool HasRole(const Row& row, const Facts& facts, bool in_scope) {
  return std::any_of(row.roles.begin(), row.roles.end(), [&](v1::Role role) {
    return role != v1::ROLE_UNSPECIFIED && facts.caller.Has(role) &&
           (!in_scope || IsInScope(facts, role));
  });
}

// A caller who may do this act in no state learns that; the others learn that the state does not
// allow it.
template <typename Row, typename Facts>
absl::Status RefuseTransition(absl::Span<const Row> table, const Facts& facts) {
  std::string roles;
  for (const Row& row : table) {
    if (row.action != facts.act.action) continue;
    if (HasRole(row, facts, /*in_scope=*/false)) {
      return error::Refuse(v1::ERROR_REASON_STATE_TRANSITION_NOT_ALLOWED,
                           {{"name", SubjectOf(facts)},
                            {"state", StateName(StateOf(facts))},
                            {"action", ActionName(facts.act.action)}});
    }
    roles = RolesOf(row);
  }
  return error::Refuse(v1::ERROR_REASON_ROLE_NOT_ALLOWED,
                       {{"method", ActionName(facts.act.action)}, {"roles", roles}});
}

template <typename Row, typename Facts>
absl::Status CheckConditions(const Row& row, const Facts& facts) {
  std::vector<error::ConditionViolation> violations;
  workflow::ForEachUsed(row.when, [&](const workflow::Condition<Facts>& condition) {
    if (condition.holds(facts)) return;
    error::ConditionViolation violation{.condition = condition.name,
                                        .article = condition.article,
                                        .en = condition.mend_en,
                                        .zh = absl::StrCat(condition.zh, "：", condition.mend_zh)};
    const std::string found = condition.found == nullptr ? "" : condition.found(facts);
    if (!found.empty()) {
      absl::StrAppend(&violation.en, " [", found, "]");
      absl::StrAppend(&violation.zh, " [", found, "]");
    }
    violations.push_back(std::move(violation));
  });
  if (violations.empty()) return absl::OkStatus();
  return error::RefuseConditions(SubjectOf(facts), ActionName(row.action), violations);
}

template <typename Decision, typename Row, typename Facts>
absl::StatusOr<Decision> DecideBy(absl::Span<const Row> table, const Facts& facts) {
  const auto row = std::find_if(table.begin(), table.end(), [&](const Row& one) {
    return one.from == StateOf(facts) && one.action == facts.act.action;
  });
  if (row == table.end()) return RefuseTransition(table, facts);
  if (!HasRole(*row, facts, /*in_scope=*/true)) {
    return error::Refuse(v1::ERROR_REASON_ROLE_NOT_ALLOWED,
                         {{"method", ActionName(row->action)}, {"roles", RolesOf(*row)}});
  }
  if (absl::Status status = CheckConditions(*row, facts); !status.ok()) return status;
  Decision decision;
  decision.row = &*row;
  Begin(facts, &decision.change);
  const auto add = [&](const char* leaf) {
    if (leaf != nullptr && facts.policy.Unconfirmed(leaf))
      decision.unconfirmed_leaves.emplace_back(leaf);
  };
  workflow::ForEachUsed(row->when, [&](const auto& condition) {
    if (condition.matters != nullptr && !condition.matters(facts)) return;
    for (const char* leaf : condition.leaves) add(leaf);
  });
  workflow::ForEachUsed(row->effects, [&](const auto& effect) {
    effect.apply(facts, decision.change);
    for (const char* leaf : effect.leaves) add(leaf);
  });
  SetState(row->to, &decision.change);
  std::vector<std::string>& leaves = decision.unconfirmed_leaves;
  std::sort(leaves.begin(), leaves.end());
  leaves.erase(std::unique(leaves.begin(), leaves.end()), leaves.end());
  return decision;
}

}  // namespace

absl::StatusOr<CampaignDecision> Decide(const CampaignFacts& facts) {
  return DecideBy<CampaignDecision>(CampaignTable(), facts);
}

absl::StatusOr<ItemDecision> Decide(const ItemFacts& facts) {
  return DecideBy<ItemDecision>(ItemTable(), facts);
}

}  // namespace santong::cleanup
