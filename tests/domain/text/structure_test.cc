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
