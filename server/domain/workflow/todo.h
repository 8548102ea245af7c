// What a clock asks of people, in words.
#pragma once

#include "absl/time/civil_time.h"
#include "santong/v1/deadline.pb.h"

namespace santong::workflow {

// Who of the two sides of a process a clock asks.
enum class Side {
  kBoth,    // the other side sees it too
  kOffice,  // the office that works on it
  kIssuer,  // the organ that answers
};

// What is to be done before the clock runs out, in Chinese; null for what comes by itself
// (施行、失效).
const char* TodoOf(v1::ClockKind kind);
// Whom it asks; kBoth where nothing is to be done.
Side SideOf(v1::ClockKind kind);
// Whether it asks something of people and its day is past: what a task and a list call overdue. A
// suspended clock is not.
bool IsOverdue(const v1::Clock& clock, absl::CivilDay today);

}  // namespace santong::workflow
