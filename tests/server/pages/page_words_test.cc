// Every word that a template or a page asks for stands in both catalogues, and nothing else does.
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "re2/re2.h"
#include "santong/v1/campaign.pb.h"
#include "santong/v1/catalog_text.pb.h"
#include "santong/v1/deadline.pb.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/objection.pb.h"
#include "santong/v1/objection_letter.pb.h"
#include "server/pages/clock_words.h"
#include "server/pages/embedded.h"
#include "server/pages/pages.h"
#include "server/pages/words.h"
#include "tests/tidy/source_tree.h"

namespace santong::pages {
namespace {

using ::testing::IsEmpty;

Words Catalogue(absl::string_view name) {
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    if (file.name != name) continue;
    auto words = Words::Read(std::string(file.content));
    EXPECT_TRUE(words.ok()) << words.status();
    return *std::move(words);
  }
  ADD_FAILURE() << "no catalogue " << name;
  return {};
}

class WordsTest : public ::testing::Test {
 protected:
  const Words chinese_ = Catalogue("words/zh-CN.json");
  const Words english_ = Catalogue("words/en.json");
};

TEST_F(WordsTest, BothCataloguesHaveTheSameKeys) {
  std::set<std::string> chinese, english;
  for (const auto& [key, text] : chinese_.all()) chinese.insert(key);
  for (const auto& [key, text] : english_.all()) english.insert(key);
  EXPECT_EQ(chinese, english);
}

TEST_F(WordsTest, BothSayTheSameValues) {
  static const RE2 place(R"((\$\d))");
  for (const auto& [key, text] : chinese_.all()) {
    std::set<std::string> chinese, english;
    std::string found;
    for (re2::StringPiece left = text; RE2::FindAndConsume(&left, place, &found);)
      chinese.insert(found);
    const std::string other = english_.Say(key);
    for (re2::StringPiece left = other; RE2::FindAndConsume(&left, place, &found);)
      english.insert(found);
    EXPECT_EQ(chinese, english) << key;
  }
}

TEST_F(WordsTest, EveryWordThatIsAskedForIsThere) {
  static const RE2 in_template(R"(\{\{W_([A-Za-z0-9_]+))");
  static const RE2 in_code(R"((?:Say|Has)\(\s*"([A-Za-z0-9_]+)\")");
  std::set<std::string> missing;
  std::string key;
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    for (re2::StringPiece left(file.content.data(), file.content.size());
         RE2::FindAndConsume(&left, in_template, &key);) {
      if (!chinese_.Has(key)) missing.insert(absl::StrCat(std::string(file.name), ": ", key));
    }
  }
  for (const tidy::SourceFile& file : tidy::Tree()) {
    if (!file.IsUnder("server/pages")) continue;
    for (re2::StringPiece left(file.text); RE2::FindAndConsume(&left, in_code, &key);) {
      if (!chinese_.Has(key)) missing.insert(absl::StrCat(file.path, ": ", key));
    }
  }
  EXPECT_THAT(missing, IsEmpty());
}

// The evaluation due in 2031 was told to be "3 months from the day after" the publication of 2026,
// a pause by a name of the code, and its first counted day as one of those not counted.
TEST_F(WordsTest, ADueDayIsExplainedAsItIsCounted) {
  v1::Clock clock;
  clock.set_kind(v1::CLOCK_KIND_EVALUATION);
  clock.set_start_date("2026-11-30");
  clock.set_due_date("2031-08-29");
  clock.set_limit(3);
  clock.set_unit(v1::PERIOD_UNIT_MONTHS);
  EXPECT_EQ(ComputationOf(clock, chinese_), "自期限届满之日向前推算 3 个月。到期日 2031-08-29。");
  EXPECT_EQ(ComputationOf(clock, english_),
            "3 months, counted back from the day on which the period ends. Due 2031-08-29.");
  // Within the months before the end: the end was told to lie those months before itself.
  clock.set_leaf("eval.window_days");
  clock.set_start_date("2031-05-30");
  clock.set_due_date("2031-11-29");
  EXPECT_EQ(ComputationOf(clock, chinese_),
            "自 2031-05-30 起至期限届满之日办理。到期日 2031-11-29。");
  EXPECT_EQ(ComputationOf(clock, english_),
            "To be done from 2031-05-30 on, before the period ends. Due 2031-11-29.");
  clock.clear_leaf();
  clock.set_start_date("2026-11-30");
  clock.set_kind(v1::CLOCK_KIND_REGISTRATION_DECISION);
  clock.set_due_date("2027-02-28");
  v1::ClockPause* pause = clock.add_pauses();
  pause->set_from_date("2026-12-01");
  pause->set_reason("CORRECTION");
  EXPECT_EQ(ComputationOf(clock, chinese_),
            "自 2026-11-30 的次日起算，期限 3 个月；自 2026-12-01 起暂停计算（补正期限）。"
            "到期日 2027-02-28。");
  pause->set_to_date("2026-12-03");
  EXPECT_EQ(ComputationOf(clock, chinese_),
            "自 2026-11-30 的次日起算，期限 3 个月；自 2026-12-01 起暂停计算，自 2026-12-03 "
            "起恢复计算（补正期限）。到期日 2027-02-28。");
}

TEST_F(WordsTest, EveryValueThatAPageShowsHasWords) {
  const google::protobuf::EnumDescriptor* const types[] = {
      v1::DocumentState_descriptor(),      v1::DocumentKind_descriptor(),
      v1::Openness_descriptor(),           v1::RelationKind_descriptor(),
      v1::VersionKind_descriptor(),        v1::DiffChange_descriptor(),
      v1::Disposition_descriptor(),        v1::ClockKind_descriptor(),
      v1::ClockState_descriptor(),         v1::ObjectionState_descriptor(),
      v1::ObjectionGround_descriptor(),    v1::ObjectionRefusal_descriptor(),
      v1::ObjectionOutcome_descriptor(),   v1::LodgerKind_descriptor(),
      v1::ObjectionLetterKind_descriptor()};
  std::set<std::string> missing;
  for (const auto* type : types) {
    for (int i = 1; i < type->value_count(); ++i) {
      const std::string key = absl::AsciiStrToLower(type->value(i)->name());
      if (!chinese_.Has(key)) missing.insert(key);
    }
  }
  for (int i = 1; i < v1::PeriodUnit_descriptor()->value_count(); ++i) {
    const std::string key = absl::StrCat(
        "count_", absl::AsciiStrToLower(v1::PeriodUnit_descriptor()->value(i)->name()));
    if (!chinese_.Has(key)) missing.insert(key);
  }
  EXPECT_THAT(missing, IsEmpty());
}

TEST(Embedded, WhatABrowserLoadsHasItsHashInItsName) {
  int assets = 0;
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    if (absl::StartsWith(file.name, "style/") || absl::StartsWith(file.name, "src/")) {
      EXPECT_TRUE(RE2::FullMatch({file.name.data(), file.name.size()},
                                 R"([a-z]+/[a-z]+\.[0-9a-f]{16}\.(css|js|svg))"))
          << file.name;
      ++assets;
    }
  }
  EXPECT_GE(assets, 4);
}

}  // namespace
}  // namespace santong::pages
