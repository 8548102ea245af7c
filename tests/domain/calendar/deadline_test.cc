#include "server/domain/deadline/deadline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "tests/domain/calendar/public_calendar.h"
#include "tests/support/csv.h"

namespace santong::deadline {
namespace {

using absl::CivilDay;
using santong::testing::Day;
using santong::testing::PublicCalendar;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;

Computed Must(const std::string& start, const Rule& rule, const std::vector<Pause>& pauses = {}) {
  return Compute(Day(start), rule, pauses, PublicCalendar()).value();
}

std::vector<std::string> StepsOf(const std::string& start, const Rule& rule,
                                 const std::vector<Pause>& pauses = {}) {
  std::vector<std::string> steps;
  (void)Compute(Day(start), rule, pauses, PublicCalendar(), &steps).value();
  return steps;
}

constexpr Rule Working(int64_t limit) { return {limit, Unit::kWorkingDays, false}; }
constexpr Rule CalendarRolled(int64_t limit) { return {limit, Unit::kCalendarDays, true}; }

TEST(Compute, WorkedExamplesOfTheDomainReport) {
  struct Example {
    const char* start;
    Rule rule;
    const char* before_roll;
    const char* due;
  };
  const Example examples[] = {
      {"2026-09-16", CalendarRolled(15), "2026-10-01", "2026-10-08"},
      {"2026-09-25", CalendarRolled(15), "2026-10-10", "2026-10-10"},  // a Saturday that is worked
      {"2026-02-01", CalendarRolled(15), "2026-02-16", "2026-02-24"},
      {"2026-09-21", Working(20), "2026-10-26", "2026-10-26"},
      {"2026-02-09", Working(15), "2026-03-06", "2026-03-06"},
      {"2017-04-11", Working(20), "2017-05-10", "2017-05-10"},
  };
  for (const Example& example : examples) {
    const Computed computed = Must(example.start, example.rule);
    EXPECT_EQ(computed.due_day, Day(example.due)) << example.start;
    EXPECT_EQ(computed.due_day_before_roll, Day(example.before_roll)) << example.start;
    EXPECT_FALSE(computed.provisional) << example.start;
  }
}

TEST(Compute, AgreesWithThreeCalendarsWithoutPauses) {
  for (const auto& row : santong::testing::ReadPublicCsv("workday_vectors.csv")) {
    EXPECT_EQ(Must(row[0], Working(std::stoi(row[1]))).due_day, Day(row[2]))
        << row[0] << " + " << row[1];
  }
}

TEST(Compute, MonthsAndYearsEndOnTheSameDayOrTheMonthsLast) {
  struct Example {
    const char* start;
    Rule rule;
    const char* due;
  };
  const Example examples[] = {
      {"2026-01-15", {1, Unit::kMonths, false}, "2026-02-15"},
      {"2026-01-31", {1, Unit::kMonths, false}, "2026-02-28"},
      {"2024-01-31", {1, Unit::kMonths, false}, "2024-02-29"},
      {"2025-11-30", {3, Unit::kMonths, false}, "2026-02-28"},
      {"2024-02-29", {1, Unit::kYears, false}, "2025-02-28"},
      {"2024-02-29", {4, Unit::kYears, false}, "2028-02-29"},
      {"2026-04-01", {6, Unit::kMonths, true}, "2026-10-08"},  // 1 October rolls
      {"2021-06-30", {5, Unit::kYears, false}, "2026-06-30"},
  };
  for (const Example& example : examples) {
    EXPECT_EQ(Must(example.start, example.rule).due_day, Day(example.due)) << example.start;
  }
}

TEST(Pause, ItsDaysAreNotCounted) {
  // 2026-03-02 is a Monday; ten working days end on 03-16.
  ASSERT_EQ(Must("2026-03-02", Working(10)).due_day, Day("2026-03-16"));
  EXPECT_EQ(Must("2026-03-02", Working(10), {{Day("2026-03-05"), Day("2026-03-10")}}).due_day,
            Day("2026-03-19"));
  // In calendar days a weekend within the pause is not counted either.
  ASSERT_EQ(Must("2026-03-02", CalendarRolled(15)).due_day, Day("2026-03-17"));
  EXPECT_EQ(
      Must("2026-03-02", CalendarRolled(15), {{Day("2026-03-05"), Day("2026-03-10")}}).due_day,
      Day("2026-03-23"));  // 03-22 is a Sunday
  // A month grows by the paused days.
  EXPECT_EQ(Must("2026-03-02", {1, Unit::kMonths, false}, {{Day("2026-03-05"), Day("2026-03-10")}})
                .due_day,
            Day("2026-04-07"));
}

TEST(Pause, OverWeekendOnlyCostsNoWorkingDay) {
  EXPECT_EQ(Must("2026-03-02", Working(10), {{Day("2026-03-07"), Day("2026-03-09")}}).due_day,
            Day("2026-03-16"));
}

TEST(Pause, OverlappingTouchingEmptyAndUnorderedCountOnce) {
  const std::vector<Pause> one = {{Day("2026-03-05"), Day("2026-03-12")}};
  const std::vector<Pause> many = {{Day("2026-03-10"), Day("2026-03-12")},
                                   {Day("2026-03-05"), Day("2026-03-08")},
                                   {Day("2026-03-06"), Day("2026-03-10")},
                                   {Day("2026-03-06"), Day("2026-03-07")},
                                   {Day("2026-03-20"), Day("2026-03-20")}};
  EXPECT_EQ(Must("2026-03-02", Working(10), one).due_day, Day("2026-03-19") + 4);
  EXPECT_EQ(Must("2026-03-02", Working(10), many).due_day,
            Must("2026-03-02", Working(10), one).due_day);
}

TEST(Pause, BeforeTheStartOrAfterTheDueDayChangesNothing) {
  const CivilDay due = Must("2026-03-02", Working(10)).due_day;
  EXPECT_EQ(Must("2026-03-02", Working(10), {{Day("2026-02-01"), Day("2026-03-03")}}).due_day, due);
  EXPECT_EQ(Must("2026-03-02", Working(10), {{Day("2026-03-17"), std::nullopt}}).due_day, due);
}

TEST(Pause, WithoutEndBeforeTheDueDayLeavesNoDueDay) {
  const std::vector<Pause> open = {{Day("2026-03-05"), std::nullopt}};
  const auto computed = Compute(Day("2026-03-02"), Working(10), open, PublicCalendar());
  EXPECT_EQ(computed.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(computed.status().message(), HasSubstr("paused since 2026-03-05"));
}

TEST(Pause, BetweenTheLastDayAndTheRolledDayDelaysTheRoll) {
  // Without the pause: 2026-10-01, rolled to 10-08.
  EXPECT_EQ(
      Must("2026-09-16", CalendarRolled(15), {{Day("2026-10-08"), Day("2026-10-10")}}).due_day,
      Day("2026-10-10"));
}

// Random pauses, fixed seed: the limit is exactly the number of working days outside the pauses
// from the day after the start to the due day, and the due day is one of them.
TEST(Pause, ExactlyTheLimitIsCountedWhateverThePauses) {
  std::mt19937 random(48);
  for (int round = 0; round < 2'000; ++round) {
    const CivilDay start = CivilDay(2015, 1, 1) + static_cast<int>(random() % 3'500);
    const int limit = 1 + static_cast<int>(random() % 40);
    std::vector<Pause> pauses;
    for (size_t i = random() % 4; i > 0; --i) {
      const CivilDay from = start - 10 + static_cast<int>(random() % 60);
      pauses.push_back({from, from + static_cast<int>(random() % 20)});
    }
    const Computed computed = Compute(start, Working(limit), pauses, PublicCalendar()).value();
    int counted = 0;
    bool last_counts = false;
    for (CivilDay day = start + 1; day <= computed.due_day; ++day) {
      last_counts = PublicCalendar().IsWorkingDay(day);
      for (const Pause& pause : pauses)
        last_counts = last_counts && !(pause.from <= day && day < *pause.to);
      counted += last_counts;
    }
    ASSERT_EQ(counted, limit) << start;
    ASSERT_TRUE(last_counts) << start;
  }
}

TEST(Provisional, WhenADayOnWhichItRestsIsNotAnnounced) {
  EXPECT_FALSE(Must("2026-12-01", Working(20)).provisional);
  EXPECT_TRUE(Must("2026-12-20", Working(20)).provisional);
  EXPECT_TRUE(Must("2026-12-20", CalendarRolled(15)).provisional);
  EXPECT_FALSE(Must("2026-12-20", {15, Unit::kCalendarDays, false}).provisional);
  EXPECT_THAT(StepsOf("2026-12-20", Working(20)), Contains(HasSubstr("provisional")));
}

TEST(Steps, SayWhatWasCountedSkippedAndMoved) {
  EXPECT_THAT(
      StepsOf("2026-09-16", CalendarRolled(15), {{Day("2026-09-20"), Day("2026-09-22")}}),
      ::testing::ElementsAre("start 2026-09-16 is not counted",
                             "not counted: 2026-09-20 to 2026-09-21, 2 days of a pause",
                             "last of 15 calendar days: 2026-10-03",
                             "2026-10-03 is 国庆节; moved to the next working day 2026-10-08"));
  EXPECT_THAT(StepsOf("2026-09-28", Working(10)),
              AllOf(Contains("2026-10-01 (国庆节) is off by the arrangement"),
                    Contains("2026-10-10 (国庆节) is worked by the arrangement")));
}

TEST(Compute, RefusalNamesEveryFault) {
  const auto computed =
      Compute(CivilDay(1700, 1, 1), {0, Unit::kWorkingDays, false},
              std::vector<Pause>{{Day("2026-03-05"), Day("2026-03-04")}}, PublicCalendar());
  EXPECT_EQ(computed.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(computed.status().message(),
              AllOf(HasSubstr("1700-01-01"), HasSubstr("limit 0"), HasSubstr("ends before it")));
}

TEST(Compute, EveryUnitHasALimitThatHolds) {
  for (const Unit unit : {Unit::kWorkingDays, Unit::kCalendarDays, Unit::kMonths, Unit::kYears}) {
    EXPECT_TRUE(
        Compute(Day("2026-01-01"), {LimitMax(unit), unit, true}, {}, PublicCalendar()).ok());
    for (const int64_t limit :
         {LimitMax(unit) + 1, int64_t{0}, int64_t{-1}, INT64_MAX, INT64_MIN}) {
      EXPECT_FALSE(Compute(Day("2026-01-01"), {limit, unit, true}, {}, PublicCalendar()).ok())
          << limit;
    }
  }
  const std::vector<Pause> pauses(kPausesMax + 1, {Day("2026-01-01"), Day("2026-01-02")});
  EXPECT_FALSE(Compute(Day("2026-01-01"), Working(1), pauses, PublicCalendar()).ok());
}

TEST(LastValidDay, FollowsThePracticesMet) {
  struct Example {
    const char* start;
    int years;
    TermEndRule rule;
    const char* last;
  };
  const Example examples[] = {
      {"2020-06-05", 3, TermEndRule::kDayBefore, "2023-06-04"},  // 增城
      {"2022-01-01", 5, TermEndRule::kDayBefore, "2026-12-31"},  // 黄埔
      {"2019-01-23", 1, TermEndRule::kSameDay, "2020-01-23"},    // 太湖
      {"2024-02-29", 5, TermEndRule::kDayBefore, "2029-02-28"},
      {"2024-02-29", 5, TermEndRule::kSameDay, "2029-02-28"},
      {"2024-02-29", 4, TermEndRule::kDayBefore, "2028-02-28"},
      {"2024-02-29", 4, TermEndRule::kSameDay, "2028-02-29"},
      {"2024-03-01", 1, TermEndRule::kDayBefore, "2025-02-28"},
      // Before, 10000-12-31, which is before 2026 as text: the document lapsed when it was
      // published.
      {"9996-01-01", 5, TermEndRule::kDayBefore, "9999-12-31"},
      {"9996-01-01", 5, TermEndRule::kSameDay, "9999-12-31"},
  };
  for (const Example& example : examples) {
    EXPECT_EQ(LastValidDay(Day(example.start), example.years, example.rule), Day(example.last))
        << example.start;
  }
}

}  // namespace
}  // namespace santong::deadline
