#include "server/domain/objection/decide.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/domain/error/refusal.h"
#include "server/domain/objection/clocks.h"
#include "server/domain/workflow/describe.h"

namespace santong::objection {
namespace {

// Each row has one role. Who holds the receipt and its code is settled before the rules are asked.
v1::Role RoleOf(const Row& row) { return row.roles[0]; }

bool IsInScope(const Row& row, const Facts& facts) {
  switch (RoleOf(row)) {
    case v1::ROLE_PUBLIC:
      return true;
    case v1::ROLE_DRAFTER:
      return !facts.caller.organ.empty() && facts.caller.organ == facts.objection.issuer();
    case v1::ROLE_REVIEWER:
      return !facts.caller.jurisdiction.empty() &&
             facts.caller.jurisdiction == facts.objection.jurisdiction();
    default:
      return false;
  }
}

std::string NameOf(const Facts& facts) {
  return facts.objection.name().empty() ? "objections/-" : facts.objection.name();
}

absl::Status RefuseRole(Action action) {
  std::set<std::string> roles;
  for (const Row& row : Table()) {
    if (row.action == action) roles.insert(workflow::RoleName(RoleOf(row)));
  }
  return error::Refuse(v1::ERROR_REASON_ROLE_NOT_ALLOWED,
                       {{"method", ActionName(action)}, {"roles", absl::StrJoin(roles, ", ")}});
}

// A caller who may do this act in no state learns that; the others learn that the state is the
// obstacle.
absl::Status RefuseTransition(const Facts& facts) {
  for (const Row& row : Table()) {
    if (row.action == facts.act.action && facts.caller.Has(RoleOf(row))) {
      return error::Refuse(v1::ERROR_REASON_STATE_TRANSITION_NOT_ALLOWED,
                           {{"name", NameOf(facts)},
                            {"state", StateName(facts.objection.state())},
                            {"action", ActionName(facts.act.action)}});
    }
  }
  return RefuseRole(facts.act.action);
}

absl::Status CheckConditions(const Row& row, const Facts& facts) {
  std::vector<error::ConditionViolation> violations;
  workflow::ForEachUsed(row.when, [&](const Condition& condition) {
    if (condition.holds(facts)) return;
    const std::string found = condition.found == nullptr ? "" : condition.found(facts);
    const std::string suffix = found.empty() ? "" : absl::StrCat(" [", found, "]");
    violations.push_back({.condition = condition.name,
                          .article = condition.article,
                          .en = absl::StrCat(condition.mend_en, suffix),
                          .zh = absl::StrCat(condition.zh, "：", condition.mend_zh, suffix)});
  });
  if (violations.empty()) return absl::OkStatus();
  return error::RefuseConditions(NameOf(facts), ActionName(row.action), violations);
}

}  // namespace

absl::StatusOr<Decision> Decide(const Facts& facts) {
  const Row* row = nullptr;
  for (const Row& candidate : Table()) {
    if (candidate.from == facts.objection.state() && candidate.action == facts.act.action)
      row = &candidate;
  }
  if (row == nullptr) return RefuseTransition(facts);
  if (!facts.caller.Has(RoleOf(*row)) || !IsInScope(*row, facts)) return RefuseRole(row->action);
  if (absl::Status status = CheckConditions(*row, facts); !status.ok()) return status;

  Decision decision;
  decision.row = row;
  Change& change = decision.change;
  change.objection = facts.objection;
  std::set<std::string> unconfirmed;
  const auto add = [&](const char* leaf) {
    if (leaf != nullptr && facts.policy.Unconfirmed(leaf)) unconfirmed.insert(leaf);
  };
  workflow::ForEachUsed(row->when, [&](const Condition& condition) {
    for (const char* leaf : condition.leaves) add(leaf);
  });
  workflow::ForEachUsed(row->effects, [&](const Effect& effect) { effect.apply(facts, change); });
  change.objection.set_state(row->to);
  for (const workflow::ClockStep& step : row->clocks) {
    if (step.used) add(ApplyClockStep(facts, step, change));
  }
  decision.unconfirmed_leaves.assign(unconfirmed.begin(), unconfirmed.end());
  return decision;
}

bool IsOpen(v1::ObjectionState state) {
  switch (state) {
    case v1::OBJECTION_STATE_RECEIVED:
    case v1::OBJECTION_STATE_SUPPLEMENT_REQUESTED:
    case v1::OBJECTION_STATE_WITH_ISSUER:
    case v1::OBJECTION_STATE_ANSWERED:
    case v1::OBJECTION_STATE_REVIEWING:
    case v1::OBJECTION_STATE_OPINION_REQUESTED:
      return true;
    default:
      return false;
  }
}

}  // namespace santong::objection
