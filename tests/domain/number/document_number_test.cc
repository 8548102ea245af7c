#include "server/domain/number/document_number.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_split.h"
#include "tests/support/csv.h"

namespace santong::number {
namespace {

using santong::testing::ReadPublicCsv;
using ::testing::HasSubstr;

struct Expected {
  const char* raw;
  const char* prefix;
  std::optional<int> year;
  int64_t serial;
  const char* suffix;
};

TEST(ParseDocumentNumber, ReadsTheShapesReallyMet) {
  const std::optional<int> none;
  const Expected cases[] = {
      {"平政〔2017〕26号", "平政", 2017, 26, ""},
      {"国办发[2018]20号", "国办发", 2018, 20, ""},
      {"人薪发［1995］32号", "人薪发", 1995, 32, ""},
      {"冀发﹝2015﹞14号", "冀发", 2015, 14, ""},
      {"冀政发【2015】33号", "冀政发", 2015, 33, ""},
      {"冀政字（2020）23号", "冀政字", 2020, 23, ""},
      {"（2024〕4号", "", 2024, 4, ""},
      {"[2008 ]第1号", "", 2008, 1, ""},
      {"　〔2008〕第18号", "", 2008, 18, ""},
      {"环发〔2007〕78 号", "环发", 2007, 78, ""},
      {"国科发政字〔2000〕063号", "国科发政字", 2000, 63, ""},
      {"（87）国科发综字0810号", "国科发综字", 1987, 810, ""},
      {"[93]国科发财字476号", "国科发财字", 1993, 476, ""},
      {"〔94〕财税字第089号", "财税字", 1994, 89, ""},
      {"［1992］国科发改字第545号", "国科发改字", 1992, 545, ""},
      {"财农字第345号", "财农字", none, 345, ""},
      {"国务院令250号", "国务院令", none, 250, ""},
      {"中华人民共和国国务院令第656号", "中华人民共和国国务院令", none, 656, ""},
      {"河北省人民政府令〔2013〕第13号", "河北省人民政府令", 2013, 13, ""},
      {"国家知识产权局令第二十三号", "国家知识产权局令", none, 23, ""},
      {"中华人民共和国主席令八十号", "中华人民共和国主席令", none, 80, ""},
      {"中华人民共和国主席令2023年第九号", "中华人民共和国主席令", 2023, 9, ""},
      {"浙江省第十一届人民代表大会常务委员会公告第49号", "浙江省第十一届人民代表大会常务委员会公告",
       none, 49, ""},
      {"科技部863计划联合办公室国科高联字[2000]007号", "科技部863计划联合办公室国科高联字", 2000, 7,
       ""},
      {"沪建建材联〔2022〕545号", "沪建建材联", 2022, 545, ""},
      {"国发〔2001〕明电12号", "国发明电", 2001, 12, ""},
      {"鲁府第〔2020〕1号", "鲁府第", 2020, 1, ""},
      {"HFGS—2017—9", "HFGS", 2017, 9, ""},
      {"HFGS-2022-7", "HFGS", 2022, 7, ""},
      {"SDPR-2018-0220001", "SDPR", 2018, 220001, ""},
      {"市规〔2018〕012-人社003", "市规", 2018, 12, "-人社003"},
      {"（国发〔2016〕76号）", "国发", 2016, 76, ""},
      {"国发2016〕76号", "国发", 2016, 76, ""},
      {"国发〔2016-76号", "国发", 2016, 76, ""},
      {"國發〔2016〕76號", "國發", 2016, 76, ""},
      {"冀财教〔2004〕24号之一", "冀财教", 2004, 24, "之一"},
  };
  for (const Expected& c : cases) {
    const absl::StatusOr<DocumentNumber> number = ParseDocumentNumber(c.raw);
    ASSERT_TRUE(number.ok()) << c.raw << ": " << number.status();
    EXPECT_EQ(number->raw, c.raw);
    EXPECT_EQ(number->prefix, c.prefix) << c.raw;
    EXPECT_EQ(number->year, c.year) << c.raw;
    EXPECT_EQ(number->serial, c.serial) << c.raw;
    EXPECT_EQ(number->suffix, c.suffix) << c.raw;
    EXPECT_EQ(number->folded, FoldNumber(c.raw)) << c.raw;
  }
}

TEST(ParseDocumentNumber, RefusalGivesTheReason) {
  const std::pair<std::string, const char*> cases[] = {
      {"", "leave the field out"},
      {"　", "leave the field out"},
      {"无", "no serial"},
      {"平政", "no serial"},
      {"平政〔2017〕号", "no serial"},  // left blank for the registry to fill
      {"平政〔2017〕×号", "no serial"},
      {"发文文号", "no serial"},
      {"ZC0220200006", "no serial"},  // opaque without its template
      {"平政〔20177〕26号", "year 20177"},
      {"平政〔3017〕26号", "year 3017"},
      {"平政〔217〕26号", "year 217"},
      {"平政〔2017〕0号", "serial 0"},
      {"平政〔2017〕99999999999号", "serial 99999999999"},
      {"平政〔2017〕99999999999999999999号", "serial"},
      {"令第十十号", "serial 十十"},
      {"000014349/2019-00007", "索引号"},
      {"003129766/201901-00336", "索引号"},
      {"平政〔2017〕26号\n", "line break"},
      {"平政〔2017〕\xB0\xB2号", "not UTF-8"},
      {std::string(101, 'A'), "maximum: 100"},
  };
  for (const auto& [raw, reason] : cases) {
    const absl::StatusOr<DocumentNumber> number = ParseDocumentNumber(raw);
    ASSERT_EQ(number.status().code(), absl::StatusCode::kInvalidArgument) << raw;
    EXPECT_THAT(std::string(number.status().message()), HasSubstr(reason)) << raw;
  }
}

// Signature of data/docnumber_formats.csv → whether a year is written.
bool HasYear(const std::string& signature) {
  return signature.find("YY") != std::string::npos || signature.find(" Y ") != std::string::npos;
}

TEST(ParseDocumentNumber, ReadsEveryExampleOfEveryFormatInTheCorpus) {
  for (const auto& row : ReadPublicCsv("docnumber_formats.csv")) {
    for (const auto& example : absl::StrSplit(row[2], " | ")) {
      const absl::StatusOr<DocumentNumber> number = ParseDocumentNumber(example);
      ASSERT_TRUE(number.ok()) << example << ": " << number.status();
      // "字-form YY" are found without the year that stands before them: 国科发综字0810号.
      if (row[0] == "字-form YY") continue;
      EXPECT_EQ(number->year.has_value(), HasYear(row[0])) << example;
    }
  }
}

TEST(ParseDocumentNumber, ReadsEveryNumberCitedInTheCorpus) {
  for (const auto& row : ReadPublicCsv("docnumbers_cited.csv")) {
    for (const std::string& cited : {row[0], row[2]}) {
      const absl::StatusOr<DocumentNumber> number = ParseDocumentNumber(cited);
      ASSERT_TRUE(number.ok()) << cited << ": " << number.status();
      EXPECT_TRUE(number->year.has_value()) << cited;
      EXPECT_EQ(number->suffix, "") << cited;
      // "raw_match" differs from "number" in what stands before the prefix only.
      EXPECT_EQ(number->serial, ParseDocumentNumber(row[0])->serial) << cited;
    }
  }
}

}  // namespace
}  // namespace santong::number
