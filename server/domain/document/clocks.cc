#include "server/domain/document/clocks.h"

#include <algorithm>
#include <vector>

#include "server/domain/deadline/deadline.h"
#include "server/domain/document/completion.h"
#include "server/domain/document/decide.h"
#include "server/domain/document/subject.h"
#include "server/domain/document/validity.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/workflow/describe.h"

namespace santong::document {
namespace {

using absl::CivilDay;

v1::PeriodUnit UnitOf(deadline::Unit unit) {
  switch (unit) {
    case deadline::Unit::kWorkingDays:
      return v1::PERIOD_UNIT_WORKING_DAYS;
    case deadline::Unit::kCalendarDays:
      return v1::PERIOD_UNIT_CALENDAR_DAYS;
    case deadline::Unit::kMonths:
      return v1::PERIOD_UNIT_MONTHS;
    case deadline::Unit::kYears:
      return v1::PERIOD_UNIT_YEARS;
  }
  return v1::PERIOD_UNIT_UNSPECIFIED;
}

deadline::Unit UnitOf(v1::PeriodUnit unit) {
  switch (unit) {
    case v1::PERIOD_UNIT_WORKING_DAYS:
      return deadline::Unit::kWorkingDays;
    case v1::PERIOD_UNIT_MONTHS:
      return deadline::Unit::kMonths;
    case v1::PERIOD_UNIT_YEARS:
      return deadline::Unit::kYears;
    default:
      return deadline::Unit::kCalendarDays;
  }
}

deadline::Rule RuleOf(const v1::Clock& clock) {
  return {
      .limit = clock.limit(), .unit = UnitOf(clock.unit()), .roll_forward = clock.roll_forward()};
}

// A day on which the document changes by itself, as against a day by which someone must act.
bool IsDuty(v1::ClockKind kind) {
  return kind != v1::CLOCK_KIND_TAKE_EFFECT && kind != v1::CLOCK_KIND_LAPSE;
}

bool IsOpen(const v1::Clock& clock) {
  return clock.state() == v1::CLOCK_STATE_RUNNING || clock.state() == v1::CLOCK_STATE_SUSPENDED;
}

bool IsOf(const v1::Clock& clock, v1::ClockKind kind) {
  return kind == v1::CLOCK_KIND_UNSPECIFIED || clock.kind() == kind;
}

bool IsPast(const v1::Clock& clock, CivilDay day) { return clock.due_date() < IsoDay(day); }

// Counts the clock's own period anew. False, and the clock unchanged, when there is no due day.
bool Count(v1::Clock& clock, const calendar::Calendar& calendar) {
  const auto start = DayOf(clock.start_date());
  if (!start.has_value()) return false;
  std::vector<deadline::Pause> pauses;
  for (const v1::ClockPause& pause : clock.pauses()) {
    const auto from = DayOf(pause.from_date());
    if (!from.has_value()) continue;
    deadline::Pause counted{.from = *from, .to = {}};
    if (auto to = DayOf(pause.to_date())) counted.to = *to;
    pauses.push_back(counted);
  }
  const auto computed = deadline::Compute(*start, RuleOf(clock), pauses, calendar);
  if (!computed.ok()) return false;
  clock.set_due_date(IsoDay(computed->due_day));
  clock.set_due_date_before_roll(IsoDay(computed->due_day_before_roll));
  clock.set_provisional(computed->provisional);
  return true;
}

// The last day on which `rule` still fits in before `last`: the period counted back. A due day that
// is counted back is not rolled: on the next working day it would be too late.
calendar::Calendar::Result CountBack(CivilDay last, const deadline::Rule& rule,
                                     const calendar::Calendar& calendar) {
  const int limit = static_cast<int>(rule.limit);
  switch (rule.unit) {
    case deadline::Unit::kWorkingDays:
      return calendar.AddWorkingDays(last, -limit);
    case deadline::Unit::kCalendarDays:
      return calendar.AddCalendarDays(last, -limit, /*roll_forward=*/false);
    case deadline::Unit::kMonths:
    case deadline::Unit::kYears:
      break;
  }
  const absl::CivilMonth month =
      absl::CivilMonth(last) - (rule.unit == deadline::Unit::kYears ? 12 * limit : limit);
  const CivilDay end_of_month = CivilDay(month + 1) - 1;
  return {.day = CivilDay(month.year(), month.month(), std::min(last.day(), end_of_month.day())),
          .provisional = false};
}

// Where the period comes from.
void Cite(const char* leaf, const deadline::Rule& rule, const policy::PolicyView& policy,
          v1::Clock* clock) {
  clock->set_limit(rule.limit);
  clock->set_unit(UnitOf(rule.unit));
  clock->set_roll_forward(rule.roll_forward);
  clock->set_leaf(leaf);
  clock->set_unconfirmed(policy.Unconfirmed(leaf));
  if (const v1::PolicyLeaf* found = policy.Find(leaf)) clock->set_article(found->article());
}

v1::Clock* AddClock(v1::Document& document, v1::ClockKind kind, CivilDay start) {
  v1::Clock* clock = document.add_clocks();
  clock->set_kind(kind);
  clock->set_state(v1::CLOCK_STATE_RUNNING);
  clock->set_start_date(IsoDay(start));
  return clock;
}

void CloseLastPause(v1::Clock& clock, CivilDay first_counted) {
  if (clock.pauses_size() == 0) return;
  v1::ClockPause* pause = clock.mutable_pauses(clock.pauses_size() - 1);
  if (pause->to_date().empty()) pause->set_to_date(IsoDay(first_counted));
}

void End(v1::Clock& clock, v1::ClockState state, CivilDay day) {
  if (clock.state() == v1::CLOCK_STATE_SUSPENDED) CloseLastPause(clock, day);
  clock.set_state(state);
  clock.set_end_date(IsoDay(day));
}

}  // namespace

bool StartClock(v1::Document& document, v1::ClockKind kind, const char* leaf, CivilDay start,
                const policy::PolicyView& policy, const calendar::Calendar& calendar) {
  const auto rule = policy.Period(leaf);
  if (!rule.has_value()) return false;
  v1::Clock clock;
  clock.set_start_date(IsoDay(start));
  Cite(leaf, *rule, policy, &clock);
  if (!Count(clock, calendar)) return false;
  clock.set_kind(kind);
  clock.set_state(v1::CLOCK_STATE_RUNNING);
  *document.add_clocks() = std::move(clock);
  return true;
}

void StartClockUntil(v1::Document& document, v1::ClockKind kind, CivilDay start, CivilDay due) {
  v1::Clock* clock = AddClock(document, kind, start);
  clock->set_due_date(IsoDay(due));
  clock->set_due_date_before_roll(IsoDay(due));
}

bool StartEvaluationClock(v1::Document& document, CivilDay start, CivilDay last_valid_day,
                          const policy::PolicyView& policy, const calendar::Calendar& calendar) {
  const auto rule = policy.Period(policy::kEvaluationLeadDays);
  if (!rule.has_value()) return false;
  const calendar::Calendar::Result due = CountBack(last_valid_day, *rule, calendar);
  v1::Clock* clock = AddClock(document, v1::CLOCK_KIND_EVALUATION, start);
  Cite(policy::kEvaluationLeadDays, *rule, policy, clock);
  clock->set_due_date(IsoDay(due.day));
  clock->set_due_date_before_roll(IsoDay(due.day));
  clock->set_provisional(due.provisional);
  return true;
}

void StopClock(v1::Document& document, v1::ClockKind kind, CivilDay day) {
  for (v1::Clock& clock : *document.mutable_clocks()) {
    if (!IsOf(clock, kind) || !IsOpen(clock)) continue;
    const bool counted = clock.state() == v1::CLOCK_STATE_RUNNING;
    if (counted && IsDuty(clock.kind()) && IsPast(clock, day)) clock.set_overdue(true);
    End(clock, v1::CLOCK_STATE_STOPPED, day);
  }
}

void SuspendClock(v1::Document& document, v1::ClockKind kind, CivilDay day,
                  absl::string_view reason) {
  for (v1::Clock& clock : *document.mutable_clocks()) {
    if (!IsOf(clock, kind) || clock.state() != v1::CLOCK_STATE_RUNNING) continue;
    if (IsPast(clock, day)) clock.set_overdue(true);
    clock.set_state(v1::CLOCK_STATE_SUSPENDED);
    v1::ClockPause* pause = clock.add_pauses();
    pause->set_from_date(IsoDay(day));
    pause->set_reason(std::string(reason));
  }
}

void ResumeClock(v1::Document& document, v1::ClockKind kind, CivilDay day,
                 const calendar::Calendar& calendar) {
  for (v1::Clock& clock : *document.mutable_clocks()) {
    if (!IsOf(clock, kind) || clock.state() != v1::CLOCK_STATE_SUSPENDED) continue;
    clock.set_state(v1::CLOCK_STATE_RUNNING);
    CloseLastPause(clock, day + 1);
    Count(clock, calendar);
  }
}

void ExpireClock(v1::Document& document, v1::ClockKind kind, CivilDay day) {
  for (v1::Clock& clock : *document.mutable_clocks()) {
    if (!IsOf(clock, kind) || clock.state() != v1::CLOCK_STATE_RUNNING) continue;
    if (IsDuty(clock.kind())) {
      if (!IsPast(clock, day)) continue;
      clock.set_overdue(true);
    }
    End(clock, v1::CLOCK_STATE_EXPIRED, day);
  }
}

bool HasRunOut(const v1::Clock& clock, CivilDay today) {
  return clock.state() == v1::CLOCK_STATE_RUNNING && IsPast(clock, today);
}

const v1::Clock* FindRunOut(const v1::Document& document, v1::ClockKind kind, CivilDay today) {
  for (const v1::Clock& clock : document.clocks()) {
    if (clock.kind() == kind && HasRunOut(clock, today)) return &clock;
  }
  return nullptr;
}

bool RecomputeClocks(v1::Document& document, const calendar::Calendar& calendar,
                     std::vector<std::string>* moved_clock_names) {
  bool changed = false;
  for (v1::Clock& clock : *document.mutable_clocks()) {
    if (clock.state() != v1::CLOCK_STATE_RUNNING || clock.limit() == 0) continue;
    const std::string due_before = clock.due_date();
    const bool provisional_before = clock.provisional();
    if (clock.kind() == v1::CLOCK_KIND_EVALUATION) {
      const auto last = DayOf(document.term().last_valid_date());
      if (!last.has_value()) continue;
      const calendar::Calendar::Result due = CountBack(*last, RuleOf(clock), calendar);
      clock.set_due_date(IsoDay(due.day));
      clock.set_due_date_before_roll(IsoDay(due.day));
      clock.set_provisional(due.provisional);
    } else if (!Count(clock, calendar)) {
      continue;
    }
    const bool moved = clock.due_date() != due_before;
    changed = changed || moved || clock.provisional() != provisional_before;
    if (moved && moved_clock_names != nullptr)
      moved_clock_names->push_back(workflow::ClockName(clock.kind()));
  }
  return changed;
}

namespace {

// The day of the event that starts or stops the clock: the day on which it happened, which may be
// before today.
CivilDay EventDay(const Facts& facts, const v1::Document& document, v1::ClockKind kind) {
  std::optional<CivilDay> day;
  switch (kind) {
    case v1::CLOCK_KIND_PUBLICATION:
      if (facts.act.action == Action::kPublish) day = DayOf(facts.act.publication.date());
      break;
    case v1::CLOCK_KIND_TAKE_EFFECT:
    case v1::CLOCK_KIND_FILING:
      day = DayOf(document.publication().date());
      break;
    case v1::CLOCK_KIND_APPLICATION:
      if (facts.act.action != Action::kSubmit) {
        if (const v1::Evidence* signature = Latest(document, v1::EVIDENCE_KIND_SIGNATURE)) {
          day = DayOf(signature->date());
        }
      }
      break;
    case v1::CLOCK_KIND_EVALUATION:
      // Continuing records an evaluation that was done on its own day.
      if (!facts.act.decision.date().empty()) day = DayOf(facts.act.decision.date());
      break;
    default:
      break;
  }
  return day.value_or(facts.today);
}

// A department's document goes to its own government, where the policy has a period for that.
const char* FilingLeaf(const Facts& facts, const char* leaf) {
  const v1::Organ* lead = LeadOrgan(facts);
  const bool department = lead != nullptr && lead->kind() == v1::ORGAN_KIND_DEPARTMENT;
  return department && facts.policy.Period(policy::kFilingDepartmentDays).has_value()
             ? policy::kFilingDepartmentDays
             : leaf;
}

// From signature; again when another signature follows.
const char* StartApplicationClock(const Facts& facts, const char* leaf, v1::Document& document) {
  const v1::Evidence* signature = Latest(document, v1::EVIDENCE_KIND_SIGNATURE);
  if (signature == nullptr || signature->date().empty() || signature->date() > IsoDay(facts.today))
    return nullptr;
  for (const v1::Clock& clock : document.clocks()) {
    if (clock.kind() == v1::CLOCK_KIND_APPLICATION && clock.start_date() == signature->date())
      return nullptr;
  }
  StopClock(document, v1::CLOCK_KIND_APPLICATION, facts.today);
  const CivilDay start = EventDay(facts, document, v1::CLOCK_KIND_APPLICATION);
  return StartClock(document, v1::CLOCK_KIND_APPLICATION, leaf, start, facts.policy, facts.calendar)
             ? leaf
             : nullptr;
}

// A printed last day is the document's own; a computed one cites the leaf that gave the term.
const char* StartLapseClock(const Facts& facts, CivilDay last, v1::Document& document) {
  StartClockUntil(document, v1::CLOCK_KIND_LAPSE, facts.today, last);
  if (!document.term().computed()) return nullptr;
  const char* leaf = DefaultTermLeaf(TermKindOf(document), facts.policy);
  v1::Clock* clock = document.mutable_clocks(document.clocks_size() - 1);
  clock->set_leaf(leaf);
  clock->set_unconfirmed(facts.policy.Unconfirmed(leaf));
  if (const v1::PolicyLeaf* found = facts.policy.Find(leaf)) clock->set_article(found->article());
  return leaf;
}

const char* Start(const Facts& facts, const workflow::ClockStep& step, v1::Document& document) {
  const char* leaf = step.leaf;
  const std::optional<CivilDay> last = DayOf(document.term().last_valid_date());
  switch (step.clock) {
    case v1::CLOCK_KIND_APPLICATION:
      return StartApplicationClock(facts, leaf, document);
    case v1::CLOCK_KIND_TAKE_EFFECT:
      if (auto first = DayOf(document.effective_date())) {
        StartClockUntil(document, step.clock, EventDay(facts, document, step.clock), *first);
      }
      return nullptr;
    case v1::CLOCK_KIND_CLEANUP_AMENDMENT:
      if (auto due = DayOf(document.cleanup().amend_by_date()))
        StartClockUntil(document, step.clock, facts.today, *due);
      return nullptr;
    case v1::CLOCK_KIND_LAPSE:
      return last.has_value() ? StartLapseClock(facts, *last, document) : nullptr;
    case v1::CLOCK_KIND_EVALUATION:
      // A term that is over is not evaluated any more.
      if (!last.has_value() || *last < facts.today) return nullptr;
      return StartEvaluationClock(document, facts.today, *last, facts.policy, facts.calendar)
                 ? leaf
                 : nullptr;
    case v1::CLOCK_KIND_URGENT_COMPLETION:
      if (!HasOpenItem(document)) return nullptr;
      break;
    case v1::CLOCK_KIND_FILING:
      leaf = FilingLeaf(facts, leaf);
      break;
    default:
      break;
  }
  const CivilDay start = EventDay(facts, document, step.clock);
  return StartClock(document, step.clock, leaf, start, facts.policy, facts.calendar) ? leaf
                                                                                     : nullptr;
}

}  // namespace

const char* ApplyClockStep(const Facts& facts, const workflow::ClockStep& step, Change& change) {
  using workflow::ClockOperation;
  v1::Document& document = change.document;
  switch (step.operation) {
    case ClockOperation::kStarts:
      return Start(facts, step, document);
    case ClockOperation::kStops:
      if (step.clock == v1::CLOCK_KIND_URGENT_COMPLETION && HasOpenItem(document)) return nullptr;
      StopClock(document, step.clock, EventDay(facts, document, step.clock));
      return nullptr;
    case ClockOperation::kSuspends:
      SuspendClock(document, step.clock, facts.today,
                   workflow::ClockName(v1::CLOCK_KIND_CORRECTION));
      return nullptr;
    case ClockOperation::kResumes:
      ResumeClock(document, step.clock, facts.today, facts.calendar);
      return nullptr;
    case ClockOperation::kExpires:
      ExpireClock(document, step.clock == v1::CLOCK_KIND_UNSPECIFIED ? facts.act.clock : step.clock,
                  facts.today);
      return nullptr;
  }
  return nullptr;
}

}  // namespace santong::document
