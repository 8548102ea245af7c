#include "server/domain/text/chinese_date.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace santong::text {
namespace {

using absl::CivilDay;
using ::testing::HasSubstr;

TEST(ParsePrintedDay, ReadsDaysAsPrinted) {
  const std::pair<const char*, CivilDay> cases[] = {
      {"2017年4月11日", CivilDay(2017, 4, 11)},
      {"2017 年 4 月 11 日", CivilDay(2017, 4, 11)},
      {"２０１７年４月１１日", CivilDay(2017, 4, 11)},
      {"2017年04月01日", CivilDay(2017, 4, 1)},
      {"2017-04-11", CivilDay(2017, 4, 11)},
      {"2017-4-1", CivilDay(2017, 4, 1)},
      {"2017/4/11", CivilDay(2017, 4, 11)},
      {"2017.4.11", CivilDay(2017, 4, 11)},
      {"二〇一七年四月十一日", CivilDay(2017, 4, 11)},
      {"二○一一年十二月三十一日", CivilDay(2011, 12, 31)},
      {"二〇一一年一月一日", CivilDay(2011, 1, 1)},
      {"二OO六年十月二十日", CivilDay(2006, 10, 20)},
      {"二ＯＯ八年元月五日", CivilDay(2008, 1, 5)},
      {"二零零九年二月十日", CivilDay(2009, 2, 10)},
      {"一九八七年十月二十七日", CivilDay(1987, 10, 27)},
      {"2024年2月29日", CivilDay(2024, 2, 29)},
  };
  for (const auto& [printed, day] : cases) {
    const absl::StatusOr<CivilDay> parsed = ParsePrintedDay(printed);
    ASSERT_TRUE(parsed.ok()) << printed << ": " << parsed.status();
    EXPECT_EQ(*parsed, day) << printed;
  }
}

TEST(ParsePrintedDay, RefusalNamesTheMend) {
  const std::pair<const char*, const char*> cases[] = {
      {"1987年10年27日", "is it 1987年10月27日?"},  // misprinted in a real source
      {"2月30日", "2017年4月11日"},
      {"2026年2月30日", "2026-02 has 28 days"},
      {"2023年2月29日", "2023-02 has 28 days"},
      {"2017年13月1日", "there is no month 13"},
      {"2017年4月0日", "has 30 days"},
      {"87年10月27日", "four digits"},
      {"八七年十月二十七日", "four digits"},
      {"2017-04/11", "2017-04-11"},
      {"2017年四十月1日", "there is no month 40"},
      {"2017年4月十十日", "not a number"},
      {"2017年4月11日起", "2017年4月11日"},
      {"于2017年4月11日", "2017年4月11日"},
      {"2017年4月", "2017年4月11日"},
      {"", "2017-04-11"},
  };
  for (const auto& [printed, mend] : cases) {
    const absl::StatusOr<CivilDay> parsed = ParsePrintedDay(printed);
    ASSERT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument) << printed;
    EXPECT_THAT(parsed.status().message(), HasSubstr(mend)) << printed;
  }
  EXPECT_FALSE(ParsePrintedDay(std::string(1 << 20, '1')).ok());
}

TEST(ParseIsoDay, TakesExactlyOneForm) {
  EXPECT_EQ(*ParseIsoDay("2026-02-28"), CivilDay(2026, 2, 28));
  EXPECT_EQ(*ParseIsoDay("2024-02-29"), CivilDay(2024, 2, 29));
  for (const char* wrong : {"2026-02-30", "2026-13-01", "2026-00-01", "2026-01-00", "2026-1-1",
                            "26-01-01", "2026/01/01", " 2026-01-01", "2026-01-01 ", "+2026-01-01",
                            "20260101", "", "0999-01-01", "２026-01-01", "2026-01-01T00:00:00Z"}) {
    EXPECT_EQ(ParseIsoDay(wrong).status().code(), absl::StatusCode::kInvalidArgument) << wrong;
  }
}

TEST(FormatIsoDay, ReadsBackForEveryDayOfALongTime) {
  for (CivilDay day(1949, 10, 1); day < CivilDay(2100, 1, 1); ++day) {
    const absl::StatusOr<CivilDay> parsed = ParseIsoDay(FormatIsoDay(day));
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    ASSERT_EQ(*parsed, day);
  }
  EXPECT_EQ(FormatIsoDay(CivilDay(2017, 4, 1)), "2017-04-01");
}

}  // namespace
}  // namespace santong::text
