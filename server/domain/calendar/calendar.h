// Working days by the State Council's yearly holiday arrangement
// (国务院办公厅关于部分节假日安排的通知).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"

namespace santong::calendar {

// A day that the arrangement takes out of the ordinary week, or confirms.
struct DayOverride {
  absl::CivilDay day;
  std::string name;  // the festival, e.g. 国庆节
  bool is_off_day;   // false: a weekend day that is worked (调休)
  // Off in this place alone, by a policy that nobody has confirmed (待核定).
  bool is_unconfirmed = false;
};

// An immutable value: cheap to copy, safe from any thread. A default one has no holidays and no
// announced year. 2015, 2019 and 2020 were rearranged in mid-year, so there are versions of it,
// each a value.
class Calendar {
 public:
  Calendar();

  // INVALID_ARGUMENT, naming every such day, when a day is both off and worked, and for a year
  // outside 1900 to 2199 or more than kOverridesMax rows. The same row twice is one row.
  static absl::StatusOr<Calendar> Create(std::vector<DayOverride> overrides,
                                         std::vector<int> announced_years);

  // The same calendar with these days off too, whatever it says of them; `name` is the festival.
  // `unconfirmed`: nobody has confirmed them, which marks those that were worked without it.
  Calendar WithDaysOff(absl::Span<const absl::CivilDay> days, absl::string_view name,
                       bool unconfirmed) const;

  // Without an override, Monday to Friday.
  bool IsWorkingDay(absl::CivilDay day) const;

  // Whether the arrangement of the day's year is known.
  bool IsAnnounced(absl::CivilDay day) const;

  // Whether the day would be worked, were it not for days off that nobody has confirmed.
  bool IsUnconfirmed(absl::CivilDay day) const;

  // The override of the day, or null. Lives as long as this calendar or a copy of it.
  const DayOverride* Find(absl::CivilDay day) const;

  struct Result {
    absl::CivilDay day;
    bool provisional;          // a day on which the answer rests lies in a year not yet announced
    bool unconfirmed = false;  // it would be another without days off that nobody has confirmed
  };

  // The n-th working day after `start`, which is not counted (行政复议法 art. 88; 民法典 art. 201).
  // n = 0: `start` or the next working day. n < 0 counts back. Takes time in proportion to n.
  Result AddWorkingDays(absl::CivilDay start, int n) const;

  // The n-th day after `start`; with `roll_forward` a last day that is no working day moves to the
  // next working day (民法典 art. 203). Without it the answer rests on no arrangement and is never
  // provisional.
  Result AddCalendarDays(absl::CivilDay start, int n, bool roll_forward) const;

  // The 251 years that may be loaded, with 200 days each (santong.v1.Calendar), and some.
  static constexpr size_t kOverridesMax = 60'000;

 private:
  struct Days;
  explicit Calendar(std::shared_ptr<const Days> days) : days_(std::move(days)) {}

  std::shared_ptr<const Days> days_;
};

}  // namespace santong::calendar
