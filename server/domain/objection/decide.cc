#include "server/domain/objection/decide.h"

#include <string>

#include "server/domain/objection/clocks.h"

namespace santong::objection {
namespace {

// A drafter for what its own organ issued, a reviewer for what its own jurisdiction handles. Who
// holds the receipt and its code is settled before the rules are asked.
bool IsInScope(const Facts& facts, v1::Role role) {
  switch (role) {
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

// The objection as the executor of tables sees it.
struct ObjectionSubject {
  static absl::Span<const Row> Table() { return objection::Table(); }
  static v1::ObjectionState StateOf(const Facts& facts) { return facts.objection.state(); }
  static std::string NameOf(const Facts& facts) {
    return facts.objection.name().empty() ? "objections/-" : facts.objection.name();
  }
  static std::string StateName(v1::ObjectionState state) { return objection::StateName(state); }
  static const char* ActionName(Action action) { return objection::ActionName(action); }
  static bool MayAct(const Row& row, const Facts& facts) {
    return workflow::HasRoleWhere(row, facts.caller,
                                  [&](v1::Role role) { return IsInScope(facts, role); });
  }
  static std::string RolesInScope(const Row& row, const Facts&) {
    return workflow::RolesOf(Table(), row.action);
  }
  static Change Begin(const Facts& facts) {
    Change change;
    change.objection = facts.objection;
    return change;
  }
  static void SetState(Change& change, v1::ObjectionState state) {
    change.objection.set_state(state);
  }
  static const char* ApplyClockStep(const Facts& facts, const workflow::ClockStep& step,
                                    Change& change) {
    return objection::ApplyClockStep(facts, step, change);
  }
};

}  // namespace

absl::StatusOr<Decision> Decide(const Facts& facts) {
  return workflow::Decide<ObjectionSubject, Row, Change>(facts);
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
