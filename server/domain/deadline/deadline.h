// A due day that explains itself: start, pauses, limit and roll. Times of day play no part: a legal
// day is a civil day in Asia/Shanghai.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "server/domain/calendar/calendar.h"

namespace santong::deadline {

enum class Unit {
  kWorkingDays,   // 工作日
  kCalendarDays,  // 日
  kMonths,        // 月, to the same day of the month or the month's last (民法典 art. 202)
  kYears,         // 年, likewise
};

struct Rule {
  int64_t limit = 0;  // from 1 to LimitMax(unit)
  Unit unit = Unit::kCalendarDays;
  bool roll_forward =
      false;  // a last day on a holiday moves to the next working day (民法典 art. 203)
};

// The largest limit of a rule in this unit: about a hundred years, ten for working days.
int64_t LimitMax(Unit unit);

// Days that are not counted (不计入期限), e.g. while a supplement is awaited.
struct Pause {
  absl::CivilDay from;               // the first day not counted
  std::optional<absl::CivilDay> to;  // the first day counted again; absent while the pause lasts
};

constexpr size_t kPausesMax = 1'000;

struct Computed {
  absl::CivilDay due_day;              // the last day on which the act is in time
  absl::CivilDay due_day_before_roll;  // the same, before it moved off a holiday
  bool provisional = false;            // rests on a day whose year has no announced arrangement yet
  // Rests on days off of the place that nobody has confirmed (待核定): the due day, and that before
  // the roll.
  bool unconfirmed = false;
  bool unconfirmed_before_roll = false;
};

// Counts `rule` from `start`, the day of the event, which is not counted itself (民法典 art. 201).
// Pauses may overlap and stand in any order; a month or year with pauses grows by the paused days
// within it. INVALID_ARGUMENT names every fault of the rule and the pauses. FAILED_PRECONDITION
// when a pause without end stands before the due day: there is no due day until it ends.
// `steps`, where given, gets how it was counted, one sentence each, in English: every act counts
// some periods, and nobody reads that.
absl::StatusOr<Computed> Compute(absl::CivilDay start, const Rule& rule,
                                 absl::Span<const Pause> pauses, const calendar::Calendar& calendar,
                                 std::vector<std::string>* steps = nullptr);

// How a term's last valid day (最后有效日) is counted; both are in use, so policy picks
// (domain.md 3.9).
enum class TermEndRule {
  kDayBefore,  // 2020-06-05, three years: 2023-06-04 (Guangzhou Zengcheng)
  kSameDay,    // 2019-01-23, one year: 2020-01-23 (Taihu; 民法典 art. 202)
};

// The last day on which a document of this term is valid. A term from 29 February ends on 28
// February of an ordinary year under both rules, and none behind 9999-12-31. `years` is from 1 to
// 100.
absl::CivilDay LastValidDay(absl::CivilDay start, int years, TermEndRule rule);

}  // namespace santong::deadline
