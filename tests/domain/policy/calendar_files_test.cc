// The calendars that are shipped: each file one year, and working days counted with them agree with
// known answers.
#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "santong/v1/calendar.pb.h"
#include "server/domain/calendar/calendar.h"
#include "server/domain/text/chinese_date.h"
#include "tests/domain/policy/data_files.h"

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
    EXPECT_THAT(year.source(), testing::HasSubstr(absl::StrCat(year.year())));
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
  std::ifstream file("tests/testdata/public/workday_vectors.csv");
  ASSERT_TRUE(file);
  const calendar::Calendar calendar = ShippedCalendar();
  std::string line;
  std::getline(file, line);  // the header
  int rows = 0;
  while (std::getline(file, line)) {
    const std::vector<std::string> cells = absl::StrSplit(line, ',');
    int count = 0;
    ASSERT_GE(cells.size(), 3) << line;
    ASSERT_TRUE(absl::SimpleAtoi(cells[1], &count)) << line;
    const absl::CivilDay due_day = calendar.AddWorkingDays(*text::ParseIsoDay(cells[0]), count).day;
    EXPECT_EQ(text::FormatIsoDay(due_day), cells[2]) << line;
    ++rows;
  }
  EXPECT_GT(rows, 0);
}

}  // namespace
}  // namespace santong::policy
