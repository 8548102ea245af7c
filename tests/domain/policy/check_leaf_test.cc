// What a leaf must look like. One row a rule: the leaf in text form, and the fields that are
// refused.
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "server/domain/error/refusal.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/policy/policy.h"

namespace santong::policy {
namespace {

struct Case {
  const char* name;
  const char* leaf;
  const char* refused_fields;  // comma-separated; empty when the leaf is good
};

constexpr Case kCases[] = {
    {"period", "key: 'publish.limit_days' number: 20 unit: PERIOD_UNIT_WORKING_DAYS", ""},
    {"unknown_key", "key: 'publish.limit' number: 20", "key"},
    {"no_key", "number: 20", "key"},
    {"period_without_unit", "key: 'publish.limit_days' number: 20", "unit"},
    {"period_with_nothing", "key: 'publish.limit_days'", "number,unit"},
    {"period_as_text", "key: 'publish.limit_days' text: '20' unit: PERIOD_UNIT_WORKING_DAYS",
     "number"},
    {"period_of_nothing", "key: 'publish.limit_days' number: 0 unit: PERIOD_UNIT_WORKING_DAYS",
     "number"},
    {"period_too_long", "key: 'publish.limit_days' number: 99999 unit: PERIOD_UNIT_YEARS",
     "number"},
    {"period_of_unknown_unit", "key: 'publish.limit_days' number: 2 unit: 77", "unit"},
    {"known_absence", "key: 'publish.limit_days' absent: true", ""},
    {"absent_false", "key: 'publish.limit_days' absent: false", "absent"},
    {"count", "key: 'term.default_years' number: 5", ""},
    {"count_with_unit", "key: 'term.default_years' number: 5 unit: PERIOD_UNIT_YEARS", "unit"},
    {"count_below_zero", "key: 'term.default_years' number: -1", "number"},
    {"count_too_large", "key: 'term.default_years' number: 1001", "number"},
    {"choice", "key: 'continue.mode' text: 'reregister'", ""},
    {"choice_unknown", "key: 'continue.mode' text: 'forever'", "text"},
    {"choice_is_no_part", "key: 'continue.mode' text: 'extend|reregister'", "text"},
    {"choice_empty", "key: 'continue.mode' text: ''", "text"},
    {"template", "key: 'number.pattern' text: '{prefix}〔{year}〕{serial}号'", ""},
    {"template_broken", "key: 'number.pattern' text: '{prefix}〔{year}〕号'", "text"},
    {"template_empty", "key: 'number.pattern'", "text"},
    {"switch_off", "key: 'cleanup.closed_list' enabled: false", ""},
    {"switch_as_number", "key: 'cleanup.closed_list' number: 1", "enabled"},
    {"list", "key: 'import.secrecy_marks' list { items: '绝密' items: '机密' }", ""},
    {"list_empty", "key: 'import.secrecy_marks' list { }", "list"},
    {"list_with_empty_item", "key: 'import.secrecy_marks' list { items: '绝密' items: '' }",
     "list.items[1]"},
    {"list_of_choices",
     "key: 'filing.congress_organs' list { items: 'GOVERNMENT' items: 'DEPARTMENT' }", ""},
    {"list_with_an_unknown_choice",
     "key: 'filing.congress_organs' list { items: 'GOVERNMENT' items: 'GOVERMENT' }",
     "list.items[1]"},
    // Each asked for nothing, or for everybody's refusal, and nobody was told.
    {"evidence_that_is_none",
     "key: 'evidence.required' list { items: 'SECRECY_REVIEW' items: "
     "'EVIDENCE_KIND_SECRECY_REVIEW' }",
     "list.items[1]"},
    {"lodgers_that_are_none", "key: 'objection.lodgers' list { items: '公民' items: '企业' }",
     "list.items[1]"},
    {"days", "key: 'calendar.overlay' list { items: '2026-04-10' }", ""},
    {"days_that_are_none", "key: 'calendar.overlay' list { items: '2026-02-30' items: '开斋节' }",
     "list.items[0],list.items[1]"},
    {"day", "key: 'regime.start_date' text: '2014-03-01'", ""},
    {"day_that_is_none", "key: 'regime.start_date' text: '2014-13-01'", "text"},
    {"month_day", "key: 'filing.yearly_list_due' text: '01-31'", ""},
    {"month_day_of_leap_years", "key: 'filing.yearly_list_due' text: '02-29'", "text"},
    {"month_day_in_another_form", "key: 'filing.yearly_list_due' text: '1-31'", "text"},
    {"month_day_empty", "key: 'filing.yearly_list_due'", "text"},
    {"validity",
     "key: 'term.default_years' number: 5 valid_from: '2014-03-01' valid_to: '2014-03-01'", ""},
    {"validity_backwards",
     "key: 'term.default_years' number: 5 valid_from: '2014-03-02' valid_to: '2014-03-01'",
     "valid_to"},
    {"validity_not_a_day", "key: 'term.default_years' number: 5 valid_from: '2014-02-29'",
     "valid_from"},
    {"all_faults_at_once", "key: 'continue.mode' text: 'x' unit: PERIOD_UNIT_YEARS valid_to: 'x'",
     "text,unit,valid_to"},
};

class CheckLeafTable : public testing::TestWithParam<Case> {};

TEST_P(CheckLeafTable, RefusesExactlyTheseFields) {
  v1::PolicyLeaf leaf;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(GetParam().leaf, &leaf));
  const absl::Status status = CheckLeaf(leaf);
  std::vector<std::string> fields;
  for (const error::FieldViolation& violation : error::FieldViolationsOf(status)) {
    fields.push_back(violation.field);
    EXPECT_THAT(violation.en, testing::Not(testing::HasSubstr("$")));
    EXPECT_THAT(violation.zh, testing::Not(testing::HasSubstr("$")));
  }
  EXPECT_EQ(absl::StrJoin(fields, ","), GetParam().refused_fields);
  EXPECT_EQ(status.ok(), fields.empty());
}

INSTANTIATE_TEST_SUITE_P(Leaves, CheckLeafTable, testing::ValuesIn(kCases),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(TableOfLeaves, EveryKeyIsFoundAndExplainedInBothLanguages) {
  for (const LeafDefinition& leaf : AllLeaves()) {
    EXPECT_EQ(FindLeaf(leaf.key), &leaf) << leaf.key;
    EXPECT_STRNE(leaf.zh, "") << leaf.key;
    EXPECT_STRNE(leaf.en, "") << leaf.key;
    if (leaf.type != LeafType::kList)
      EXPECT_EQ(leaf.type == LeafType::kChoice, leaf.choices[0] != '\0') << leaf.key;
  }
  EXPECT_EQ(FindLeaf(""), nullptr);
  EXPECT_EQ(FindLeaf("zzz"), nullptr);
}

}  // namespace
}  // namespace santong::policy
