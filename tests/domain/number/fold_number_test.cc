#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

#include "server/domain/number/document_number.h"
#include "tests/support/csv.h"

namespace santong::number {
namespace {

TEST(FoldNumber, SpellingsOfOneNumberGiveOneKey) {
  const std::vector<std::vector<std::string>> same = {
      {"平政〔2017〕26号", "平政[2017]26号", "平政［2017］26号", "平政﹝2017﹞26号",
       "平政【2017】26号", "平政（2017）26号", "平政(2017〕26号", "平政 〔2017〕 26 号",
       "平政〔２０１７〕２６号", "平政〔2017〕第26号", "平政〔2017〕26", "平政〔2017〕第26",
       "平政〔2017〕026号", "（平政〔2017〕26号）", "平政〔2017〕26號"},
      {"国务院令第250号", "国务院令250号", "国务院令 第250 号", "国务院令第二百五十号"},
      {"主席令第八十号", "主席令八十号", "主席令第80号", "主席令第八十"},
      {"HFGS—2017—9", "HFGS-2017-9", "hfgs–2017–9", "HFGS－2017－009"},
      {"（87）国科发综字0810号", "[87]国科发综字810号", "〔1987〕国科发综字第0810号"},
      {"〔2019〕第4号", "[2019]4号", "（2019）第4号"},
      {"HP0120210019", "HP0120210019号", "ＨＰ０１２０２１００１９"},
  };
  for (const std::vector<std::string>& spellings : same) {
    for (const std::string& spelling : spellings) {
      EXPECT_EQ(FoldNumber(spelling), FoldNumber(spellings.front())) << spelling;
    }
  }
}

TEST(FoldNumber, DifferentNumbersKeepDifferentKeys) {
  const std::pair<const char*, const char*> different[] = {
      {"平政〔2017〕26号", "平政〔2017〕62号"},
      {"平政〔2017〕26号", "平政〔2016〕26号"},
      {"平政〔2017〕26号", "平政办〔2017〕26号"},
      {"平政〔2017〕2号", "平政〔2017〕20号"},
      {"平政〔201〕726号", "平政〔2017〕26号"},
      {"HP0120210019", "HP1202119"},
      {"HFGS-2017-9", "HFGS-2017-90"},
      {"国科发四字366号", "国科发四字三号"},
      {"国科发二字81号", "国科发四字81号"},
      {"平政〔2017〕26号", "平政〔2017〕26号之一"},
  };
  for (const auto& [a, b] : different) EXPECT_NE(FoldNumber(a), FoldNumber(b)) << a << " / " << b;
}

TEST(FoldNumber, NumbersCitedInTheCorpusMeetOnlyWhenTheySayTheSame) {
  std::map<std::string, DocumentNumber> by_key;
  for (const auto& row : santong::testing::ReadPublicCsv("docnumbers_cited.csv")) {
    const DocumentNumber number = ParseDocumentNumber(row[0]).value();
    const auto [other, is_new] = by_key.emplace(number.folded, number);
    if (is_new) continue;
    EXPECT_EQ(other->second.prefix, number.prefix) << row[0];
    EXPECT_EQ(other->second.year, number.year) << row[0];
    EXPECT_EQ(other->second.serial, number.serial) << row[0];
  }
}

// Random strings over what the folder treats specially; fixed seed.
TEST(FoldNumber, FoldingTwiceIsFoldingOnce) {
  const std::vector<std::string> alphabet = {
      "平", "第", "号", "號", "字", "〔", "(", "）", "]", "-",    "—",      "0",   "1",
      "７", "二", "十", "百", "〇", "O",  "A", "年", " ", "(87)", "第二号", "\xFF"};
  std::mt19937 random(26);
  for (int round = 0; round < 50'000; ++round) {
    std::string s;
    for (size_t i = random() % 12; i > 0; --i) s += alphabet[random() % alphabet.size()];
    const std::string key = FoldNumber(s);
    ASSERT_EQ(FoldNumber(key), key) << s;
  }
}

TEST(FoldNumber, ALongTextIsFoldedAsText) {
  EXPECT_EQ(FoldNumber(std::string(1 << 20, '(')), std::string(1 << 20, '('));
}

}  // namespace
}  // namespace santong::number
