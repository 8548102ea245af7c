// Each rule file of deploy/screening loads, which tries all its examples, and says what a rule must
// say.
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "server/domain/screening/screen.h"

namespace santong::screening {
namespace {

v1::ScreeningRuleSet Load(const std::filesystem::path& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  v1::ScreeningRuleSet set;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text.str(), &set)) << path;
  return set;
}

const char kNational[] = "deploy/screening/national.textproto";

TEST(RuleFiles, EveryRuleHasExamplesBothWaysAndItsArticle) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator("deploy/screening")) {
    if (entry.path().extension() != ".textproto") continue;
    ++files;
    std::set<std::string> ids;
    const v1::ScreeningRuleSet set = Load(entry.path());
    for (const v1::ScreeningRule& rule : set.rules()) {
      SCOPED_TRACE(entry.path().string() + ": " + rule.id());
      EXPECT_TRUE(ids.insert(rule.id()).second);
      EXPECT_GE(rule.examples_size(), 1);
      EXPECT_GE(rule.counter_examples_size(), 1);
      EXPECT_FALSE(rule.article().empty());
      EXPECT_FALSE(rule.title_zh().empty());
      EXPECT_FALSE(rule.title_en().empty());
      EXPECT_FALSE(rule.mend_zh().empty());
    }
    const auto screener = Screener::Create(RulesOf(set));
    EXPECT_TRUE(screener.ok()) << entry.path() << ": " << screener.status();
  }
  EXPECT_GE(files, 1);
}

// The list of domain report 3.11 and the parts of product.md §7.
TEST(RuleFiles, NationalRulesCoverWhatMayNotBeSetAndWhatMustBeThere) {
  std::set<std::string> ids;
  const v1::ScreeningRuleSet set = Load(kNational);
  for (const v1::ScreeningRule& rule : set.rules()) ids.insert(rule.id());
  EXPECT_THAT(
      ids, testing::IsSupersetOf({"sets-licence", "sets-penalty", "sets-compulsory-measure",
                                  "sets-fee", "sets-levy", "circular-certificate",
                                  "local-protection", "duty-without-basis", "part-legal-basis",
                                  "part-effective-date", "part-validity-period", "part-issuer"}));
}

TEST(RuleFiles, PlainLawfulDocumentHasNoFinding) {
  const auto screener = Screener::Create(RulesOf(Load(kNational)));
  ASSERT_TRUE(screener.ok()) << screener.status();
  const std::string text =
      "示例区公共厕所管理办法\n\n"
      "第一条　为了加强公共厕所管理，根据《城市市容和环境卫生管理条例》，结合本区实际，制定本办法。"
      "\n"
      "第二条　公共厕所免费开放。\n"
      "第三条　损坏公共厕所设施的，由城市管理部门依法处理。\n"
      "第四条　本办法自2026年10月1日起施行，有效期五年。\n\n"
      "示例区人民政府\n2026年8月20日\n";
  std::vector<std::string> rules;
  for (const v1::Finding& finding : (*screener)->Screen(text)) rules.push_back(finding.rule());
  EXPECT_THAT(rules, testing::IsEmpty());
}

}  // namespace
}  // namespace santong::screening
