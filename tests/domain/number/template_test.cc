#include "server/domain/number/template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace santong::number {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

Template Must(const std::string& text) { return Template::Parse(text).value(); }

TEST(Parse, RefusalNamesTheCharacterAndTheMend) {
  struct Case {
    const char* text;
    const char* character;
    const char* mend;
  };
  const Case cases[] = {
      {"", "character 1", "{year} is missing"},
      {"规〔{year}〕号", "character 11", "{serial} is missing"},
      {"{serial}号", "character 10", "{year} is missing"},
      {"规〔{year}〕{year}{serial}", "character 10", "stands twice"},
      {"{serial}-{year}-{serial}", "character 17", "stands twice"},
      {"平{place}〔{year}〕{serial}", "character 2", "{prefix}, {organ}, {year}, {serial}"},
      {"{Year}-{serial}", "character 1", "unknown part {Year}"},
      {"{}{year}-{serial}", "character 1", "unknown part {}"},
      {"{year-{serial}", "character 1", "close the part"},
      {"{year}-{serial", "character 8", "close the part"},
      {"{year}}-{serial}", "character 7", "without {"},
      {"{year}-{serial:0}", "character 8", "from 1 to 9"},
      {"{year}-{serial:10}", "character 8", "from 1 to 9"},
      {"{year}-{serial:}", "character 8", "from 1 to 9"},
      {"{year}-{serial:x}", "character 8", "from 1 to 9"},
      {"{year:4}-{serial}", "character 1", "write {year}"},
      {"{year}-{organ}{serial}", "character 15", "{serial:4}"},
      {"{serial}{organ}-{year}", "character 1", "{serial:4}"},
      {"{organ}{year}{serial}", "character 14", "{serial:4}"},
      {"{organ}01{serial}-{year}", "character 10", "{serial:4}"},
      {"{prefix}{organ}-{year}-{serial}", "character 9", "bracket or dash"},
      {"{prefix}规{organ}-{year}-{serial}", "character 10", "bracket or dash"},
      {"{prefix} {organ}-{year}-{serial}", "character 10", "bracket or dash"},
      {"{prefix}-{year}-{serial}\u0301", "character 25", "accent"},
  };
  for (const Case& c : cases) {
    const absl::StatusOr<Template> form = Template::Parse(c.text);
    ASSERT_EQ(form.status().code(), absl::StatusCode::kInvalidArgument) << c.text;
    EXPECT_THAT(std::string(form.status().message()),
                AllOf(HasSubstr(c.character), HasSubstr(c.mend)))
        << c.text;
  }
  EXPECT_FALSE(Template::Parse("{year}-{serial}\n").ok());
  EXPECT_FALSE(Template::Parse("{year}-{serial}\xFF").ok());
  EXPECT_FALSE(Template::Parse("{year}-{serial}" + std::string(100, '-')).ok());
}

struct Written {
  const char* form;
  Values values;
  const char* number;
};

// Forms of domain.md 4.1 and numbers really issued under them, where marked V there.
const Written kWritten[] = {
    {"{prefix}—{year}—{serial}", {"HFGS", "", 2017, 9}, "HFGS—2017—9"},
    {"{prefix}-{year}-{serial}", {"HFGS", "", 2022, 7}, "HFGS-2022-7"},
    {"{organ}{year}{serial:4}", {"", "HP01", 2021, 19}, "HP0120210019"},
    {"{organ}{year}{serial:4}", {"", "ZC02", 2020, 6}, "ZC0220200006"},
    {"杨管规〔{year}〕{serial:3}", {"", "", 2012, 1}, "杨管规〔2012〕001"},
    {"{prefix}规〔{year}〕{serial}号", {"穗府", "", 2017, 6}, "穗府规〔2017〕6号"},
    {"{prefix}规〔{year}〕{serial:3}号", {"平", "", 2026, 1000}, "平规〔2026〕1000号"},
    {"{prefix}-{year}-{organ}{serial:4}", {"SDPR", "022", 2018, 1}, "SDPR-2018-0220001"},
    {"{prefix}规〔{year}〕{serial:3}-{organ}", {"市", "人社", 2018, 12}, "市规〔2018〕012-人社"},
    {"第{serial}号（{year}年）", {"", "", 2026, 3}, "第3号（2026年）"},
    {"{year}{serial:5}", {"", "", 2026, 42}, "202600042"},
};

TEST(Format, WritesNumbersAsIssued) {
  for (const Written& w : kWritten) {
    EXPECT_TRUE(Must(w.form).Check(w.values).ok()) << w.number;
    EXPECT_EQ(Must(w.form).Format(w.values), w.number);
  }
}

TEST(ParseStrict, ReadsBackWhatFormatWrote) {
  for (const Written& w : kWritten) {
    const absl::StatusOr<Values> values = Must(w.form).ParseStrict(w.number);
    ASSERT_TRUE(values.ok()) << values.status();
    EXPECT_EQ(*values, w.values) << w.number;
  }
}

