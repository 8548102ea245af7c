#include "server/domain/text/structure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace santong::text {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Anchors(absl::string_view text) {
  std::vector<std::string> anchors;
  for (const Part& part : PartsOf(text)) anchors.push_back(part.anchor);
  return anchors;
}

TEST(Structure, KnowsEveryLevel) {
  EXPECT_THAT(
      Anchors(
          "平安区办法\n第一编 总编\n第一章　总则\n第一节 目的\n第一条　为了某事，制定本办法。\n"
          "第二条　下列事项：\n（一）甲：\n1.子一；\n2．子二；\n（二）乙。\n"
          "第二章 附则\n第三条 本办法自公布之日起施行。\n有效期五年。\n附件1：\n表格\n附件2\n表格"),
      ElementsAre("preamble", "book-1", "chapter-1", "chapter-1.section-1", "art-1", "art-2",
                  "art-2.item-1", "art-2.item-1.sub-1", "art-2.item-1.sub-2", "art-2.item-2",
                  "chapter-2", "art-3", "art-3.para-2", "annex-1", "annex-2"));
}

TEST(Structure, ALongBodyWithoutLineBreaksHasItsArticles) {
  EXPECT_THAT(
      Anchors("办法第一条 目的。第二条 依照本办法第一条执行。第九条规定的事项除外。第三条 施行。"),
      ElementsAre("preamble", "art-1", "art-2", "art-3"));
  EXPECT_THAT(Anchors("第一条 目的。第二条 依照第一条执行。第九条规定的除外。第三条 施行。"),
              ElementsAre("art-1", "art-2", "art-3"));
}

// Excerpts of real texts: 失业保险金申领发放办法, 劳动争议调解仲裁法,
// 河北省省级科技计划专项经费管理办法. Once none of their articles was found, or none behind the
// first heading.
TEST(Structure, WithoutLineBreaksAndBlanksArticlesAreToldByHeadingsAndByTheNextOne) {
  EXPECT_THAT(
      Anchors(
          "（第二次修订)"
          "第一章总则第一条为保证失业人员及时获得失业保险金，制定本办法。第二条参加失业"
          "保险的，适用本办法。第二章失业保险金申领第三条失业人员符合《条例》第十四条规定条件的，"
          "可以申领。第四条依照第五条执行。第五条施行。"),
      ElementsAre("preamble", "chapter-1", "art-1", "art-2", "chapter-2", "art-3", "art-4",
                  "art-5"));
  EXPECT_THAT(
      Anchors("目录第一章　总则第二章　调解第三章　仲裁第一章　总则第一条为了公正，制定本法。"
              "第二条适用本法。第二章　调解第三条发生争议的，可以申请调解。第三章　仲裁第一节"
              "一般规定第四条设立委员会。"),
      ElementsAre("preamble", "chapter-1", "art-1", "art-2", "chapter-2", "art-3", "chapter-3",
                  "chapter-3.section-1", "art-4"));
  EXPECT_THAT(
      Anchors("暂行办法第一条为了维护权益，制定本办法。第二条适用：（一）甲；（二）乙；第三条报告"
              "的主要内容。第四条施行。"),
      ElementsAre("preamble", "art-1", "art-2", "art-3", "art-4"));
  EXPECT_THAT(Anchors("《条例》第一条规定了目的。按照第一章总则第一条的规定办理。"),
              ElementsAre("preamble"));
}

// Two papers in one text, as 河北省山区创业奖励办法 and its rules are.
TEST(Structure, ASecondTextWithoutLineBreaksBeginsAtOneAgain) {
  EXPECT_THAT(
      Anchors("甲办法第一章总则第一条 甲。第二条 乙。细则第一章总则第一条丙。第二条 丁。"),
      ElementsAre("preamble", "chapter-1", "art-1", "art-2", "chapter-1_2", "art-1_2", "art-2_2"));
}

