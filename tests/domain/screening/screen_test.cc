// How rules are applied to a text; the rules here are made up for the test.
#include "server/domain/screening/screen.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/domain/error/refusal.h"

namespace santong::screening {
namespace {

Rule Hits(const std::string& id, const std::string& pattern,
          std::vector<std::string> excuses = {}) {
  Rule rule{.id = id, .title_zh = "标题", .article = "第一条", .pattern = pattern};
  rule.excuses = std::move(excuses);
  return rule;
}
Rule Requires(const std::string& id, const std::string& part) {
  return {.id = id, .title_zh = "标题", .article = "第一条", .required = part};
}

std::vector<v1::Finding> Screen(std::vector<Rule> rules, const std::string& text) {
  auto screener = Screener::Create(std::move(rules));
  EXPECT_TRUE(screener.ok()) << screener.status();
  return screener.ok() ? (*screener)->Screen(text) : std::vector<v1::Finding>();
}

std::vector<std::string> IdsOf(const std::vector<v1::Finding>& findings) {
  std::vector<std::string> ids;
  for (const v1::Finding& finding : findings) ids.push_back(finding.rule());
  return ids;
}

TEST(Screen, FindingPointsAtThePassageInBytes) {
  const std::string text = "第一条。处以罚款。";
  const auto findings = Screen({Hits("penalty", "处以?罚款")}, text);
  ASSERT_EQ(findings.size(), 1);
  EXPECT_EQ(findings[0].passage(), "处以罚款");
  EXPECT_EQ(text.substr(findings[0].offset_bytes(), findings[0].length_bytes()), "处以罚款");
  EXPECT_EQ(findings[0].title_zh(), "标题");
  EXPECT_EQ(findings[0].article(), "第一条");
}

TEST(Screen, ExcuseCountsOnlyInItsOwnSentence) {
  const std::vector<std::string> excuses = {"《[^》]+》"};
  EXPECT_TRUE(Screen({Hits("penalty", "罚款", excuses)}, "依照《甲法》处罚款。").empty());
  EXPECT_EQ(Screen({Hits("penalty", "罚款", excuses)}, "依照《甲法》办理。另处罚款。").size(), 1);
  EXPECT_EQ(Screen({Hits("penalty", "罚款", excuses)}, "依照《甲法》办理\n另处罚款").size(), 1);
  EXPECT_EQ(Screen({Hits("penalty", "罚款", excuses)}, "依照《甲法》办理；另处罚款").size(), 1);
}

TEST(Screen, PatternDoesNotReachOverASentenceEnd) {
  EXPECT_TRUE(Screen({Hits("penalty", "处.*罚款")}, "处理。罚款").empty());
  EXPECT_TRUE(Screen({Hits("penalty", "处.*罚款")}, "处理！罚款").empty());
  EXPECT_TRUE(Screen({Hits("penalty", "处.*罚款")}, "处理？罚款").empty());
}

TEST(Screen, EachSentenceIsAFindingOfItsOwn) {
  EXPECT_EQ(Screen({Hits("penalty", "罚款")}, "罚款，又罚款。罚款").size(), 2);
}

TEST(Screen, FindingsStandInTheOrderOfTheTextAndMissingPartsLast) {
  const auto findings =
      Screen({Requires("part", "有效期"), Hits("b", "乙"), Hits("a", "甲")}, "甲乙。乙甲。");
  EXPECT_THAT(IdsOf(findings), testing::ElementsAre("a", "b", "b", "a", "part"));
  EXPECT_EQ(findings.back().offset_bytes(), -1);
  EXPECT_EQ(findings.back().length_bytes(), 0);
}

TEST(Screen, PartThatIsThereIsNoFinding) {
  EXPECT_TRUE(Screen({Requires("part", "有效期")}, "第一条。\n有效期五年。").empty());
}

TEST(Screen, EmptyTextLacksItsParts) {
  EXPECT_THAT(IdsOf(Screen({Requires("part", "有效期"), Hits("a", "甲")}, "")),
              testing::ElementsAre("part"));
}

TEST(Screen, FindingsAreBounded) {
  std::string text;
  for (size_t i = 0; i < kFindingsMax + 10; ++i) text += "甲。";
  EXPECT_EQ(Screen({Hits("a", "甲")}, text).size(), kFindingsMax);
}

TEST(Screen, BytesThatAreNotUtf8DoNoHarm) {
  EXPECT_TRUE(Screen({Hits("a", "甲")}, "\xff\xfe\xe7\x94。\xe7").empty());
}

absl::Status CreateStatus(Rule rule) {
  std::vector<Rule> rules;
  rules.push_back(std::move(rule));
  return Screener::Create(std::move(rules)).status();
}

TEST(CreateScreener, RuleThatCannotBeRightIsRefusedByName) {
  const std::vector<std::pair<Rule, std::string>> cases = {
      {Hits("a", "(甲"), "rules[a].pattern"},
      {Hits("a", "甲", {"[乙"}), "rules[a].excuses"},
      {Requires("a", "*"), "rules[a].required"},
      {{.id = "a", .title_zh = "标题", .article = "第一条"}, "rules[a].pattern"},
      {{.id = "a", .title_zh = "标题", .article = "第一条", .pattern = "甲", .required = "乙"},
       "rules[a].pattern"},
      {{.id = "a", .title_zh = "标题", .pattern = "甲"}, "rules[a].id"},
  };
  for (const auto& [rule, field] : cases) {
    const auto violations = error::FieldViolationsOf(CreateStatus(rule));
    ASSERT_EQ(violations.size(), 1) << field;
    EXPECT_EQ(violations[0].field, field);
  }
}

TEST(CreateScreener, ExampleThatContradictsItsRuleIsRefused) {
  Rule missed = Hits("a", "甲");
  missed.examples = {"乙"};
  EXPECT_EQ(error::FieldViolationsOf(CreateStatus(missed))[0].field, "rules[a].examples");
  Rule hit = Hits("a", "甲");
  hit.counter_examples = {"甲"};
  EXPECT_EQ(error::FieldViolationsOf(CreateStatus(hit))[0].field, "rules[a].counter_examples");
}

}  // namespace
}  // namespace santong::screening
