#include "server/domain/calendar/calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/domain/calendar/public_calendar.h"
#include "tests/support/csv.h"

namespace santong::calendar {
namespace {

using absl::CivilDay;
using santong::testing::Day;
using santong::testing::PublicCalendar;
using santong::testing::ReadPublicCsv;
using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(WorkingDays, DueDaysAreThoseOnWhichThreeCalendarsAgree) {
  for (const auto& row : ReadPublicCsv("workday_vectors.csv")) {
    const Calendar::Result result = PublicCalendar().AddWorkingDays(Day(row[0]), std::stoi(row[1]));
    EXPECT_EQ(result.day, Day(row[2])) << row[0] << " + " << row[1] << ", " << row[3];
    EXPECT_EQ(result.provisional, result.day > CivilDay(2026, 12, 31)) << row[0] << " + " << row[1];
  }
}

TEST(WorkingDays, EveryYearHasAsManyAsPublished) {
  for (const auto& row : ReadPublicCsv("working_days_by_year.csv")) {
    const int year = std::stoi(row[0]);
    int working = 0;
    int off_weekdays = 0;
    int worked_weekend_days = 0;
    for (CivilDay day(year, 1, 1); day.year() == year; ++day) {
      const absl::Weekday weekday = absl::GetWeekday(day);
      const bool weekend = weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
      const bool works = PublicCalendar().IsWorkingDay(day);
      working += works;
      off_weekdays += !weekend && !works;
      worked_weekend_days += weekend && works;
    }
    EXPECT_EQ(working, std::stoi(row[1])) << year;
    EXPECT_EQ(off_weekdays, std::stoi(row[2])) << year;
    EXPECT_EQ(worked_weekend_days, std::stoi(row[3])) << year;
  }
}

TEST(WorkingDays, AgreesWithChineseDaysForwardBackwardAndOnTheDay) {
  for (const auto& row : ReadPublicCsv("vectors/workday_cases_from_chinese_days.csv")) {
    EXPECT_EQ(PublicCalendar().AddWorkingDays(Day(row[1]), std::stoi(row[0])).day, Day(row[2]))
        << row[3];
  }
}

TEST(WorkingDays, FirstDayIsNotCounted) {
  EXPECT_EQ(PublicCalendar().AddWorkingDays(Day("2024-05-06"), 1).day, Day("2024-05-07"));
}

TEST(WorkingDays, BackwardUndoesForwardFromAWorkingDay) {
  for (CivilDay day(2020, 1, 1); day < CivilDay(2026, 1, 1); day += 11) {
    const CivilDay start = PublicCalendar().AddWorkingDays(day, 0).day;
    const CivilDay due = PublicCalendar().AddWorkingDays(start, 15).day;
    EXPECT_EQ(PublicCalendar().AddWorkingDays(due, -15).day, start);
  }
}

TEST(CalendarDays, LastDayOnAHolidayMovesOnlyWithRollForward) {
  EXPECT_EQ(PublicCalendar().AddCalendarDays(Day("2026-09-16"), 15, true).day, Day("2026-10-08"));
  EXPECT_EQ(PublicCalendar().AddCalendarDays(Day("2026-09-16"), 15, false).day, Day("2026-10-01"));
}

TEST(Provisional, PastTheLastAnnouncedYear) {
  const Calendar& calendar = PublicCalendar();
  EXPECT_FALSE(calendar.AddWorkingDays(Day("2026-12-30"), 1).provisional);
  EXPECT_TRUE(calendar.AddWorkingDays(Day("2026-12-31"), 1).provisional);
  EXPECT_TRUE(calendar.AddWorkingDays(Day("2026-12-20"), 30).provisional);
  EXPECT_FALSE(calendar.AddCalendarDays(Day("2026-12-16"), 15, true).provisional);
  EXPECT_TRUE(calendar.AddCalendarDays(Day("2026-12-17"), 15, true).provisional);
  EXPECT_TRUE(calendar.AddWorkingDays(Day("2006-06-01"), 1).provisional);  // before the first
  EXPECT_FALSE(calendar.IsAnnounced(Day("2027-01-01")));
}

TEST(Provisional, CalendarDaysWithoutRollRestOnNoArrangement) {
  EXPECT_FALSE(PublicCalendar().AddCalendarDays(Day("2026-12-17"), 15, false).provisional);
}

TEST(Provisional, NextAnnouncementMayMoveTheDay) {
  const Calendar unannounced;
  EXPECT_EQ(unannounced.AddWorkingDays(Day("2025-09-30"), 1).day, Day("2025-10-01"));
  EXPECT_TRUE(unannounced.AddWorkingDays(Day("2025-09-30"), 1).provisional);
  EXPECT_EQ(PublicCalendar().AddWorkingDays(Day("2025-09-30"), 1).day, Day("2025-10-09"));
}

TEST(Create, RefusalNamesEveryFault) {
  const auto calendar = Calendar::Create({{CivilDay(2026, 1, 1), "元旦", true},
                                          {CivilDay(2026, 1, 1), "元旦", false},
                                          {CivilDay(2026, 5, 1), "劳动节", true},
                                          {CivilDay(2026, 5, 1), "劳动节", true},
                                          {CivilDay(1700, 1, 1), "", true}},
                                         {2026, 3000});
  EXPECT_EQ(calendar.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(calendar.status().message(), AllOf(HasSubstr("2026-01-01 is both off and worked"),
                                                 HasSubstr("1700-01-01"), HasSubstr("3000")));
  EXPECT_THAT(calendar.status().message(), ::testing::Not(HasSubstr("2026-05-01")));
}

TEST(Create, RefusesMoreDaysThanItsLimit) {
  const std::vector<DayOverride> days(Calendar::kOverridesMax + 1,
                                      {CivilDay(2026, 1, 1), "元旦", true});
  EXPECT_EQ(Calendar::Create(days, {}).status().code(), absl::StatusCode::kInvalidArgument);
}

// CreateCalendar takes 200 days of each year from 1949 to 2199; the hundred-and-first was INTERNAL.
TEST(Create, TakesEveryYearThatMayBeLoaded) {
  std::vector<DayOverride> days;
  for (int year = 1949; year <= 2199; ++year) {
    for (int i = 0; i < 200; ++i) days.push_back({CivilDay(year, 1, 1) + i, "", true});
  }
  EXPECT_TRUE(Calendar::Create(days, {}).ok());
}

TEST(Calendar, CopiesShareWhatTheyHold) {
  const Calendar copy = PublicCalendar();
  EXPECT_EQ(copy.Find(Day("2026-10-01")), PublicCalendar().Find(Day("2026-10-01")));
  EXPECT_EQ(copy.Find(Day("2026-10-01"))->name, "国庆节");
  EXPECT_EQ(copy.Find(Day("2026-10-12")), nullptr);
}

}  // namespace
}  // namespace santong::calendar
