#include "server/domain/workflow/confirmation.h"

#include <algorithm>

#include "server/domain/policy/leaf.h"
#include "server/domain/policy/local_calendar.h"
#include "server/domain/text/chinese_date.h"

namespace santong::workflow {
namespace {

using policy::PolicyView;

bool IsOpenAndMarked(const v1::Clock& clock) {
  return clock.unconfirmed() && clock.state() != v1::CLOCK_STATE_STOPPED;
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
// the rule of ends.
bool IsRuleOfEndsConfirmed(const v1::Clock& clock, const PolicyView& policy) {
  return clock.kind() != v1::CLOCK_KIND_LAPSE || !policy.Unconfirmed(policy::kTermEndRule);
}

// As it was counted, without the pause in which it stands: that moves the day when it ends.
v1::Clock WithoutOpenPause(v1::Clock clock) {
  const int last = clock.pauses_size() - 1;
  if (last >= 0 && clock.pauses(last).to_date().empty()) clock.mutable_pauses()->RemoveLast();
  return clock;
}

// Whether the due day rests on days off of the place that nobody has confirmed, or on others than
// the place has today.
bool RestsOnUnconfirmedDays(const v1::Clock& clock, const PolicyView& policy,
                            const Grounds& grounds) {
  const v1::PolicyLeaf* days_off = policy.Find(policy::kCalendarOverlay);
  if (clock.limit() == 0 || days_off == nullptr || days_off->list().items().empty()) return false;
  const calendar::Calendar local = policy::LocalCalendar(grounds.national, policy);
  if (IsCountedBack(clock.kind())) {
    if (!grounds.last_day.has_value()) return true;
    const calendar::Calendar::Result counted = CountBack(*grounds.last_day, RuleOf(clock), local);
    // A time within which to act begins there and ends on the last day itself.
    const bool is_window = clock.leaf() == policy::kEvaluationWindowDays;
    return counted.unconfirmed ||
           (!is_window && text::FormatIsoDay(counted.day) != clock.due_date());
  }
  v1::Clock counted = WithoutOpenPause(clock);
  counted.set_unconfirmed(false);
  if (!Recount(counted, local)) return true;
  return counted.unconfirmed() || counted.due_date() != clock.due_date();
}

bool IsConfirmed(const v1::Clock& clock, const Grounds& grounds) {
  const auto start = text::ParseIsoDay(clock.start_date());
  if (!start.ok()) return false;
  const PolicyView policy = grounds.policies.On(grounds.place, *start);
  return IsLeafConfirmed(clock, policy, grounds.term_years) &&
         IsRuleOfEndsConfirmed(clock, policy) && !RestsOnUnconfirmedDays(clock, policy, grounds);
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
