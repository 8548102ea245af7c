// What was confirmed (核定) after a clock had started: the mark 待核定 is the clock's of its day,
// and whether it still stands is asked when the clock is shown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "server/domain/calendar/calendar.h"
#include "server/domain/policy/policy.h"
#include "server/domain/workflow/clocks.h"

namespace santong::workflow {

// What the clocks of a resource are counted by, as it stands today.
struct Grounds {
  const policy::PolicyBook& policies;
  const calendar::Calendar& national;
  std::string place{};                        // whose policy and days off: jurisdictions/{code}
  std::optional<absl::CivilDay> last_day{};   // from which a clock may count back
  std::optional<absl::CivilDay> first_day{};  // of the term that the clock of its end counts
  int64_t term_years = 0;                     // of that term
};

// Whether a clock bears the mark and asks something still: it runs, stands in a pause or ran out.
// One that stopped keeps the mark that it had.
bool BearsOpenMark(const Clocks& clocks);

// Takes the mark off such clocks where nothing is left that nobody has confirmed: the leaf of the
// clock's day, as the clock counts it; the rule of ends that a term was counted by; the days off of
// the place that the due day rests on, as they are when it starts or by its due day. A leaf that
// says something else today than the clock counts is another rule, and its confirmation is none of
// the clock's. The due day stays as it is.
void DropConfirmedMarks(const Grounds& grounds, Clocks& clocks);

}  // namespace santong::workflow
