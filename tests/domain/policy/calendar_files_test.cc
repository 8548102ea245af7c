// The calendars that are shipped: each file one year, and working days counted with them agree with
// known answers.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "santong/v1/calendar.pb.h"
#include "server/domain/calendar/calendar.h"
#include "server/domain/text/chinese_date.h"
#include "tests/domain/policy/data_files.h"
#include "tests/support/csv.h"

namespace santong::policy {
namespace {

constexpr char kFolder[] = "deploy/calendars";

calendar::Calendar ShippedCalendar() {
  std::vector<calendar::DayOverride> days;
  std::vector<int> years;
  for (const auto& [file, year] : ReadDataFiles<v1::Calendar>(kFolder)) {
    years.push_back(year.year());
    for (const v1::CalendarDay& day : year.days()) {
      days.push_back({*text::ParseIsoDay(day.date()), day.title(), day.off()});
    }
  }
  auto created = calendar::Calendar::Create(days, years);
  EXPECT_TRUE(created.ok()) << created.status();
  return *created;
}

TEST(CalendarFiles, EachFileIsOneYearWithItsSourceAndItsDaysInOrder) {
  for (const auto& [file, year] : ReadDataFiles<v1::Calendar>(kFolder)) {
    SCOPED_TRACE(file);
    EXPECT_EQ(file, absl::StrCat(year.year(), ".textproto"));
    EXPECT_THAT(year.source(), ::testing::HasSubstr(absl::StrCat(year.year())));
    std::string before;
    for (const v1::CalendarDay& day : year.days()) {
      const auto parsed = text::ParseIsoDay(day.date());
      ASSERT_TRUE(parsed.ok()) << day.date();
      EXPECT_EQ(parsed->year(), year.year());
      EXPECT_LT(before, day.date());
      before = day.date();
      // A day that is worked is a Saturday or Sunday, or it would differ from nothing.
      const absl::Weekday weekday = absl::GetWeekday(*parsed);
      const bool weekend = weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
      EXPECT_TRUE(day.off() || weekend) << day.date();
    }
  }
}

TEST(CalendarFiles, EveryYearFrom2007To2026IsThere) {
  const calendar::Calendar calendar = ShippedCalendar();
  for (int year = 2007; year <= 2026; ++year) {
    EXPECT_TRUE(calendar.IsAnnounced(absl::CivilDay(year, 6, 1))) << year;
  }
  EXPECT_FALSE(calendar.IsAnnounced(absl::CivilDay(2027, 1, 1)));
}

// Domain report 3.16.
TEST(CalendarFiles, KnownDueDays) {
  const calendar::Calendar calendar = ShippedCalendar();
  using absl::CivilDay;
  EXPECT_EQ(calendar.AddWorkingDays(CivilDay(2026, 9, 21), 20).day, CivilDay(2026, 10, 26));
  EXPECT_EQ(calendar.AddWorkingDays(CivilDay(2026, 2, 9), 15).day, CivilDay(2026, 3, 6));
  EXPECT_EQ(calendar.AddWorkingDays(CivilDay(2017, 4, 11), 20).day, CivilDay(2017, 5, 10));
  EXPECT_EQ(calendar.AddCalendarDays(CivilDay(2026, 9, 16), 15, true).day, CivilDay(2026, 10, 8));
  EXPECT_EQ(calendar.AddCalendarDays(CivilDay(2026, 9, 25), 15, true).day, CivilDay(2026, 10, 10));
  EXPECT_EQ(calendar.AddCalendarDays(CivilDay(2026, 2, 1), 15, true).day, CivilDay(2026, 2, 24));
}

TEST(CalendarFiles, AllVectorsAgree) {
  const calendar::Calendar calendar = ShippedCalendar();
  for (const auto& row : santong::testing::ReadPublicCsv("workday_vectors.csv")) {
    int count = 0;
    ASSERT_TRUE(absl::SimpleAtoi(row[1], &count)) << row[0];
    const absl::CivilDay due_day = calendar.AddWorkingDays(*text::ParseIsoDay(row[0]), count).day;
    EXPECT_EQ(text::FormatIsoDay(due_day), row[2]) << row[0] << " + " << count;
  }
}

// Every day of the State Council's arrangements is off or worked as they say.
TEST(CalendarFiles, EveryAnnouncedDayIsAsAnnounced) {
  const calendar::Calendar calendar = ShippedCalendar();
  for (const auto& row : santong::testing::ReadPublicCsv("holidays.csv")) {
    const absl::CivilDay day = *text::ParseIsoDay(row[0]);
    if (day.year() < 2007) continue;
    const absl::CivilDay next = calendar.AddWorkingDays(day - 1, 1).day;
    EXPECT_EQ(next == day, row[2] == "false") << row[0] << " " << row[1];
  }
}

}  // namespace
}  // namespace santong::policy
