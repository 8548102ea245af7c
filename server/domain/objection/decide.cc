#include "server/domain/objection/decide.h"

#include <algorithm>
#include <string>

#include "server/domain/document/filing_level.h"
#include "server/domain/objection/clocks.h"
#include "server/domain/workflow/clocks.h"

namespace santong::objection {
namespace {

// A drafter for what its own organ or its predecessor issued, a reviewer for what its own
// jurisdiction handles. Who holds the receipt and its code is settled before the rules are asked.
bool IsInScope(const Facts& facts, v1::Role role) {
  switch (role) {
    case v1::ROLE_PUBLIC:
    case v1::ROLE_SYSTEM:
      return true;
    case v1::ROLE_DRAFTER:
      return facts.caller.AnswersFor(facts.objection.issuer());
    case v1::ROLE_REVIEWER: {
      // A new case will be its document's.
      const std::string& place = facts.objection.name().empty() ? facts.document.jurisdiction()
                                                                : facts.objection.jurisdiction();
      return !facts.caller.jurisdiction.empty() && facts.caller.jurisdiction == place;
    }
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
  static const char* StateTitleZh(v1::ObjectionState state) {
    return objection::StateTitleZh(state);
  }
  static const char* ActionName(Action action) { return objection::ActionName(action); }
  static const char* ActionTitleZh(Action action) { return objection::ActionTitleZh(action); }
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
  static void ApplyClockStep(const Facts& facts, const workflow::ClockStep& step, Change& change) {
    objection::ApplyClockStep(facts, step, change);
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
    case v1::OBJECTION_STATE_CORRECTING:
    case v1::OBJECTION_STATE_REVOKING:
      return true;
    default:
      return false;
  }
}

bool IsMereLead(const v1::Objection& objection) {
  // Whoever refuses it, passes it on or takes it back does not take it up.
  return objection.origin() == v1::OBJECTION_ORIGIN_LEAD && objection.accepted_date().empty() &&
         objection.joined_to().empty();
}

bool CallsIntoQuestion(const v1::Objection& objection) {
  return IsOpen(objection.state()) && !IsMereLead(objection);
}

bool AnswersJoined(v1::ObjectionState state) {
  return state == v1::OBJECTION_STATE_DECIDED || state == v1::OBJECTION_STATE_CORRECTING ||
         state == v1::OBJECTION_STATE_REVOKING || state == v1::OBJECTION_STATE_CLOSED;
}

bool AnswersJoinedByIssuer(const v1::Objection& objection) {
  return objection.state() == v1::OBJECTION_STATE_ANSWERED || EndedWithIssuersAnswer(objection);
}

bool EndedWithIssuersAnswer(const v1::Objection& objection) {
  return objection.state() == v1::OBJECTION_STATE_CLOSED && !objection.has_decision() &&
         !objection.answered_date().empty();
}

bool BringsToJoined(const v1::Objection& lead) {
  // A review that no answer of the issuer came before is no re-check.
  const bool is_recheck =
      lead.state() == v1::OBJECTION_STATE_REVIEWING && !lead.answered_date().empty();
  return is_recheck || AnswersJoinedByIssuer(lead) || AnswersJoined(lead.state());
}

std::vector<Action> WhatLeadBrings(const v1::Objection& lead, const v1::Objection& joined) {
  std::vector<Action> actions;
  if (!BringsToJoined(lead)) return actions;
  // Whoever sent a hint or has withdrawn is handed nothing, and has no period for a re-check:
  // nobody would end their case.
  const bool is_somebodys = joined.origin() != v1::OBJECTION_ORIGIN_LEAD && !joined.own_motion();
  const bool is_owed = is_somebodys && joined.answer_delivered_date().empty();
  if (is_owed && joined.answered_date().empty() && AnswersJoinedByIssuer(lead))
    actions.push_back(Action::kAwaitDelivery);
  const bool is_awaited =
      std::any_of(joined.clocks().begin(), joined.clocks().end(), [](const v1::Clock& clock) {
        return clock.kind() == v1::CLOCK_KIND_OBJECTION_FEEDBACK &&
               clock.state() != v1::CLOCK_STATE_STOPPED;
      });
  if (is_awaited && lead.state() == v1::OBJECTION_STATE_REVIEWING)
    actions.push_back(Action::kAwaitDecision);
  if (AnswersJoined(lead.state())) {
    const bool may_ask = EndedWithIssuersAnswer(lead) && is_somebodys;
    actions.push_back(may_ask ? Action::kGoOnAlone : Action::kAnswerJoined);
  }
  return actions;
}

std::string RecheckerOf(const v1::Document& document, const v1::Organ* lead,
                        const std::string& parent) {
  const std::string reviewer =
      document::ReviewingJurisdiction(lead, document.jurisdiction(), parent);
  return reviewer.empty() ? document.jurisdiction() : reviewer;
}

std::optional<SystemAct> NextSystemAct(const v1::Objection& objection, absl::CivilDay today) {
  const auto follows = [](v1::ClockKind kind) {
    switch (kind) {
      case v1::CLOCK_KIND_OBJECTION_SUPPLEMENT:
        return Action::kSupplementRunOut;
      case v1::CLOCK_KIND_OBJECTION_RECHECK_REQUEST:
        return Action::kRecheckLapse;
      case v1::CLOCK_KIND_OBJECTION_CORRECTION:
        return Action::kCorrectionRunOut;
      case v1::CLOCK_KIND_OBJECTION_RETENTION:
        return Action::kErase;
      default:
        return Action::kMarkOverdue;
    }
  };
  for (const v1::Clock* clock : workflow::RunOut(objection.clocks(), today)) {
    // Until when it may be transferred or refused: nothing follows, and only doing it later is
    // late.
    if (clock->kind() == v1::CLOCK_KIND_OBJECTION_TRANSFER ||
        clock->kind() == v1::CLOCK_KIND_OBJECTION_REFUSAL_NOTICE)
      continue;
    const Action action = follows(clock->kind());
    if (workflow::FindRow(Table(), objection.state(), action) != nullptr)
      return SystemAct{action, clock->kind()};
  }
  return std::nullopt;
}

std::optional<SystemAct> WhenDocumentChanges(const v1::Objection& objection) {
  if (workflow::FindRow(Table(), objection.state(), Action::kNoticeCorrection) == nullptr)
    return std::nullopt;
  return SystemAct{Action::kNoticeCorrection, v1::CLOCK_KIND_UNSPECIFIED};
}

}  // namespace santong::objection
