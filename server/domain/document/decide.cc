#include "server/domain/document/decide.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/domain/document/clocks.h"
#include "server/domain/document/scope.h"
#include "server/domain/document/subject.h"
#include "server/domain/error/refusal.h"

namespace santong::document {
namespace {

const Row* FindRow(v1::DocumentState from, Action action) {
  for (const Row& row : Table()) {
    if (row.from == from && row.action == action) return &row;
  }
  return nullptr;
}

std::string NameOf(const Facts& facts) {
  return facts.document.name().empty() ? "documents/-" : facts.document.name();
}

// A caller who may do this act in no state learns that; the others learn that the state does not
// allow it.
absl::Status RefuseTransition(const Facts& facts) {
  for (const Row& row : Table()) {
    if (row.action == facts.act.action && HasRole(row, facts.caller)) {
      return error::Refuse(v1::ERROR_REASON_STATE_TRANSITION_NOT_ALLOWED,
                           {{"name", NameOf(facts)},
                            {"state", StateName(facts.document.state())},
                            {"action", ActionName(facts.act.action)}});
    }
  }
  return error::Refuse(v1::ERROR_REASON_ROLE_NOT_ALLOWED, {{"method", ActionName(facts.act.action)},
                                                           {"roles", RolesOf(facts.act.action)}});
}

error::ConditionViolation Violation(const Condition& condition, const Facts& facts) {
  error::ConditionViolation violation{.condition = condition.name,
                                      .article = condition.article,
                                      .en = condition.mend_en,
                                      .zh = absl::StrCat(condition.zh, "：", condition.mend_zh)};
  const std::string found = condition.found == nullptr ? "" : condition.found(facts);
  if (!found.empty()) {
    absl::StrAppend(&violation.en, " [", found, "]");
    absl::StrAppend(&violation.zh, " [", found, "]");
  }
  return violation;
}

absl::Status CheckConditions(const Row& row, const Facts& facts) {
  std::vector<error::ConditionViolation> violations;
  workflow::ForEachUsed(row.when, [&](const Condition& condition) {
    if (!condition.holds(facts)) violations.push_back(Violation(condition, facts));
  });
  if (violations.empty()) return absl::OkStatus();
  return error::RefuseConditions(NameOf(facts), ActionName(row.action), violations);
}

// Gathers the leaves that decided and keeps those that nobody has confirmed.
class LeafCollector {
 public:
  explicit LeafCollector(const policy::PolicyView& policy) : policy_(policy) {}

  void Add(const char* leaf) {
    if (leaf == nullptr || std::find(seen_.begin(), seen_.end(), leaf) != seen_.end()) return;
    seen_.push_back(leaf);
    if (policy_.Unconfirmed(leaf)) unconfirmed_.emplace_back(leaf);
  }

  template <typename Leaves>
  void AddAll(const Leaves& leaves) {
    for (const char* leaf : leaves) Add(leaf);
  }

  std::vector<std::string> Take() {
    std::sort(unconfirmed_.begin(), unconfirmed_.end());
    unconfirmed_.erase(std::unique(unconfirmed_.begin(), unconfirmed_.end()), unconfirmed_.end());
    return std::move(unconfirmed_);
  }

 private:
  const policy::PolicyView& policy_;
  std::vector<absl::string_view> seen_;
  std::vector<std::string> unconfirmed_;
};

}  // namespace

absl::StatusOr<Decision> Decide(const Facts& facts) {
  const Row* row = FindRow(facts.document.state(), facts.act.action);
  if (row == nullptr) return RefuseTransition(facts);
  if (!MayAct(*row, facts)) {
    return error::Refuse(v1::ERROR_REASON_ROLE_NOT_ALLOWED, {{"method", ActionName(row->action)},
                                                             {"roles", RolesInScope(*row, facts)}});
  }
  if (absl::Status status = CheckConditions(*row, facts); !status.ok()) return status;

  Decision decision;
  decision.row = row;
  Change& change = decision.change;
  change.document = Subject(facts);
  LeafCollector leaves(facts.policy);
  workflow::ForEachUsed(row->when, [&](const Condition& condition) {
    if (condition.matters == nullptr || condition.matters(facts)) leaves.AddAll(condition.leaves);
  });
  workflow::ForEachUsed(row->effects, [&](const Effect& effect) {
    effect.apply(facts, change);
    leaves.AddAll(effect.leaves);
  });
  leaves.AddAll(change.leaves);
  change.document.set_state(row->to);
  for (const workflow::ClockStep& step : row->clocks) {
    if (step.used) leaves.Add(ApplyClockStep(facts, step, change));
  }
  decision.unconfirmed_leaves = leaves.Take();
  return decision;
}

}  // namespace santong::document
