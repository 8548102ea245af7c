// Resident identity numbers and mobile numbers. The numbers are made up: right check digits,
// nobody's.
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/domain/screening/screen.h"

namespace santong::screening {
namespace {

constexpr char kResidentId[] = "11010519491231002X";  // the example of GB 11643-1999

std::vector<std::string> PassagesIn(const std::string& text) {
  std::vector<std::string> passages;
  for (const v1::Finding& finding : FindPersonalData(text)) {
    EXPECT_EQ(text.substr(finding.offset_bytes(), finding.length_bytes()), finding.passage());
    passages.push_back(finding.passage());
  }
  return passages;
}

TEST(PersonalData, TableOfWhatIsFoundAndWhatIsNot) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> cases = {
      {"", {}},
      {"联系人张某，电话13900000000。", {"13900000000"}},
      {"13900000000", {"13900000000"}},
      {"+8613900000000", {"13900000000"}},
      {std::string("身份证号") + kResidentId, {kResidentId}},
      {"身份证号11010519491231002x。", {"11010519491231002x"}},
      {std::string("13900000000、") + kResidentId + "、13900000001",
       {"13900000000", kResidentId, "13900000001"}},
      {"身份证号110105194912310021", {}},                  // wrong check digit
      {"邮编810600，电话0972-8613000", {}},                // a landline
      {"12900000000", {}},                                 // no such network
      {"139000000001", {}},                                // twelve digits
      {"设备编号1A900000000。", {}},                       // a code, not a number
      {"统一社会信用代码11630203015043A13900000000", {}},  // part of a longer code
      {"2026年1月1日共390000000元", {}},
  };
  for (const auto& [text, passages] : cases) EXPECT_EQ(PassagesIn(text), passages) << text;
}

// A number is found wherever it stands: the search looks at one of every eleven bytes.
TEST(PersonalData, FoundAtEveryOffset) {
  for (size_t before = 0; before < 40; ++before) {
    for (size_t after = 0; after < 25; ++after) {
      const std::string text = std::string(before, ' ') + "13900000000" + std::string(after, ' ');
      ASSERT_EQ(PassagesIn(text).size(), 1) << before << " " << after;
    }
    const std::string two = std::string(before, ' ') + "13900000000 13900000001";
    ASSERT_EQ(PassagesIn(two).size(), 2) << before;
  }
}

// Import calls it on every document. The bound is a hundred times what is measured, so that a slow
// machine passes and a quadratic search does not.
TEST(PersonalData, LongTextsTakeTimeInProportion) {
  std::string text;
  while (text.size() < 15 * 1000) text += "第一条　为了加强管理，根据有关规定，制定本办法。";
  std::string digits(1000 * 1000, '1');
  const absl::Time start = absl::Now();
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(FindPersonalData(text).empty());
  EXPECT_TRUE(FindPersonalData(digits).empty());
  const absl::Duration taken = absl::Now() - start;
  RecordProperty("microseconds_a_text", absl::ToInt64Microseconds(taken / 100));
  EXPECT_LT(taken, absl::Milliseconds(100 + 500));
}

}  // namespace
}  // namespace santong::screening
