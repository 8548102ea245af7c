#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "server/domain/text/normalize.h"

namespace santong::text {
namespace {

TEST(FoldForMatch, SpellingsOfOneTextGiveOneKey) {
  const std::vector<std::vector<std::string>> same = {
      // Brackets, widths and blanks of data/README.md.
      {"冀政〔2014〕118号", "冀政[2014]118号", "冀政［２０１４］118号", "冀政﹝2014﹞118号",
       "冀政【2014】118号", "冀政（2014）118号", "冀政(2014)118号", "冀政（2014〕118号",
       "冀政 〔2014〕 118 号", "冀政〔2014〕　118号"},
      {"《办法》（试行）", "〈办法〉(试行)", "«办法»（试行）", "<办法>[试行]"},
      {"“放管服”改革", "\"放管服\"改革", "「放管服」改革", "‘放管服’改革", "＂放管服＂改革"},
      {"HFGS—2017—9", "HFGS-2017-9", "hfgs－2017－9", "HFGS——2017——9", "HFGS – 2017 ― 9",
       "ＨＦＧＳ─2017─9"},
      {"二〇一一年", "二○一一年", "二◯一一年", "二O一一年", "二Ｏ一一年"},
      {"二OO六年", "二〇〇六年", "二○○六年", "二ＯＯ六年"},
      {"海东市·平安区", "海东市•平安区", "海东市・平安区"},
      {"关于ﬁ的", "关于fi的"},      // NFKC
      {"é", "e\u0301", "E\u0301"},  // canonical equivalence and case
      {"平安\u200B区", "平安\uFEFF区", "平\u00AD安区", "平安\n区", "平安区"},
      {"⽂件", "文件"},  // Kangxi radical, as some PDF fonts give
      {"（一）", "㈠"},
  };
  for (const std::vector<std::string>& spellings : same) {
    for (const std::string& spelling : spellings) {
      EXPECT_EQ(FoldForMatch(spelling), FoldForMatch(spellings.front())) << spelling;
    }
  }
}

TEST(FoldForMatch, DifferentTextsKeepDifferentKeys) {
  const std::pair<const char*, const char*> different[] = {
      {"平政〔2017〕26号", "平政〔2017〕27号"},
      {"平政〔2017〕26号", "平政办〔2017〕26号"},
      {"一", "-"},
      {"HP01-1", "HPO1-1"},
      {"《办法》", "（办法）"},
      {"通知、公告", "通知公告"},
      {"关于2017的", "关于2O17的"},
  };
  for (const auto& [a, b] : different)
    EXPECT_NE(FoldForMatch(a), FoldForMatch(b)) << a << " / " << b;
}

TEST(FoldForMatch, ReadsBytesThatAreNotUtf8WithoutFailing) {
  EXPECT_EQ(FoldForMatch("a\xFF z"), "a\uFFFDz");
  EXPECT_EQ(FoldForMatch("\xE4\xBD"), "\uFFFD");
  // Found by normalize_fuzz: without the soft hyphen between them the two broken bytes were a
  // letter.
  EXPECT_EQ(FoldForMatch("\xD8\u00AD\x94"), "\uFFFD\uFFFD");
}

// Runs of Chinese characters are copied as they stand; what is beside them and half of one is not.
TEST(FoldForMatch, RunsOfChineseCharactersEndWhereTheyEnd) {
  const std::string edges =
      "\u4DFF\u4E00\u9FFF\uA000";  // the ends of the block and their neighbours
  EXPECT_EQ(FoldForMatch(edges), edges);
  EXPECT_EQ(FoldForMatch(" 一丁\u9FFF Ａ 丁"), "一丁\u9FFFa丁");
  EXPECT_EQ(FoldForMatch("文字—－字"), "文字-字");
  EXPECT_EQ(FoldForMatch("文二o六O字o"), "文二〇六〇字o");
  EXPECT_EQ(FoldForMatch("文\xE5\xAD文\xE5"), "文\uFFFD文\uFFFD");
  EXPECT_EQ(FoldForMatch("\xE4\xB7字"), "\uFFFD字");
}

TEST(FoldWidths, KeepsTheCaseOfLetters) {
  EXPECT_EQ(FoldWidths("ＨＦgs — 2017"), "HFgs-2017");
  EXPECT_EQ(FoldForMatch("ＨＦgs — 2017"), "hfgs-2017");
}

// Random strings over an alphabet of all that the folder treats specially; fixed seed.
TEST(FoldForMatch, FoldingTwiceIsFoldingOnce) {
  const std::vector<std::string> alphabet = {
      "平",     "二",     "o",      "O",      "Ｏ",     "〇",     "○",  "(",      "〔",    "﹝",
      "【",     "）",     "《",     "<",      ">",      "-",      "—",  "－",     "─",     " ",
      "　",     "\u00A0", "\u200B", "\u0301", "\u0338", "e",      "E",  "é",      "ß",     "İ",
      "ﬁ",      "①",      "㈠",     "ﷺ",      "…",      "\u00A8", "0",  "９",     "Ａ",    "号",
      "\u1100", "\u1161", "가",     "\xFF",   "\u30FC", "\uFF70", "か", "\u3099", "\u00AF"};
  std::mt19937 random(20170411);
  for (int round = 0; round < 20'000; ++round) {
    std::string s;
    for (size_t i = random() % 12; i > 0; --i) s += alphabet[random() % alphabet.size()];
    const std::string folded = FoldForMatch(s);
    ASSERT_EQ(FoldForMatch(folded), folded) << s;
    const std::string widths = FoldWidths(s);
    ASSERT_EQ(FoldWidths(widths), widths) << s;
    ASSERT_TRUE(CodePoints(folded) == 0 || folded.find(' ') == std::string::npos) << s;
  }
}

}  // namespace
}  // namespace santong::text
