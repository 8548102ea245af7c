// Starts, stops, suspends and resumes a document's clocks. A clock copies the period of its day: a
// later policy does not touch it, a later calendar does.
#pragma once

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "santong/v1/document.pb.h"
#include "server/domain/calendar/calendar.h"
#include "server/domain/document/document_facts.h"
#include "server/domain/policy/policy.h"
#include "server/domain/workflow/workflow.h"

namespace santong::document {

// Starts a clock by the period under `leaf`, counted from `start`, which is itself not counted.
// Starts nothing when the policy sets no such period. False then.
bool StartClock(v1::Document& document, v1::ClockKind kind, const char* leaf, absl::CivilDay start,
                const policy::PolicyView& policy, const calendar::Calendar& calendar);

// Starts a clock whose due day is a day of the document and is not counted.
void StartClockUntil(v1::Document& document, v1::ClockKind kind, absl::CivilDay start,
                     absl::CivilDay due);

// Starts the evaluation clock, which counts back from the last valid day (eval.lead_days). False as
// StartClock.
bool StartEvaluationClock(v1::Document& document, absl::CivilDay start,
                          absl::CivilDay last_valid_day, const policy::PolicyView& policy,
                          const calendar::Calendar& calendar);

// What the clocks of `kind` that run or are suspended waited for was done on `day`; UNSPECIFIED
// means every clock. One that is past its due day stays overdue for ever.
void StopClock(v1::Document& document, v1::ClockKind kind, absl::CivilDay day);

// The running clocks of `kind` do not count from `day` on.
void SuspendClock(v1::Document& document, v1::ClockKind kind, absl::CivilDay day,
                  absl::string_view reason);

// The suspended clocks of `kind` count again: `day`, on which that happened, is the last day not
// counted. Their due days move.
void ResumeClock(v1::Document& document, v1::ClockKind kind, absl::CivilDay day,
                 const calendar::Calendar& calendar);

// The running clocks of `kind` ran out and what follows is done, on `day`. A duty becomes overdue;
// the days on which a document takes effect or lapses are no duty.
void ExpireClock(v1::Document& document, v1::ClockKind kind, absl::CivilDay day);

// Whether a running clock of `kind` is past its due day on `today`.
bool HasRunOut(const v1::Clock& clock, absl::CivilDay today);
const v1::Clock* FindRunOut(const v1::Document& document, v1::ClockKind kind, absl::CivilDay today);

// Carries out one step of a row on `change.document`, after the row's effects. Returns the leaf
// that gave the period, or null.
const char* ApplyClockStep(const Facts& facts, const workflow::ClockStep& step, Change& change);

}  // namespace santong::document
