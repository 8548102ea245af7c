#include "server/intake/printed_lines.h"

#include <utility>

#include "gtest/gtest.h"

namespace santong::intake {
namespace {

// A line of full-width characters of width 10 from column `column`.
PrintedWords At(double column, double row, const std::string& text) {
  const double left = 50 + 10 * column;
  return {left, 20 * row, left + 10 * static_cast<double>(text.size() / 3), 20 * row + 12, text};
}

TEST(PrintedLines, AFullLineGoesOnAtTheMarginAndAnIndentBegins) {
  EXPECT_EQ(JoinPages({{At(2, 1, "第一条为了规范养犬"), At(0, 2, "行为制定本办法"),
                        At(2, 3, "第二条本办法由公安"), At(0, 4, "局负责解释")}}),
            "第一条为了规范养犬行为制定本办法\n第二条本办法由公安局负责解释\n");
}

TEST(PrintedLines, AShortLineEndsItsParagraph) {
  EXPECT_EQ(JoinPages({{At(0, 1, "一二三四五六七八九十"), At(0, 2, "短行"), At(0, 3, "另一段"),
                        At(0, 4, "一二三四五六七八九十")}}),
            "一二三四五六七八九十短行\n另一段\n一二三四五六七八九十\n");
}

TEST(PrintedLines, APageGoesOnWithoutItsNumber) {
  EXPECT_EQ(JoinPages({{At(0, 1, "一二三四五六七八九十"), At(9, 2, "—"), {150, 40, 155, 52, "1"}},
                       {At(0, 1, "续行")}}),
            "一二三四五六七八九十续行\n");
}

TEST(PrintedLines, ColumnsStayApartAndLinesStandInTheirOrder) {
  EXPECT_EQ(JoinPages({{At(8, 2, "元"), At(0, 2, "金额"), At(0, 1, "项目"), At(8, 1, "单位")}}),
            "项目\t单位\n金额\t元\n");
}

TEST(PrintedLines, NothingGoesOnFromARowOfColumns) {
  EXPECT_EQ(JoinPages({{At(0, 1, "项目"), At(8, 1, "单位"), At(0, 2, "说明如下")}}),
            "项目\t单位\n说明如下\n");
}

TEST(PrintedLines, WordsOfOtherAlphabetsStayApart) {
  EXPECT_EQ(JoinPages({{{0, 20, 30, 32, "café"}, {33, 20, 63, 32, "Özen"}}}), "café Özen\n");
}

// Whatever pdftotext prints of a hostile PDF: what is not a number cannot be sorted by.
TEST(PrintedLines, APlaceIsANumberOfBoundedSize) {
  const std::pair<const char*, double> numbers[] = {{"12.5", 12.5}, {"-3", -3},      {"", 7},
                                                    {"x", 7},       {"nan", 7},      {"-nan", 7},
                                                    {"inf", 1e6},   {"-1e400", -1e6}};
  for (const auto& [text, number] : numbers) EXPECT_EQ(NumberOr(text, 7), number) << text;
}

TEST(PrintedLines, ABlankOfAFullCharacterStays) {
  EXPECT_EQ(JoinPages({{At(2, 1, "第一条"), At(6, 1, "为了")}}), "第一条　为了\n");
  EXPECT_EQ(JoinPages({}), "");
}

}  // namespace
}  // namespace santong::intake
