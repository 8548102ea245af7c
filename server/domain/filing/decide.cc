#include "server/domain/filing/decide.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_join.h"
#include "server/domain/document/filing_level.h"
#include "server/domain/document/subject.h"
#include "server/domain/workflow/clocks.h"

namespace santong::filing {
namespace {

std::string JurisdictionOf(const Facts& facts) {
  return facts.filing.name().empty()
             ? ReviewerOf(facts.document, facts.lead, facts.document_jurisdiction_parent)
             : facts.filing.jurisdiction();
}

// A drafter for what its own organ leads: a joint document is filed by the lead, or by whom its
// duties passed to. A reviewer for what its own jurisdiction reviews.
bool IsInScope(const Facts& facts, v1::Role role) {
  switch (role) {
    case v1::ROLE_DRAFTER:
      return facts.caller.AnswersFor(document::LeadIssuer(facts.document));
    case v1::ROLE_REVIEWER:
      return facts.caller.jurisdiction == JurisdictionOf(facts);
    case v1::ROLE_SYSTEM:
      return true;
    default:
      return false;
  }
}

// The day of what happened: an act's own; of what happens by itself, the last day of the clock that
// ran out, so that nothing depends on when somebody looked.
absl::CivilDay DayOfEvent(const Facts& facts) {
  const v1::Clock* clock =
      workflow::FindRunOut(facts.filing.clocks(), facts.act.clock, facts.today);
  if (clock == nullptr) return facts.today;
  return document::DayOf(clock->due_date()).value_or(facts.today);
}

// An extension counts from the last day of what it extends.
absl::CivilDay StartDay(const Facts& facts, v1::ClockKind kind) {
  if (kind != v1::CLOCK_KIND_FILING_EXTENDED_REVIEW) return DayOfEvent(facts);
  for (const v1::Clock& clock : facts.filing.clocks()) {
    if (clock.kind() != v1::CLOCK_KIND_FILING_REVIEW || clock.state() != v1::CLOCK_STATE_RUNNING)
      continue;
    if (const auto due = document::DayOf(clock.due_date())) return *due;
  }
  return facts.today;
}

// Whether the review waits with the days of its extension: its own are over, and never begin anew.
bool IsExtensionSuspended(const v1::Filing& filing) {
  return std::any_of(filing.clocks().begin(), filing.clocks().end(), [](const v1::Clock& clock) {
    return clock.kind() == v1::CLOCK_KIND_FILING_EXTENDED_REVIEW &&
           clock.state() == v1::CLOCK_STATE_SUSPENDED;
  });
}

// The filing as the executor of tables sees it.
struct FilingSubject {
  static absl::Span<const Row> Table() { return filing::Table(); }
  static v1::FilingState StateOf(const Facts& facts) { return facts.filing.state(); }
  static std::string NameOf(const Facts& facts) {
    return facts.filing.name().empty() ? "filings/-" : facts.filing.name();
  }
  static std::string StateName(v1::FilingState state) { return filing::StateName(state); }
  static const char* StateTitleZh(v1::FilingState state) { return filing::StateTitleZh(state); }
  static const char* ActionName(Action action) { return filing::ActionName(action); }
  static const char* ActionTitleZh(Action action) { return filing::ActionTitleZh(action); }
  static bool MayAct(const Row& row, const Facts& facts) {
    return workflow::HasRoleWhere(row, facts.caller,
                                  [&](v1::Role role) { return IsInScope(facts, role); });
  }
  static std::string RolesInScope(const Row& row, const Facts& facts) {
    std::vector<std::string> names;
    for (v1::Role role : row.roles) {
      if (role == v1::ROLE_UNSPECIFIED) continue;
      const std::string scope = role == v1::ROLE_DRAFTER
                                    ? std::string(document::LeadIssuer(facts.document))
                                    : JurisdictionOf(facts);
      names.push_back(absl::StrCat(workflow::RoleName(role), " of ", scope));
    }
    return absl::StrJoin(names, ", ");
  }
  static Change Begin(const Facts& facts) {
    Change change;
    change.filing = facts.filing;
    return change;
  }
  static void SetState(Change& change, v1::FilingState state) { change.filing.set_state(state); }
  static void ApplyClockStep(const Facts& facts, const workflow::ClockStep& step, Change& change);
};

void FilingSubject::ApplyClockStep(const Facts& facts, const workflow::ClockStep& step,
                                   Change& change) {
  using workflow::ClockOperation;
  workflow::Clocks& clocks = *change.filing.mutable_clocks();
  switch (step.operation) {
    case ClockOperation::kStarts:
      if (step.leaf == nullptr) {
        // Until the day that the act names, which a condition of its row asks for.
        if (const auto due = document::DayOf(facts.act.plan_date))
          workflow::StartClockUntil(clocks, step.clock, facts.today, *due);
        break;
      }
      workflow::StartClock(clocks, step.clock, step.leaf, StartDay(facts, step.clock), facts.policy,
                           facts.calendar);
      break;
    case ClockOperation::kStops:
      workflow::StopClock(clocks, step.clock, facts.today);
      break;
    case ClockOperation::kSuspends:
      workflow::SuspendClock(clocks, step.clock, facts.today, workflow::ClockName(step.awaited));
      break;
    case ClockOperation::kResumes:
      workflow::ResumeClock(clocks, step.clock,
                            IsExtensionSuspended(facts.filing) ? nullptr : step.leaf,
                            DayOfEvent(facts), facts.policy, facts.calendar);
      break;
    case ClockOperation::kExpires:
      workflow::ExpireClock(clocks,
                            step.clock == v1::CLOCK_KIND_UNSPECIFIED ? facts.act.clock : step.clock,
                            facts.today);
      break;
    case ClockOperation::kCancels:
      break;  // no row of the table does
  }
}

}  // namespace

absl::StatusOr<Decision> Decide(const Facts& facts) {
  return workflow::Decide<FilingSubject, Row, Change>(facts);
}

std::optional<SystemAct> NextSystemAct(const v1::Filing& filing, absl::CivilDay today) {
  for (const v1::Clock* clock : workflow::RunOut(filing.clocks(), today)) {
    const Action action = clock->kind() == v1::CLOCK_KIND_FILING_CORRECTION
                              ? Action::kCorrectionRunOut
                              : Action::kMarkOverdue;
    if (workflow::FindRow(Table(), filing.state(), action) != nullptr)
      return SystemAct{action, clock->kind()};
  }
  return std::nullopt;
}

std::optional<SystemAct> WhenDocumentChanges(const v1::Filing& filing) {
  if (workflow::FindRow(Table(), filing.state(), Action::kNoticeCorrection) == nullptr)
    return std::nullopt;
  return SystemAct{Action::kNoticeCorrection, v1::CLOCK_KIND_UNSPECIFIED};
}

std::string ReviewerOf(const v1::Document& document, const v1::Organ* lead,
                       const std::string& parent) {
  return ReviewerOf(lead, document.jurisdiction(), parent);
}

std::string ReviewerOf(const v1::Organ* organ, const std::string& jurisdiction,
                       const std::string& parent) {
  return document::ReviewingJurisdiction(organ, jurisdiction, parent);
}

bool MaySee(const access::Caller& caller, const v1::Filing& filing,
            const std::string& document_jurisdiction) {
  if (caller.Has(v1::ROLE_SYSTEM) || caller.Has(v1::ROLE_AUDITOR) || caller.Has(v1::ROLE_ADMIN))
    return true;
  if (caller.IsPublic()) return false;
  if (caller.AnswersFor(filing.organ())) return true;
  if (caller.Has(v1::ROLE_REVIEWER) &&
      workflow::IsEscalatedTo(filing.clocks(), caller.jurisdiction))
    return true;
  const bool office = caller.Has(v1::ROLE_REVIEWER) || caller.Has(v1::ROLE_PUBLISHER);
  return office && (caller.jurisdiction == filing.jurisdiction() ||
                    caller.jurisdiction == document_jurisdiction);
}

}  // namespace santong::filing