TEST(ParseStrict, RefusesEveryOtherSpelling) {
  const Template form = Must("{prefix}规〔{year}〕{serial:3}号");
  for (const char* other : {"平规〔2026〕1号", "平规〔2026〕0001号", "平规[2026]001号",
                            "平规〔2026〕001", " 平规〔2026〕001号", "平规〔2026〕第001号",
                            "规〔2026〕001号", "平规〔2026〕000号", "平规〔0026〕001号", "",
                            "平规〔2026〕001号号", "平-规〔2026〕001号", "平规〔2026〕９９９号"}) {
    EXPECT_EQ(form.ParseStrict(other).status().code(), absl::StatusCode::kInvalidArgument) << other;
  }
  EXPECT_FALSE(form.ParseStrict(std::string(1 << 20, '1')).ok());
}

TEST(ParseLenient, ReadsWhatPeopleType) {
  struct Typed {
    const char* form;
    Values values;
    std::vector<const char*> spellings;
  };
  const Typed cases[] = {
      {"{prefix}规〔{year}〕{serial:3}号",
       {"平", "", 2026, 7},
       {"平规〔2026〕007号", "平规〔2026〕7号", "平规[2026]7号", "平规［2026］007",
        "平规【2026】第7号", "平规（2026〕7", "平规 〔2026〕 7 号", "平规２０２６－７",
        "平规-2026-7", "平规 2026 7", "平规2026/0007号", "（平规〔2026〕7号）",
        "《平规〔2026〕7号》", "平规2026年7号", "平规〔2026〕7號"}},
      {"{prefix}—{year}—{serial}",
       {"HFGS", "", 2017, 9},
       {"HFGS—2017—9", "HFGS-2017-9", "HFGS－2017－09", "HFGS——2017——9", "HFGS 2017-9",
        "HFGS〔2017〕9号", "HFGS - 2017 - 第9号"}},
      {"{organ}{year}{serial:4}",
       {"", "HP01", 2021, 19},
       {"HP0120210019", "HP01 2021 0019", "HP01-2021-19", "ＨＰ０１２０２１００１９",
        "HP01〔2021〕0019"}},
      {"{prefix}令第{serial}号（{year}年）",
       {"平", "", 2026, 3},
       {"平令第3号（2026年）", "平令3号(2026年)", "平令第3 [2026]", "平令 第 003 号 2026"}},
  };
  for (const Typed& typed : cases) {
    for (const char* spelling : typed.spellings) {
      const absl::StatusOr<Values> values = Must(typed.form).ParseLenient(spelling);
      ASSERT_TRUE(values.ok()) << spelling << ": " << values.status();
      EXPECT_EQ(*values, typed.values) << spelling;
    }
  }
}

TEST(ParseLenient, KeepsTheCaseThatWasTyped) {
  const Values values = Must("{prefix}—{year}—{serial}").ParseLenient("hfgs-2017-9").value();
  EXPECT_EQ(values.prefix, "hfgs");
  EXPECT_EQ(FoldNumber(Must("{prefix}—{year}—{serial}").Format(values)), FoldNumber("HFGS—2017—9"));
}

TEST(ParseLenient, RefusesWhatIsAnotherNumber) {
  const Template form = Must("{prefix}规〔{year}〕{serial:3}号");
  for (const char* other :
       {"", "平", "平规〔2026〕", "平政〔2026〕7号", "平规〔26〕7号", "平规〔20261〕7号",
        "平规〔2026〕0号", "平规〔2026〕7号之一", "平规〔2026〕1234567890号", "\xFF"}) {
    EXPECT_EQ(form.ParseLenient(other).status().code(), absl::StatusCode::kInvalidArgument)
        << other;
  }
}

TEST(Check, SaysWhenTheSeriesIsFull) {
  const Template exact = Must("{organ}{year}{serial:4}");
  EXPECT_TRUE(exact.Check({"", "HP01", 2021, 9999}).ok());
  const absl::Status full = exact.Check({"", "HP01", 2021, 10000});
  EXPECT_EQ(full.code(), absl::StatusCode::kOutOfRange);
  EXPECT_THAT(std::string(full.message()), HasSubstr("series is full"));
  EXPECT_TRUE(Must("{prefix}—{year}—{serial:4}").Check({"HFGS", "", 2021, 10000}).ok());
}

TEST(Check, NamesEveryFaultAndLooksOnlyAtTheTemplatesParts) {
  const Template form = Must("{prefix}—{year}—{serial}");
  const absl::Status faults = form.Check({"", "", 26, 0});
  EXPECT_EQ(faults.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(faults.message()),
              AllOf(HasSubstr("year 26"), HasSubstr("prefix"), HasSubstr("serial 0")));
  EXPECT_FALSE(form.Check({"A-B", "", 2026, 1}).ok());
  EXPECT_FALSE(form.Check({std::string(51, 'A'), "", 2026, 1}).ok());
  EXPECT_FALSE(form.Check({"A", "", 2026, kSerialMax + 1}).ok());
  EXPECT_TRUE(form.Check({"HFGS", "anything (at) all", 2026, 1}).ok());
}

TEST(Template, KeepsItsText) { EXPECT_EQ(Must("{year}-{serial}").text(), "{year}-{serial}"); }

}  // namespace
}  // namespace santong::number
