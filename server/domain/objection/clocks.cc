#include "server/domain/objection/clocks.h"

#include "server/domain/document/subject.h"
#include "server/domain/workflow/clocks.h"
#include "server/domain/workflow/describe.h"

namespace santong::objection {
namespace {

// The day of what happened: an act's own; of what happens by itself, the last day of the clock that
// ran out, so that nothing depends on when somebody looked.
absl::CivilDay DayOfEvent(const Facts& facts) {
  const v1::Clock* clock =
      workflow::FindRunOut(facts.objection.clocks(), facts.act.clock, facts.today);
  if (clock == nullptr) return facts.today;
  return document::DayOf(clock->due_date()).value_or(facts.today);
}

// `objection` is after the effects of the act: the act that begins a case says when it came.
absl::CivilDay StartDay(const Facts& facts, const workflow::ClockStep& step,
                        const v1::Objection& objection) {
  if (step.start == workflow::ClockStart::kReceipt)
    return document::DayOf(objection.lodged_date()).value_or(facts.today);
  if (step.clock != v1::CLOCK_KIND_OBJECTION_EXTENDED_REPLY) return DayOfEvent(facts);
  for (const v1::ClockKind extended :
       {v1::CLOCK_KIND_OBJECTION_REPLY, v1::CLOCK_KIND_OBJECTION_RECHECK_REPLY}) {
    const v1::Clock* clock = FindOpen(facts.objection, extended);
    if (clock == nullptr) continue;
    if (const auto due = document::DayOf(clock->due_date())) return *due;
  }
  return facts.today;
}

// What was late is done at last: nobody is asked for it any more, and it stays overdue.
void SettleOverdue(workflow::Clocks& clocks, v1::ClockKind kind, absl::CivilDay day) {
  for (v1::Clock& clock : clocks) {
    const bool meant = kind == v1::CLOCK_KIND_UNSPECIFIED || clock.kind() == kind;
    if (!meant || clock.state() != v1::CLOCK_STATE_EXPIRED || !clock.overdue()) continue;
    clock.set_state(v1::CLOCK_STATE_STOPPED);
    clock.set_end_date(document::IsoDay(day));
  }
}

const v1::Clock* FindLast(const v1::Objection& objection, v1::ClockKind kind) {
  const v1::Clock* last = nullptr;
  for (const v1::Clock& clock : objection.clocks()) {
    if (clock.kind() == kind) last = &clock;
  }
  return last;
}

}  // namespace

bool IsAdvice(v1::ObjectionOrigin origin) {
  return origin == v1::OBJECTION_ORIGIN_JUDICIAL_ADVICE ||
         origin == v1::OBJECTION_ORIGIN_PROCURATORIAL_ADVICE;
}

bool IsNoLodgers(const v1::Objection& objection) {
  return objection.origin() != v1::OBJECTION_ORIGIN_UNSPECIFIED;
}

uint32_t KindsOf(const v1::Objection& objection) {
  return KindOf(objection.origin()) | (objection.own_motion() ? kOwnMotion : 0) |
         (objection.lodger_withdrew() ? kLodgerWithdrew : 0) |
         (objection.answer_delivered_date().empty() ? 0 : kAnswerDelivered);
}

bool IsDoneFor(const workflow::ClockStep& step, const v1::Objection& objection) {
  return step.only_for == nullptr || (KindsOf(objection) & ~step.only_for->kinds) == 0;
}

const v1::Clock* FindOpen(const v1::Objection& objection, v1::ClockKind kind) {
  for (const v1::Clock& clock : objection.clocks()) {
    const bool open =
        clock.state() == v1::CLOCK_STATE_RUNNING || clock.state() == v1::CLOCK_STATE_SUSPENDED;
    if (clock.kind() == kind && open) return &clock;
  }
  return nullptr;
}

bool HasRunOut(const Facts& facts, v1::ClockKind kind) {
  return HasRunOut(facts, facts.objection, kind);
}

bool HasRunOut(const Facts& facts, const v1::Objection& objection, v1::ClockKind kind) {
  const v1::Clock* last = FindLast(objection, kind);
  if (last == nullptr) return false;
  facts.policy.Note(last->leaf());
  return last->state() == v1::CLOCK_STATE_EXPIRED || workflow::HasRunOut(*last, facts.today);
}

bool IsOver(const Facts& facts, v1::ClockKind kind) {
  const v1::Clock* last = FindLast(facts.objection, kind);
  // One that was stopped is of an earlier time, when there was such a period.
  if (last == nullptr || last->state() == v1::CLOCK_STATE_STOPPED) return true;
  return HasRunOut(facts, kind);
}

void ApplyClockStep(const Facts& facts, const workflow::ClockStep& step, Change& change) {
  using workflow::ClockOperation;
  workflow::Clocks& clocks = *change.objection.mutable_clocks();
  switch (step.operation) {
    case ClockOperation::kStarts:
      // The origin is already in the change where the case begins with this act.
      if (!IsDoneFor(step, change.objection)) return;
      // Without a leaf the decision gives the day.
      if (step.leaf == nullptr) {
        if (const auto due = document::DayOf(facts.act.decision.correct_by_date()))
          workflow::StartClockUntil(clocks, step.clock, facts.today, *due);
        return;
      }
      workflow::StartClock(clocks, step.clock, step.leaf, StartDay(facts, step, change.objection),
                           facts.policy, facts.calendar);
      return;
    case ClockOperation::kStops:
      workflow::StopClock(clocks, step.clock, facts.today);
      SettleOverdue(clocks, step.clock, facts.today);
      return;
    case ClockOperation::kSuspends:
      workflow::SuspendClock(clocks, step.clock, facts.today,
                             workflow::ClockName(v1::CLOCK_KIND_OBJECTION_SUPPLEMENT));
      return;
    case ClockOperation::kResumes:
      workflow::ResumeClock(clocks, step.clock, step.leaf, DayOfEvent(facts), facts.policy,
                            facts.calendar);
      return;
    case ClockOperation::kCancels:
      workflow::CancelClock(clocks, step.clock, facts.today);
      return;
    case ClockOperation::kExpires:
      workflow::ExpireClock(clocks,
                            step.clock == v1::CLOCK_KIND_UNSPECIFIED ? facts.act.clock : step.clock,
                            facts.today);
      return;
  }
}

}  // namespace santong::objection
