// Executes a table: finds the row, asks the role and every condition, computes the change. One
// executor for every resource; what a resource is made of is in its `Subject`.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"
#include "server/domain/access/caller.h"
#include "server/domain/error/refusal.h"
#include "server/domain/policy/policy.h"
#include "server/domain/workflow/describe.h"
#include "server/domain/workflow/workflow.h"

namespace santong::workflow {

template <typename TableRow, typename State, typename Action>
const TableRow* FindRow(absl::Span<const TableRow> table, State from, Action action) {
  for (const TableRow& row : table) {
    if (row.from == from && row.action == action) return &row;
  }
  return nullptr;
}

// Whether the caller has one of the row's roles for which `in_scope(role)` is true.
template <typename TableRow, typename InScope>
bool HasRoleWhere(const TableRow& row, const access::Caller& caller, InScope in_scope) {
  return std::any_of(row.roles.begin(), row.roles.end(), [&](v1::Role role) {
    return role != v1::ROLE_UNSPECIFIED && caller.Has(role) && in_scope(role);
  });
}

// Whether the caller has one of the row's roles, wherever.
template <typename TableRow>
bool HasRole(const TableRow& row, const access::Caller& caller) {
  return HasRoleWhere(row, caller, [](v1::Role) { return true; });
}

// The roles that all rows of an action admit, for a refusal: "DRAFTER, REVIEWER".
template <typename TableRow, typename Action>
std::string RolesOf(absl::Span<const TableRow> table, Action action) {
  std::vector<std::string> names;
  for (const TableRow& row : table) {
    if (row.action != action) continue;
    for (v1::Role role : row.roles) {
      std::string name = RoleName(role);
      if (role != v1::ROLE_UNSPECIFIED &&
          std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(std::move(name));
      }
    }
  }
  return absl::StrJoin(names, ", ");
}

template <typename Facts>
error::ConditionViolation ViolationOf(const Condition<Facts>& condition, const Facts& facts) {
  error::ConditionViolation violation{.condition = condition.name,
                                      .article = condition.article,
                                      .en = condition.mend_en,
                                      .zh = absl::StrCat(condition.zh, "：", condition.mend_zh),
                                      .title_zh = condition.zh};
  const std::string found = condition.found == nullptr ? "" : condition.found(facts);
  if (!found.empty()) {
    absl::StrAppend(&violation.en, " [", found, "]");
    absl::StrAppend(&violation.zh, " [", found, "]");
  }
  return violation;
}

// Every condition of the row that does not hold, in its order.
template <typename TableRow, typename Facts>
std::vector<error::ConditionViolation> ViolationsOf(const TableRow& row, const Facts& facts) {
  std::vector<error::ConditionViolation> violations;
  ForEachUsed(row.when, [&](const Condition<Facts>& condition) {
    if (!condition.holds(facts)) violations.push_back(ViolationOf(condition, facts));
  });
  return violations;
}

// The fields of the request, where they are all that is wrong: empty when a condition that names
// none does not hold, either.
template <typename TableRow, typename Facts>
std::vector<error::FieldViolation> WrongFieldsOf(const TableRow& row, const Facts& facts) {
  std::vector<error::FieldViolation> fields;
  bool only = true;
  ForEachUsed(row.when, [&](const Condition<Facts>& condition) {
    if (condition.holds(facts)) return;
    only = only && condition.fields != nullptr;
    if (!only) return;
    for (error::FieldViolation& one : condition.fields(facts)) fields.push_back(std::move(one));
  });
  return only ? fields : std::vector<error::FieldViolation>();
}

template <typename TableRow, typename Change>
struct Decision {
  const TableRow* row = nullptr;
  Change change;
  std::vector<std::string>
      unconfirmed_leaves;  // leaves that decided and that nobody has confirmed, sorted
};

// Finds the row of (state, action), tests the caller's role and every condition, and computes the
// change: effects in order, then the state, then the clocks. Errors: PERMISSION_DENIED
// (ROLE_NOT_ALLOWED); FAILED_PRECONDITION with STATE_TRANSITION_NOT_ALLOWED when there is no row,
// with CONDITIONS_NOT_MET and all violations when conditions fail; INVALID_ARGUMENT where only
// fields of the request are at fault (Condition::fields). Pure: the same facts, the same answer.
// The leaves that decided are those that conditions, effects and clocks read. Facts have `caller`,
// `policy` by value and `act.action`. Subject is a struct of static functions:
//   Table()                              the rows
//   StateOf(facts), NameOf(facts)        where the resource stands and what it is called
//   StateName(state), ActionName(action) and the same in Chinese, StateTitleZh, ActionTitleZh
//   MayAct(row, facts)                   whether the caller holds a role of the row for this one
//   RolesInScope(row, facts)             the same roles in words
//   Begin(facts) → Change                what effects change: the resource as it is
//   SetState(change, state)
//   ApplyClockStep(facts, step, change)
template <typename Subject, typename TableRow, typename Change, typename Facts>
absl::StatusOr<Decision<TableRow, Change>> Decide(const Facts& facts) {
  const absl::Span<const TableRow> table = Subject::Table();
  const auto state = Subject::StateOf(facts);
  const auto action = facts.act.action;
  const TableRow* row = FindRow(table, state, action);
  if (row == nullptr) {
    // A caller who may do this act in no state learns that; the others learn that the state does
    // not allow it.
    for (const TableRow& other : table) {
      if (other.action == action && HasRole(other, facts.caller)) {
        return error::Refuse(v1::ERROR_REASON_STATE_TRANSITION_NOT_ALLOWED,
                             {{"resource", Subject::NameOf(facts)},
                              {"state", Subject::StateName(state)},
                              {"state_zh", Subject::StateTitleZh(state)},
                              {"action", Subject::ActionName(action)},
                              {"action_zh", Subject::ActionTitleZh(action)}});
      }
    }
    return error::Refuse(v1::ERROR_REASON_ROLE_NOT_ALLOWED,
                         {{"method", Subject::ActionName(action)},
                          {"method_zh", Subject::ActionTitleZh(action)},
                          {"roles", RolesOf(table, action)}});
  }
  if (!Subject::MayAct(*row, facts)) {
    return error::Refuse(v1::ERROR_REASON_ROLE_NOT_ALLOWED,
                         {{"method", Subject::ActionName(action)},
                          {"method_zh", Subject::ActionTitleZh(action)},
                          {"roles", Subject::RolesInScope(*row, facts)}});
  }
  Facts noting = facts;
  policy::LeafKeys read;
  noting.policy = facts.policy.Noting(&read);
  if (const auto violations = ViolationsOf(*row, noting); !violations.empty()) {
    if (const auto fields = WrongFieldsOf(*row, noting); !fields.empty())
      return error::RefuseFields(fields);
    return error::RefuseConditions(Subject::NameOf(facts), Subject::ActionName(action), violations,
                                   Subject::ActionTitleZh(action));
  }

  Decision<TableRow, Change> decision;
  decision.row = row;
  Change& change = decision.change;
  change = Subject::Begin(noting);
  ForEachUsed(row->effects,
              [&](const Effect<Facts, Change>& effect) { effect.apply(noting, change); });
  Subject::SetState(change, row->to);
  for (const ClockStep& step : row->clocks) {
    if (step.used) Subject::ApplyClockStep(noting, step, change);
  }
  for (const std::string& leaf : read) {
    if (facts.policy.Unconfirmed(leaf)) decision.unconfirmed_leaves.push_back(leaf);
  }
  return decision;
}

// A table as data: `states` is the range of the resource's state enum, words from the functions
// given.
template <typename State, typename TableRow, typename Action>
v1::Workflow DescribeTable(const char* name, const char* title_zh, absl::Span<const TableRow> table,
                           int state_max, std::string (*state_name)(State),
                           const char* (*state_zh)(State), const char* (*action_name)(Action),
                           const char* (*action_zh)(Action), const char* (*action_method)(Action)) {
  v1::Workflow workflow;
  workflow.set_name(name);
  workflow.set_title_zh(title_zh);
  for (int value = 1; value <= state_max; ++value) {
    const auto state = static_cast<State>(value);
    v1::WorkflowState* described = workflow.add_states();
    described->set_name(state_name(state));
    described->set_title_zh(state_zh(state));
    described->set_terminal(std::none_of(table.begin(), table.end(),
                                         [&](const TableRow& row) { return row.from == state; }));
  }
  for (const TableRow& row : table) {
    v1::WorkflowRow* described = workflow.add_rows();
    if (static_cast<int>(row.from) != 0) described->set_from(state_name(row.from));
    described->set_action(action_name(row.action));
    described->set_action_zh(action_zh(row.action));
    described->set_method(action_method(row.action));
    described->set_to(state_name(row.to));
    DescribeRow(row, described);
  }
  return workflow;
}

}  // namespace santong::workflow
