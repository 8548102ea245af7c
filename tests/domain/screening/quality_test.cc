// What is claimed of the rules on the labelled half that they were written with. The half held back
// is printed by deploy/screening_quality and asserted nowhere: a test on it would make it a second
// half to tune on.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/screening_quality.h"

namespace santong::testing {
namespace {

constexpr char kRules[] = "deploy/screening/national.textproto";
constexpr char kTune[] = "tests/testdata/screening/tune.jsonl";
constexpr char kHeldBack[] = "tests/testdata/screening/held_back.jsonl";

TEST(ScreeningQuality, RulesKeepWhatIsClaimedOnTheTuneHalf) {
  auto rules = ReadRules(kRules);
  ASSERT_TRUE(rules.ok()) << rules.status();
  auto clauses = ReadLabelledClauses(kTune);
  ASSERT_TRUE(clauses.ok()) << clauses.status();
  auto quality = MeasureScreening(*rules, *clauses);
  ASSERT_TRUE(quality.ok()) << quality.status();
  EXPECT_GE(quality->all.Precision(), 0.8);
  EXPECT_GE(quality->by_rule["sets-penalty"].Precision(), 0.9);
  EXPECT_GE(quality->by_rule["sets-penalty"].Recall(), 0.9);
}

TEST(ScreeningQuality, AtLeastAHundredAndFiftyClausesAreLabelledAndHalfIsHeldBack) {
  auto tune = ReadLabelledClauses(kTune);
  auto held_back = ReadLabelledClauses(kHeldBack);
  ASSERT_TRUE(tune.ok() && held_back.ok());
  EXPECT_GE(tune->size() + held_back->size(), 150u);
  EXPECT_GE(held_back->size(), tune->size());
  std::set<std::string> texts;
  for (const auto* half : {&*tune, &*held_back}) {
    for (const LabelledClause& clause : *half) {
      EXPECT_TRUE(texts.insert(clause.text).second) << "twice: " << clause.text;
    }
  }
}

TEST(ScreeningQuality, EveryLabelIsARule) {
  auto rules = ReadRules(kRules);
  ASSERT_TRUE(rules.ok()) << rules.status();
  std::set<std::string> ids;
  for (const screening::Rule& rule : *rules) ids.insert(rule.id);
  for (const char* path : {kTune, kHeldBack}) {
    auto clauses = ReadLabelledClauses(path);
    ASSERT_TRUE(clauses.ok()) << clauses.status();
    for (const LabelledClause& clause : *clauses) {
      for (const std::string& rule : clause.rules) EXPECT_EQ(ids.count(rule), 1u) << rule;
    }
  }
}

// Counting itself, on rules and clauses whose figures are known.
TEST(ScreeningQuality, CountsRightWrongAndMissed) {
  screening::Rule rule;
  rule.id = "a";
  rule.title_zh = "甲";
  rule.article = "第一条";
  rule.pattern = "甲";
  const std::vector<LabelledClause> clauses = {
      {"s", "甲", {"a"}}, {"s", "甲乙", {}}, {"s", "乙", {"a"}}, {"s", "丙", {}}};
  auto quality = MeasureScreening({rule}, clauses);
  ASSERT_TRUE(quality.ok()) << quality.status();
  EXPECT_EQ(quality->all.right, 1);
  EXPECT_EQ(quality->all.wrong, 1);
  EXPECT_EQ(quality->all.missed, 1);
  EXPECT_EQ(quality->all.Precision(), 0.5);
  EXPECT_EQ(quality->differences.size(), 2u);
}

}  // namespace
}  // namespace santong::testing
