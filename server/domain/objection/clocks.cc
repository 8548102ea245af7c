#include "server/domain/objection/clocks.h"

#include "server/domain/document/subject.h"
#include "server/domain/workflow/clocks.h"
#include "server/domain/workflow/describe.h"

namespace santong::objection {
namespace {

absl::CivilDay StartDay(const Facts& facts, v1::ClockKind kind) {
  if (kind != v1::CLOCK_KIND_OBJECTION_EXTENDED_REPLY) return facts.today;
  for (const v1::ClockKind extended :
       {v1::CLOCK_KIND_OBJECTION_REPLY, v1::CLOCK_KIND_OBJECTION_RECHECK_REPLY}) {
    const v1::Clock* clock = FindOpen(facts.objection, extended);
    if (clock == nullptr) continue;
    if (const auto due = document::DayOf(clock->due_date())) return *due;
  }
  return facts.today;
}

}  // namespace

const v1::Clock* FindOpen(const v1::Objection& objection, v1::ClockKind kind) {
  for (const v1::Clock& clock : objection.clocks()) {
    const bool open =
        clock.state() == v1::CLOCK_STATE_RUNNING || clock.state() == v1::CLOCK_STATE_SUSPENDED;
    if (clock.kind() == kind && open) return &clock;
  }
  return nullptr;
}

bool HasRunOut(const v1::Objection& objection, v1::ClockKind kind, absl::CivilDay today) {
  const v1::Clock* clock = FindOpen(objection, kind);
  return clock != nullptr && workflow::HasRunOut(*clock, today);
}

const char* ApplyClockStep(const Facts& facts, const workflow::ClockStep& step, Change& change) {
  using workflow::ClockOperation;
  workflow::Clocks& clocks = *change.objection.mutable_clocks();
  switch (step.operation) {
    case ClockOperation::kStarts:
      return workflow::StartClock(clocks, step.clock, step.leaf, StartDay(facts, step.clock),
                                  facts.policy, facts.calendar)
                 ? step.leaf
                 : nullptr;
    case ClockOperation::kStops:
      workflow::StopClock(clocks, step.clock, facts.today);
      return nullptr;
    case ClockOperation::kSuspends:
      workflow::SuspendClock(clocks, step.clock, facts.today,
                             workflow::ClockName(v1::CLOCK_KIND_OBJECTION_SUPPLEMENT));
      return nullptr;
    case ClockOperation::kResumes:
      workflow::ResumeClock(clocks, step.clock, facts.today, facts.calendar);
      return nullptr;
    case ClockOperation::kExpires:
      return nullptr;
  }
  return nullptr;
}

}  // namespace santong::objection
