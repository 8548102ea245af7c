#include "server/domain/workflow/confirmation.h"

#include <algorithm>

#include "server/domain/deadline/deadline.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/policy/local_calendar.h"
#include "server/domain/text/chinese_date.h"

namespace santong::workflow {
namespace {

using policy::PolicyView;

bool IsOpenAndMarked(const v1::Clock& clock) {
  return clock.unconfirmed() && clock.state() != v1::CLOCK_STATE_STOPPED;
}

// The leaves that the clock may rest on, as they count on `day`.
PolicyView LeavesOn(absl::CivilDay day, const v1::Clock& clock, const Grounds& grounds) {
  return grounds.policies.On(grounds.place, day,
                             {clock.leaf(), policy::kTermEndRule, policy::kCalendarOverlay});
}

bool IsLeafConfirmed(const v1::Clock& clock, const PolicyView& policy, int64_t term_years) {
  if (clock.leaf().empty()) return true;
  const v1::PolicyLeaf* leaf = policy.Find(clock.leaf());
  if (leaf == nullptr || leaf->confirmed_by().empty()) return false;
  // The clock of a term has its day alone; its years stand in the term.
  if (clock.limit() == 0) return leaf->has_number() && leaf->number() == term_years;
  const auto rule = policy.Period(clock.leaf());
  return rule.has_value() && rule->limit == clock.limit() &&
         rule->unit == policy::UnitOf(clock.unit()) && rule->roll_forward == clock.roll_forward();
}

// A term that was computed cites no leaf where the text states its years; either way it rests on
// the rule of ends. Where its day is what the other rule gives, this one is none of the term's.
bool IsRuleOfEndsConfirmed(const v1::Clock& clock, const PolicyView& policy,
                           const Grounds& grounds) {
  using deadline::TermEndRule;
  if (clock.kind() != v1::CLOCK_KIND_LAPSE) return true;
  if (policy.Unconfirmed(policy::kTermEndRule)) return false;
  if (!grounds.first_day.has_value() || grounds.term_years < 1) return true;
  const auto ends_by = [&](TermEndRule rule) {
    const int years = static_cast<int>(grounds.term_years);
    return text::FormatIsoDay(deadline::LastValidDay(*grounds.first_day, years, rule)) ==
           clock.due_date();
  };
  const bool same_day = policy.Text(policy::kTermEndRule) == "same_day";
  return ends_by(same_day ? TermEndRule::kSameDay : TermEndRule::kDayBefore) ||
         !ends_by(same_day ? TermEndRule::kDayBefore : TermEndRule::kSameDay);
}

// As it was counted, without the pause in which it stands: that moves the day when it ends.
v1::Clock WithoutOpenPause(v1::Clock clock) {
  const int last = clock.pauses_size() - 1;
  if (last >= 0 && clock.pauses(last).to_date().empty()) clock.mutable_pauses()->RemoveLast();
  return clock;
}

// Whether the clock's due day is what the place's calendar gives, and rests on no day off that
// nobody has confirmed.
bool IsCountedBy(const PolicyView& policy, const v1::Clock& clock, const Grounds& grounds) {
  const calendar::Calendar local = policy::LocalCalendar(grounds.national, policy);
  if (IsCountedBack(clock.kind())) {
    if (!grounds.last_day.has_value()) return false;
    const calendar::Calendar::Result counted = CountBack(*grounds.last_day, RuleOf(clock), local);
    // A time within which to act begins there and ends on the last day itself.
    const bool is_window = clock.leaf() == policy::kEvaluationWindowDays;
    return !counted.unconfirmed &&
           (is_window || text::FormatIsoDay(counted.day) == clock.due_date());
  }
  v1::Clock counted = WithoutOpenPause(clock);
  counted.set_unconfirmed(false);
  return Recount(counted, local) && !counted.unconfirmed() &&
         counted.due_date() == clock.due_date();
}

// Counted when it started, or anew on a later day, when the place may have had other days off.
bool AreDaysOffConfirmed(const v1::Clock& clock, const PolicyView& policy, const Grounds& grounds) {
  if (clock.limit() == 0 || IsCountedBy(policy, clock, grounds)) return true;
  const auto due = text::ParseIsoDay(clock.due_date());
  return due.ok() && IsCountedBy(LeavesOn(*due, clock, grounds), clock, grounds);
}

bool IsConfirmed(const v1::Clock& clock, const Grounds& grounds) {
  const auto start = text::ParseIsoDay(clock.start_date());
  if (!start.ok()) return false;
  const PolicyView policy = LeavesOn(*start, clock, grounds);
  return IsLeafConfirmed(clock, policy, grounds.term_years) &&
         IsRuleOfEndsConfirmed(clock, policy, grounds) &&
         AreDaysOffConfirmed(clock, policy, grounds);
}

}  // namespace

bool BearsOpenMark(const Clocks& clocks) {
  return std::any_of(clocks.begin(), clocks.end(),
                     [](const v1::Clock& clock) { return IsOpenAndMarked(clock); });
}

void DropConfirmedMarks(const Grounds& grounds, Clocks& clocks) {
  for (v1::Clock& clock : clocks) {
    if (IsOpenAndMarked(clock) && IsConfirmed(clock, grounds)) clock.set_unconfirmed(false);
  }
}

}  // namespace santong::workflow