// 环境行政处罚办法 and 48 more of the corpus came from pages so. Once they had no article.
TEST(Structure, BlanksAsPagesOfTheWebHaveThemAreBlanks) {
  const std::string text =
      "&emsp;&emsp;第一条&emsp;为规范实施，制定本办法。\n&emsp;&emsp;第二条&emsp;下列情形：\n"
      "&emsp;&emsp;（一）甲；\n\u00A0\u2003第三条\u00A0\u00A0丙。\n";
  EXPECT_THAT(Anchors(text), ElementsAre("art-1", "art-2", "art-2.item-1", "art-3"));
  EXPECT_EQ(WithoutMarks("&emsp;&emsp;第一条"), "第一条");
  EXPECT_EQ(WithoutMarks("##　第一章"), "第一章");
  EXPECT_EQ(WithoutMarks("#号"), "#号");
}

// 文物保护法 names the decisions that amended it, one of them with a line break in its title.
TEST(Structure, AMentionBrokenAcrossLinesIsNoArticle) {
  EXPECT_THAT(
      Anchors("《关于修改<文物保护法>第三十条\n\n第三十一条的决定》第一次修正\n\n第一条 甲。\n"),
      ElementsAre("preamble", "art-1"));
}

TEST(Structure, NumbersInAnyWriting) {
  EXPECT_THAT(Anchors("第１条 甲。\n第二条 乙。\n第二条之一 丙。\n第一百零三条 丁。"),
              ElementsAre("art-1", "art-2", "art-2-1", "art-103"));
}

// Most chapters of the corpus stand so. Once each was the last 款 of the article above.
TEST(Structure, MarksOfMarkdownBeforeAHeadingAreOfItsLabel) {
  const std::string text =
      "# 某办法\n\n## 第一章　总则\n\n第一条 甲。\n\n### 第一节 乙\n\n第二条 丙。\n\n## "
      "附件1\n表\n";
  EXPECT_THAT(Anchors(text), ElementsAre("preamble", "chapter-1", "art-1", "chapter-1.section-1",
                                         "art-2", "annex-1"));
  const Part chapter = PartsOf(text)[1];
  EXPECT_EQ(text.substr(chapter.begin, chapter.label_end - chapter.begin), "## 第一章");
}

TEST(Structure, ATextWithoutPartsIsOnePreamble) {
  EXPECT_THAT(Anchors("关于某事的通知\n请遵照执行。"), ElementsAre("preamble"));
  EXPECT_THAT(Anchors(""), ElementsAre("preamble"));
}

// Once each place looked for both marks up to the text's end: minutes for what a text may be, which
// the time limit of every test (SantongTargets.cmake) ends.
TEST(Structure, ALongTextWithOneMarkOnlyIsReadOnce) {
  for (const char* piece : {"甲\n", "甲。"}) {
    std::string text;
    for (int i = 0; i < 500'000; ++i) text += piece;
    EXPECT_THAT(Anchors(text), ElementsAre("preamble"));
  }
}

// Once each mention looked through all blanks behind its sentence for the next article: minutes,
// too.
TEST(Structure, BlanksBehindASentenceOfManyMentionsAreReadOnce) {
  std::string text = "总则";
  for (int i = 0; i < 40'000; ++i) text += "及第一条";
  absl::StrAppend(&text, "。", std::string(500'000, ' '), "完");
  EXPECT_THAT(Anchors(text), ElementsAre("preamble"));
}

TEST(Structure, ThePartsCoverTheTextAndHaveAnchorsOfTheirOwn) {
  std::string text = "题\n";
  for (int i = 0; i < 3; ++i) {
    absl::StrAppend(&text, "第一章 总则\n第一条 甲。\n\n（一）乙；\n（一）丙。\n第二条 丁。附件\n",
                    i, "\n附件\n");
  }
  size_t end = 0;
  std::set<std::string> anchors;
  for (const Part& part : PartsOf(text)) {
    EXPECT_EQ(part.begin, end);
    EXPECT_LE(part.begin, part.label_end);
    EXPECT_LE(part.label_end, part.end);
    EXPECT_TRUE(anchors.insert(part.anchor).second) << part.anchor;
    end = part.end;
  }
  EXPECT_EQ(end, text.size());
}

}  // namespace
}  // namespace santong::text
