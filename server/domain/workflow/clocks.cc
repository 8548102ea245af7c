#include "server/domain/workflow/clocks.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "server/domain/policy/leaf.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/workflow/describe.h"

namespace santong::workflow {
namespace {

using absl::CivilDay;

std::string IsoDay(CivilDay day) { return text::FormatIsoDay(day); }

std::optional<CivilDay> DayOf(const std::string& date) {
  auto day = text::ParseIsoDay(date);
  if (!day.ok()) return std::nullopt;
  return *day;
}

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

// A day by which someone must act, as against one on which the resource changes by itself or a
// right ends that nobody need use.
bool IsDuty(v1::ClockKind kind) {
  return kind != v1::CLOCK_KIND_TAKE_EFFECT && kind != v1::CLOCK_KIND_LAPSE &&
         kind != v1::CLOCK_KIND_CLEANUP_REMINDER &&
         kind != v1::CLOCK_KIND_OBJECTION_RECHECK_REQUEST &&
         kind != v1::CLOCK_KIND_OBJECTION_RETENTION;
}

// A day until which an act may be done that need not be done: only doing it later is late.
bool IsLimit(v1::ClockKind kind) {
  return kind == v1::CLOCK_KIND_OBJECTION_TRANSFER ||
         kind == v1::CLOCK_KIND_OBJECTION_REFUSAL_NOTICE;
}

bool IsOpen(const v1::Clock& clock) {
  return clock.state() == v1::CLOCK_STATE_RUNNING || clock.state() == v1::CLOCK_STATE_SUSPENDED;
}

bool IsOf(const v1::Clock& clock, v1::ClockKind kind) {
  return kind == v1::CLOCK_KIND_UNSPECIFIED || clock.kind() == kind;
}

bool IsPast(const v1::Clock& clock, CivilDay day) { return clock.due_date() < IsoDay(day); }

v1::Clock* AddClock(Clocks& clocks, v1::ClockKind kind, CivilDay start) {
  v1::Clock* clock = clocks.Add();
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

// What had not begun to count when it was paused begins later by as many days, e.g. the extension
// of a period whose own days are not over.
void PutOffStart(v1::Clock& clock) {
  if (clock.pauses().empty()) return;
  const v1::ClockPause& pause = *clock.pauses().rbegin();
  const auto start = DayOf(clock.start_date());
  const auto from = DayOf(pause.from_date());
  const auto to = DayOf(pause.to_date());
  if (start.has_value() && from.has_value() && to.has_value() && *from < *start)
    clock.set_start_date(IsoDay(*start + (*to - *from)));
}

void End(v1::Clock& clock, v1::ClockState state, CivilDay day) {
  if (clock.state() == v1::CLOCK_STATE_SUSPENDED) CloseLastPause(clock, day);
  clock.set_state(state);
  clock.set_end_date(IsoDay(day));
}

// What an extension extends; of an objection, whichever of the two it was.
bool Extends(v1::ClockKind extension, v1::ClockKind kind) {
  switch (extension) {
    case v1::CLOCK_KIND_FILING_EXTENDED_REVIEW:
      return kind == v1::CLOCK_KIND_FILING_REVIEW;
    case v1::CLOCK_KIND_OBJECTION_EXTENDED_REPLY:
      return kind == v1::CLOCK_KIND_OBJECTION_REPLY ||
             kind == v1::CLOCK_KIND_OBJECTION_RECHECK_REPLY;
    default:
      return false;
  }
}

// Counts the clock's own period anew; nullopt, and the clock unchanged, when there is no due day.
std::optional<deadline::Computed> CountAnew(v1::Clock& clock, const calendar::Calendar& calendar) {
  const auto start = DayOf(clock.start_date());
  if (!start.has_value()) return std::nullopt;
  std::vector<deadline::Pause> pauses;
  for (const v1::ClockPause& pause : clock.pauses()) {
    const auto from = DayOf(pause.from_date());
    if (!from.has_value()) continue;
    deadline::Pause counted{.from = *from, .to = {}};
    if (auto to = DayOf(pause.to_date())) counted.to = *to;
    pauses.push_back(counted);
  }
  auto computed = deadline::Compute(*start, RuleOf(clock), pauses, calendar);
  if (!computed.ok()) return std::nullopt;
  clock.set_due_date(IsoDay(computed->due_day));
  clock.set_due_date_before_roll(IsoDay(computed->due_day_before_roll));
  clock.set_provisional(computed->provisional);
  if (computed->unconfirmed) clock.set_unconfirmed(true);
  return *std::move(computed);
}

// An extension begins on the last day of what it extends, which a later calendar may move though
// that clock was stopped.
void FollowExtended(Clocks& clocks, int index, const calendar::Calendar& calendar) {
  v1::Clock& extension = clocks[index];
  for (int i = index - 1; i >= 0; --i) {
    if (!Extends(extension.kind(), clocks[i].kind())) continue;
    v1::Clock extended = clocks[i];
    const auto last = DayOf(extended.due_date());
    const auto start = DayOf(extension.start_date());
    const auto counted = CountAnew(extended, calendar);
    if (!last.has_value() || !start.has_value() || !counted.has_value()) return;
    extension.set_start_date(IsoDay(*start + (counted->due_day - *last)));
    clocks[i].set_due_date(extended.due_date());
    clocks[i].set_due_date_before_roll(extended.due_date_before_roll());
    return;
  }
}

// Counts it by the calendar of the policy's place, whose own days off decide where it passes them.
bool CountAndNote(v1::Clock& clock, const policy::PolicyView& policy,
                  const calendar::Calendar& calendar) {
  const auto computed = CountAnew(clock, calendar);
  if (computed.has_value() && computed->unconfirmed) policy.Note(policy::kCalendarOverlay);
  return computed.has_value();
}

}  // namespace

bool IsCountedBack(v1::ClockKind kind) {
  return kind == v1::CLOCK_KIND_EVALUATION || kind == v1::CLOCK_KIND_CLEANUP_REMINDER;
}

deadline::Rule RuleOf(const v1::Clock& clock) {
  return {.limit = clock.limit() + clock.extended_by(),
          .unit = UnitOf(clock.unit()),
          .roll_forward = clock.roll_forward()};
}

bool Recount(v1::Clock& clock, const calendar::Calendar& calendar) {
  return CountAnew(clock, calendar).has_value();
}

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

bool RecountRunning(Clocks& clocks, const calendar::Calendar& calendar,
                    std::optional<CivilDay> last_day) {
  bool changed = false;
  for (int i = 0; i < clocks.size(); ++i) {
    v1::Clock& clock = clocks[i];
    if (clock.state() != v1::CLOCK_STATE_RUNNING || clock.limit() == 0) continue;
    // A time within which to evaluate ends on the last valid day itself.
    if (clock.leaf() == policy::kEvaluationWindowDays) continue;
    const std::string due_before = clock.due_date();
    const bool provisional_before = clock.provisional();
    FollowExtended(clocks, i, calendar);
    if (IsCountedBack(clock.kind())) {
      if (!last_day.has_value()) continue;
      const calendar::Calendar::Result due = CountBack(*last_day, RuleOf(clock), calendar);
      clock.set_due_date(IsoDay(due.day));
      clock.set_due_date_before_roll(IsoDay(due.day));
      clock.set_provisional(due.provisional);
      if (due.unconfirmed) clock.set_unconfirmed(true);
    } else if (!Recount(clock, calendar)) {
      continue;
    }
    changed =
        changed || clock.due_date() != due_before || clock.provisional() != provisional_before;
  }
  return changed;
}

void RestOnLocalDays(const calendar::Calendar::Result& counted, const policy::PolicyView& policy,
                     v1::Clock* clock) {
  if (!counted.unconfirmed) return;
  policy.Note(policy::kCalendarOverlay);
  clock->set_unconfirmed(true);
}

void Cite(const char* leaf, const deadline::Rule& rule, const policy::PolicyView& policy,
          v1::Clock* clock) {
  clock->set_limit(rule.limit);
  clock->set_unit(UnitOf(rule.unit));
  clock->set_roll_forward(rule.roll_forward);
  clock->set_leaf(leaf);
  clock->set_unconfirmed(policy.Unconfirmed(leaf));
  if (const v1::PolicyLeaf* found = policy.Find(leaf)) clock->set_article(found->article());
}

bool StartClock(Clocks& clocks, v1::ClockKind kind, const char* leaf, CivilDay start,
                const policy::PolicyView& policy, const calendar::Calendar& calendar) {
  const auto rule = policy.Period(leaf);
  if (!rule.has_value()) return false;
  v1::Clock clock;
  clock.set_start_date(IsoDay(start));
  Cite(leaf, *rule, policy, &clock);
  if (!CountAndNote(clock, policy, calendar)) return false;
  clock.set_kind(kind);
  clock.set_state(v1::CLOCK_STATE_RUNNING);
  *clocks.Add() = std::move(clock);
  return true;
}

void StartClockUntil(Clocks& clocks, v1::ClockKind kind, CivilDay start, CivilDay due) {
  v1::Clock* clock = AddClock(clocks, kind, start);
  clock->set_due_date(IsoDay(due));
  clock->set_due_date_before_roll(IsoDay(due));
}

void StopClock(Clocks& clocks, v1::ClockKind kind, CivilDay day) {
  for (v1::Clock& clock : clocks) {
    if (!IsOf(clock, kind)) continue;
    // Done at last: it asks nothing more. It is the day that was late or not, not the record.
    if (clock.state() == v1::CLOCK_STATE_EXPIRED && IsDuty(clock.kind())) {
      clock.set_overdue(IsPast(clock, day));
      End(clock, v1::CLOCK_STATE_STOPPED, day);
    }
    if (!IsOpen(clock)) continue;
    const bool counted = clock.state() == v1::CLOCK_STATE_RUNNING;
    if (counted && IsDuty(clock.kind()) && IsPast(clock, day)) clock.set_overdue(true);
    End(clock, v1::CLOCK_STATE_STOPPED, day);
  }
}

void SuspendClock(Clocks& clocks, v1::ClockKind kind, CivilDay day, absl::string_view reason) {
  for (v1::Clock& clock : clocks) {
    if (!IsOf(clock, kind)) continue;
    if (clock.state() == v1::CLOCK_STATE_EXPIRED) End(clock, v1::CLOCK_STATE_STOPPED, day);
    if (clock.state() != v1::CLOCK_STATE_RUNNING) continue;
    if (IsDuty(clock.kind()) && !IsLimit(clock.kind()) && IsPast(clock, day))
      clock.set_overdue(true);
    clock.set_state(v1::CLOCK_STATE_SUSPENDED);
    v1::ClockPause* pause = clock.add_pauses();
    pause->set_from_date(IsoDay(day));
    pause->set_reason(std::string(reason));
  }
}

bool ResumeClock(Clocks& clocks, v1::ClockKind kind, const char* leaf, CivilDay day,
                 const policy::PolicyView& policy, const calendar::Calendar& calendar) {
  bool suspended = false;
  for (v1::Clock& clock : clocks) {
    if (!IsOf(clock, kind) || clock.state() != v1::CLOCK_STATE_SUSPENDED) continue;
    suspended = true;
    clock.set_state(v1::CLOCK_STATE_RUNNING);
    CloseLastPause(clock, day + 1);
    PutOffStart(clock);
    CountAndNote(clock, policy, calendar);
  }
  if (suspended || leaf == nullptr) return false;
  StopClock(clocks, kind, day);
  return StartClock(clocks, kind, leaf, day, policy, calendar);
}

void CancelClock(Clocks& clocks, v1::ClockKind kind, CivilDay day) {
  for (v1::Clock& clock : clocks) {
    if (IsOf(clock, kind) && IsOpen(clock)) End(clock, v1::CLOCK_STATE_STOPPED, day);
  }
}

void ExpireClock(Clocks& clocks, v1::ClockKind kind, CivilDay day) {
  for (v1::Clock& clock : clocks) {
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

const v1::Clock* FindRunOut(const Clocks& clocks, v1::ClockKind kind, CivilDay today) {
  for (const v1::Clock& clock : clocks) {
    if (clock.kind() == kind && HasRunOut(clock, today)) return &clock;
  }
  return nullptr;
}

bool HasRunOut(const Clocks& clocks, v1::ClockKind kind, CivilDay today,
               const policy::PolicyView& policy) {
  const v1::Clock* clock = FindRunOut(clocks, kind, today);
  if (clock != nullptr) policy.Note(clock->leaf());
  return clock != nullptr;
}

std::vector<const v1::Clock*> RunOut(const Clocks& clocks, CivilDay today) {
  std::vector<const v1::Clock*> run_out;
  for (const v1::Clock& clock : clocks) {
    if (HasRunOut(clock, today)) run_out.push_back(&clock);
  }
  std::stable_sort(run_out.begin(), run_out.end(), [](const v1::Clock* a, const v1::Clock* b) {
    return a->due_date() < b->due_date();
  });
  return run_out;
}

void KeepUntil(CivilDay day, Clocks* clocks) {
  const std::string until = IsoDay(day);
  const auto is_later = [&](const std::string& date) { return date > until; };  // ISO days
  Clocks all;
  all.Swap(clocks);
  for (v1::Clock& clock : all) {
    if (is_later(clock.start_date())) continue;
    bool pauses = false;
    google::protobuf::RepeatedPtrField<v1::ClockPause> kept;
    for (v1::ClockPause& pause : *clock.mutable_pauses()) {
      if (is_later(pause.from_date())) continue;
      if (is_later(pause.to_date())) pause.clear_to_date();
      pauses = pause.to_date().empty();
      *kept.Add() = std::move(pause);
    }
    clock.mutable_pauses()->Swap(&kept);
    if (is_later(clock.end_date())) {
      clock.clear_end_date();
      clock.clear_overdue();
      clock.clear_escalated_to();
      clock.set_state(pauses ? v1::CLOCK_STATE_SUSPENDED : v1::CLOCK_STATE_RUNNING);
    }
    *clocks->Add() = std::move(clock);
  }
}

bool IsEscalatedTo(const Clocks& clocks, absl::string_view jurisdiction) {
  return !jurisdiction.empty() &&
         std::any_of(clocks.begin(), clocks.end(),
                     [&](const v1::Clock& clock) { return clock.escalated_to() == jurisdiction; });
}

void Escalate(Clocks& clocks, v1::ClockKind kind, CivilDay today, const std::string& to,
              std::map<std::string, std::string>& facts) {
  for (v1::Clock& clock : clocks) {
    if (clock.kind() != kind || !HasRunOut(clock, today)) continue;
    clock.set_escalated_to(to);
    facts["clock"] = ClockName(kind);
    facts["due_date"] = clock.due_date();
    facts["escalated_to"] = to;
    return;
  }
}

}  // namespace santong::workflow
