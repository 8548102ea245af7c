#include "server/domain/text/chinese_numeral.h"

#include <gtest/gtest.h>

namespace santong::text {
namespace {

TEST(ChineseNumeral, ReadsWhatIsSpelledOutOrGivenDigitByDigit) {
  const std::pair<const char*, int64_t> cases[] = {
      {"一", 1},           {"九", 9},           {"十", 10},         {"十二", 12},
      {"二十", 20},        {"二十三", 23},      {"三十八", 38},     {"七十一", 71},
      {"八十", 80},        {"一百", 100},       {"一百零五", 105},  {"一百〇五", 105},
      {"一百一十二", 112}, {"三百九十六", 396}, {"一千零一", 1001}, {"九千九百九十九", 9999},
      {"二〇一七", 2017},  {"一二", 12},        {"零八", 8},
  };
  for (const auto& [text, value] : cases) EXPECT_EQ(ChineseNumeral(text), value) << text;
}

TEST(ChineseNumeral, RefusesWhatNobodySpells) {
  for (const char* text : {"", "十十", "二百十", "百", "一十百", "a", "12", "二十三号", "一〇十",
                           "\xE4\xBA", "一二三四五六七八九一"}) {
    EXPECT_EQ(ChineseNumeral(text), std::nullopt) << text;
  }
}

TEST(ChineseNumeralPrefix, StopsAtTheFirstOtherCharacter) {
  EXPECT_EQ(ChineseNumeralPrefix("二十三号"), 9u);
  EXPECT_EQ(ChineseNumeralPrefix("号"), 0u);
  EXPECT_EQ(ChineseNumeralPrefix("二\xE5"), 3u);
}

}  // namespace
}  // namespace santong::text
