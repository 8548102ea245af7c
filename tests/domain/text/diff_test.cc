#include "server/domain/text/diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <random>

#include "absl/strings/str_cat.h"
#include "server/domain/text/myers.h"

namespace santong::text {
namespace {

using ::testing::ElementsAre;

std::string Word(Change change) {
  const char* words[] = {"same", "changed", "added", "deleted", "moved"};
  return words[static_cast<int>(change)];
}

std::vector<std::string> Parts(const Difference& difference) {
  std::vector<std::string> parts;
  for (const DiffPart& part : difference.parts) {
    parts.push_back(absl::StrCat(Word(part.change), " ", part.from_anchor, ">", part.to_anchor));
  }
  return parts;
}

// The newer text out of the difference.
std::string Newer(const Difference& difference) {
  std::string text;
  for (const DiffPart& part : difference.parts) {
    for (const DiffSpan& span : part.spans) {
      if (span.change != Change::kDeleted) text += span.text;
    }
  }
  return text;
}

size_t OlderBytes(const Difference& difference) {
  size_t bytes = 0;
  for (const DiffPart& part : difference.parts) {
    for (const DiffSpan& span : part.spans) {
      if (span.change != Change::kAdded) bytes += span.text.size();
    }
  }
  return bytes;
}

TEST(Diff, ArticlesAreSameChangedAddedDeletedAndMoved) {
  const std::string from =
      "第一条 为了规范养老服务，制定本办法。\n第二条 补贴标准为每月一百元，由区民政局发放。\n"
      "第三条 违反规定的，责令改正。\n第四条 本办法由区民政局负责解释，自公布之日起施行。\n";
  const std::string to =
      "第一条 为了规范养老服务，制定本办法。\n第二条 本办法由区民政局负责解释，自公布之日起施行。\n"
      "第三条 补贴标准为每月二百元，由区民政局发放。\n第四条 老年人凭证免费乘坐公共汽车。\n";
  const Difference difference = Diff(from, to);
  EXPECT_THAT(Parts(difference),
              ElementsAre("same art-1>art-1", "deleted art-3>", "changed art-4>art-2",
                          "moved art-2>art-3", "added >art-4"));
  EXPECT_EQ(Newer(difference), to);
  EXPECT_EQ(OlderBytes(difference), from.size());
  const DiffPart& moved = difference.parts[3];
  std::string added, deleted;
  for (const DiffSpan& span : moved.spans) {
    if (span.change == Change::kAdded) added += span.text;
    if (span.change == Change::kDeleted) deleted += span.text;
  }
  EXPECT_EQ(added, "三二");
  EXPECT_EQ(deleted, "二一");
}

TEST(Diff, ARenumberedArticleIsNoNewArticle) {
  const Difference difference = Diff("第一条 甲甲甲。\n第二条 乙乙乙。\n第三条 丙丙丙。\n",
                                     "第一条 甲甲甲。\n第二条 丙丙丙。\n");
  EXPECT_THAT(Parts(difference),
              ElementsAre("same art-1>art-1", "deleted art-2>", "changed art-3>art-2"));
}

// An office is renamed, and every article names it.
std::string Renamed(int articles, const std::string& office) {
  std::string text;
  for (int i = 1; i <= articles; ++i) {
    absl::StrAppend(&text, "第", i, "条 ", office, "应当在第", i, "周内完成第", i * 7,
                    "项工作的自查并书面报告。\n");
  }
  return text;
}

TEST(Diff, WhatChangedWhereItStandsIsChangedHoweverMuchOfItThereIs) {
  for (const int articles : {60, 70, 250}) {
    const std::string to = Renamed(articles, "有关单位");
    const Difference difference = Diff(Renamed(articles, "行政主管部门"), to);
    ASSERT_EQ(difference.parts.size(), static_cast<size_t>(articles));
    for (const DiffPart& part : difference.parts) {
      EXPECT_EQ(Word(part.change), "changed") << part.to_anchor;
      EXPECT_EQ(part.from_anchor, part.to_anchor);
    }
    EXPECT_FALSE(difference.coarse);
    EXPECT_EQ(Newer(difference), to);
  }
  EXPECT_TRUE(Diff(Renamed(400, "行政主管部门"), Renamed(400, "有关单位")).coarse)
      << "shown as a whole, which is said";
}

TEST(Diff, TextsWithoutArticlesOrLineBreaksAreComparedSentenceBySentence) {
  std::string from, to;
  for (int i = 0; i < 300; ++i) {
    absl::StrAppend(&from, "第", i, "项工作由有关部门按照职责分工负责落实。");
    absl::StrAppend(&to, "第", i,
                    i == 150 ? "项工作由牵头部门按照职责分工负责落实。"
                             : "项工作由有关部门按照职责分工负责落实。");
  }
  const Difference difference = Diff(from, to);
  int changed = 0;
  for (const DiffPart& part : difference.parts) changed += part.change == Change::kChanged ? 1 : 0;
  EXPECT_EQ(changed, 1);
  EXPECT_FALSE(difference.coarse);
  EXPECT_EQ(Newer(difference), to);
}

TEST(Diff, EmptyTexts) {
  EXPECT_TRUE(Diff("", "").parts.empty());
  EXPECT_THAT(Parts(Diff("", "甲\n")), ElementsAre("added >preamble.line-1"));
  EXPECT_THAT(Parts(Diff("甲\n", "")), ElementsAre("deleted preamble.line-1>"));
}

TEST(Diff, TheNewerTextComesOutWhole) {
  std::mt19937 random(7);
  const std::vector<std::string> words = {"第一条 ", "第二条 ", "甲",     "乙", "丙丁", "。",
                                          "\n",      "（一）",  "附件\n", "，", "养老", "服务"};
  for (int round = 0; round < 500; ++round) {
    std::string from, to;
    for (int i = 0; i < 40; ++i) {
      const std::string& word = words[random() % words.size()];
      if (random() % 5 != 0) from += word;
      if (random() % 5 != 0) to += word;
      if (random() % 10 == 0) to += words[random() % words.size()];
    }
    const Difference difference = Diff(from, to);
    ASSERT_EQ(Newer(difference), to) << from << "\n---\n" << to;
    ASSERT_EQ(OlderBytes(difference), from.size());
  }
}

TEST(Diff, TextsThatShareNothingEndSoon) {
  std::string from, to;
  std::mt19937 random(3);
  auto character = [&] { return static_cast<uint32_t>(0x4E00 + random() % 20000); };
  auto add = [](uint32_t c, std::string* text) {
    text->push_back(static_cast<char>(0xE0 | c >> 12));
    text->push_back(static_cast<char>(0x80 | (c >> 6 & 0x3F)));
    text->push_back(static_cast<char>(0x80 | (c & 0x3F)));
  };
  for (int i = 0; i < 300000; ++i) {
    add(character(), &from);
    add(character(), &to);
    if (i % 50 == 0) from += "\n", to += "\n";
  }
  const auto start = std::chrono::steady_clock::now();
  const Difference difference = Diff(from, to);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
  EXPECT_EQ(Newer(difference), to);
}

// Against the longest common subsequence by dynamic programming.
TEST(CommonElements, AreAsManyAsCanBe) {
  std::mt19937 random(5);
  for (int round = 0; round < 2000; ++round) {
    std::vector<int> a(random() % 12), b(random() % 12);
    for (int& x : a) x = static_cast<int>(random() % 3);
    for (int& x : b) x = static_cast<int>(random() % 3);
    std::vector<std::vector<size_t>> longest(a.size() + 1, std::vector<size_t>(b.size() + 1, 0));
    for (size_t i = a.size(); i-- > 0;) {
      for (size_t j = b.size(); j-- > 0;) {
        longest[i][j] = a[i] == b[j] ? longest[i + 1][j + 1] + 1
                                     : std::max(longest[i + 1][j], longest[i][j + 1]);
      }
    }
    const auto pairs = CommonElements(a, b, 100);
    ASSERT_TRUE(pairs.has_value());
    EXPECT_EQ(pairs->size(), longest[0][0]);
    for (size_t i = 0; i < pairs->size(); ++i) {
      EXPECT_EQ(a[(*pairs)[i].first], b[(*pairs)[i].second]);
      if (i == 0) continue;
      EXPECT_LT((*pairs)[i - 1].first, (*pairs)[i].first);
      EXPECT_LT((*pairs)[i - 1].second, (*pairs)[i].second);
    }
  }
  EXPECT_FALSE(CommonElements(std::vector<int>(50, 1), std::vector<int>(50, 2), 99).has_value());
  EXPECT_TRUE(CommonElements(std::vector<int>(50, 1), std::vector<int>(50, 2), 100).has_value());
}

}  // namespace
}  // namespace santong::text
