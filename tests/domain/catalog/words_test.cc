#include "server/domain/catalog/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace santong::catalog {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Words(absl::string_view query) {
  auto words = SearchWords(query);
  EXPECT_TRUE(words.ok()) << words.status();
  return words.ok() ? *words : std::vector<std::string>();
}

std::string Shown(const std::vector<Piece>& pieces) {
  std::string shown;
  for (const Piece& piece : pieces) {
    shown += piece.match ? absl::StrCat("[", piece.text, "]") : piece.text;
  }
  return shown;
}

TEST(SearchWords, BlanksDivideWordsAndQuotationMarksHoldThemTogether) {
  EXPECT_THAT(Words("养老　服务 办法"), ElementsAre("养老", "服务", "办法"));
  EXPECT_THAT(Words("“GB/T 9704” 公文"), ElementsAre("gb/t9704", "公文"));
  EXPECT_THAT(Words("\"养老 服务"), ElementsAre("养老服务"));
  EXPECT_THAT(Words("养老 养老  "), ElementsAre("养老"));
  EXPECT_THAT(Words("〈办法〉 平政［2017］26号 ＧＢ"),
              ElementsAre("《办法》", "平政(2017)26号", "gb"));
  EXPECT_THAT(Words(" \"\" “” "), ElementsAre());
}

TEST(SearchWords, TooManyAreRefused) {
  std::string query;
  for (size_t i = 0; i <= kWordsMax; ++i) absl::StrAppend(&query, "词", i, " ");
  EXPECT_EQ(SearchWords(query).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(Highlight, ShowsTheWordsAsTheyArePrinted) {
  EXPECT_EQ(Shown(Highlight("关于印发《养老服务办法》的通知（２０１７）", {"《养老", "(2017)"})),
            "关于印发[《养老]服务办法》的通知[（２０１７）]");
  EXPECT_EQ(Shown(Highlight("甲乙丙丁", {"乙丙", "丙丁"})), "甲[乙丙丁]");
  EXPECT_EQ(Shown(Highlight("养老\n　　服务", {"老服"})), "养[老\n　　服]务");
  EXPECT_TRUE(Highlight("甲乙", {"丙"}).empty());
}

TEST(Excerpt, ShowsTheSurroundingsOfTheFirstPlace) {
  std::string text;
  for (int i = 0; i < 30000; ++i) text += "前…";
  text += "第一条\r\n补贴标准";
  for (int i = 0; i < 30000; ++i) text += "后";
  const std::string shown = Shown(Excerpt(text, {"补贴", "无此"}, 30));
  EXPECT_THAT(shown, ::testing::HasSubstr("第一条 [补贴]标准后"));
  EXPECT_LT(shown.size(), 200u);
  EXPECT_EQ(Shown(Excerpt("补贴", {"补贴"}, 30)), "[补贴]");
  EXPECT_TRUE(Excerpt("甲乙", {"丙"}, 30).empty());
}

}  // namespace
}  // namespace santong::catalog
