// The clocks of a resource: started, stopped, suspended, resumed, extended, run out. A clock copies
// the period of its day: a later policy does not touch it, a later calendar does. Its due day is
// always counted anew from its start, its rule, its pauses and the calendar.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "google/protobuf/repeated_field.h"
#include "santong/v1/deadline.pb.h"
#include "server/domain/calendar/calendar.h"
#include "server/domain/deadline/deadline.h"
#include "server/domain/policy/policy.h"

namespace santong::workflow {

using Clocks = google::protobuf::RepeatedPtrField<v1::Clock>;

// Starts a clock by the period under `leaf`, counted from `start`, which is itself not counted.
// Starts nothing when the policy sets no such period. False then.
bool StartClock(Clocks& clocks, v1::ClockKind kind, const char* leaf, absl::CivilDay start,
                const policy::PolicyView& policy, const calendar::Calendar& calendar);

// Starts a clock whose due day is given and is not counted.
void StartClockUntil(Clocks& clocks, v1::ClockKind kind, absl::CivilDay start, absl::CivilDay due);

// What the clocks of `kind` that run, are suspended or ran out waited for was done on `day`;
// UNSPECIFIED means every clock. One whose due day was past by then stays overdue for ever. One
// that ran out only because that was recorded later does not.
void StopClock(Clocks& clocks, v1::ClockKind kind, absl::CivilDay day);

// The running clocks of `kind` do not count from `day` on. One that had run out asks nothing more:
// what suspends it is its answer, late for ever.
void SuspendClock(Clocks& clocks, v1::ClockKind kind, absl::CivilDay day, absl::string_view reason);

// The suspended clocks of `kind` count again: `day`, on which that happened, is the last day not
// counted. Their due days move, and so does the start of one that had not begun to count. Where
// none is suspended, because it had run out before, a period counts from receipt of what is
// complete (domain.md 3.6): it starts anew by `leaf` from `day`, but not where `leaf` is null. True
// when it does.
bool ResumeClock(Clocks& clocks, v1::ClockKind kind, const char* leaf, absl::CivilDay day,
                 const policy::PolicyView& policy, const calendar::Calendar& calendar);

// The open clocks of `kind` limit an act that is not to be done any more, on `day`: they end
// without being late.
void CancelClock(Clocks& clocks, v1::ClockKind kind, absl::CivilDay day);

// The running clocks of `kind` ran out and what follows is done, on `day`. A duty becomes overdue;
// the days on which a document takes effect or lapses, and those of reminders, are no duty.
void ExpireClock(Clocks& clocks, v1::ClockKind kind, absl::CivilDay day);

// Whether a running clock is past its due day on `today`; the first of `kind` that is, or null.
bool HasRunOut(const v1::Clock& clock, absl::CivilDay today);
const v1::Clock* FindRunOut(const Clocks& clocks, v1::ClockKind kind, absl::CivilDay today);
// Whether FindRunOut finds one, asked by a rule: the leaf that gave the period decides that, and is
// noted.
bool HasRunOut(const Clocks& clocks, v1::ClockKind kind, absl::CivilDay today,
               const policy::PolicyView& policy);

// The running clocks that are past their due days on `today`, in the order of those days.
std::vector<const v1::Clock*> RunOut(const Clocks& clocks, absl::CivilDay today);

// Puts what FindRunOut finds before the office of the jurisdiction `to`, where there is one, and
// writes into `facts` of an event what ran out, when, and who sees to it.
void Escalate(Clocks& clocks, v1::ClockKind kind, absl::CivilDay today, const std::string& to,
              std::map<std::string, std::string>& facts);

// Whether a clock that ran out was put before that jurisdiction's office.
bool IsEscalatedTo(const Clocks& clocks, absl::string_view jurisdiction);

// The clocks as they stood on `day`: those that had started; what was not done yet runs, or stands
// in a pause.
void KeepUntil(absl::CivilDay day, Clocks* clocks);

// The parts, for clocks that a resource counts in its own way.

// Whether clocks of the kind count a period before a day that is set, and not after one on which
// something happened.
bool IsCountedBack(v1::ClockKind kind);
// The period that a clock counts, with its extension.
deadline::Rule RuleOf(const v1::Clock& clock);
// Counts the clock's own period anew. False, and the clock unchanged, when there is no due day.
bool Recount(v1::Clock& clock, const calendar::Calendar& calendar);
// Counts every running clock that has a period anew, e.g. under another calendar. What is counted
// back (有效期届满前评估, 催办) counts from `last_day`, and stays as it is without one. An
// extension follows the last day of what it extends, which moves with it though it was stopped.
// True when a due day moved, or is provisional no more or newly.
bool RecountRunning(Clocks& clocks, const calendar::Calendar& calendar,
                    std::optional<absl::CivilDay> last_day);
// The last day on which `rule` still fits in before `last`: the period counted back. A due day that
// is counted back is not rolled: on the next working day it would be too late.
calendar::Calendar::Result CountBack(absl::CivilDay last, const deadline::Rule& rule,
                                     const calendar::Calendar& calendar);
// Marks the clock, and notes calendar.overlay, where the counted day rests on days off of the place
// that nobody has confirmed.
void RestOnLocalDays(const calendar::Calendar::Result& counted, const policy::PolicyView& policy,
                     v1::Clock* clock);
// Writes into the clock where its period comes from.
void Cite(const char* leaf, const deadline::Rule& rule, const policy::PolicyView& policy,
          v1::Clock* clock);

}  // namespace santong::workflow
