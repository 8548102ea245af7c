// domain.md 6: the figures that an office is held to.
#include "server/domain/statistics/rates.h"

#include <gmock/gmock.h>

#include <random>

namespace santong::statistics {
namespace {

using ::testing::ElementsAre;

constexpr char kHealth[] = "jurisdictions/630203/organs/health";
constexpr char kWater[] = "jurisdictions/630203/organs/water";

const v1::Indicator& Of(const v1::StatisticsRow& row, v1::IndicatorKind kind) {
  for (const v1::Indicator& indicator : row.indicators()) {
    if (indicator.kind() == kind) return indicator;
  }
  ADD_FAILURE() << "no indicator " << kind;
  return v1::Indicator::default_instance();
}

int64_t Group(const v1::StatisticsRow& row, const std::string& group) {
  for (const v1::CaseCount& count : row.objections()) {
    if (count.group() == group) return count.count();
  }
  ADD_FAILURE() << "no group " << group;
  return -1;
}

TEST(Rates, EveryKindHasOneRowInItsOrderWithAllItsWords) {
  const auto rates = AllRates();
  const auto* kinds = v1::IndicatorKind_descriptor();
  ASSERT_EQ(rates.size(), kinds->value_count() - 1);
  for (size_t i = 0; i < rates.size(); ++i) {
    EXPECT_EQ(rates[i].kind, kinds->value(static_cast<int>(i) + 1)->number());
    for (const char* words : {rates[i].title_zh, rates[i].title_en, rates[i].definition_zh,
                              rates[i].definition_en, rates[i].article}) {
      EXPECT_STRNE(words, "");
    }
  }
}

// 乐清 2020: 38 reviews concluded, 2 of them corrected by the issuer, 5.26 % (S29).
TEST(Rates, TheCorrectionRateIsThatOfYueqing2020) {
  Cases cases;
  for (int i = 0; i < 38; ++i) {
    FilingCase filing{.name = "filings/" + std::to_string(i), .organ = kHealth};
    filing.filed = filing.accepted = filing.reviewed = filing.concluded = true;
    filing.corrected = i < 2;
    cases.filings.push_back(filing);
  }
  const v1::Statistics counted = Count(cases, {}, true);
  const v1::Indicator& rate = Of(counted.total(), v1::INDICATOR_KIND_CORRECTION_RATE);
  EXPECT_EQ(rate.numerator(), 2);
  EXPECT_EQ(rate.denominator(), 38);
  EXPECT_EQ(rate.basis_points(), 526);
  EXPECT_THAT(rate.counted(), ElementsAre("filings/0", "filings/1"));
  EXPECT_EQ(rate.not_counted_size(), 36);
}

TEST(Rates, ADocumentThatIsNeverFiledLowersTheFilingRateAndNoOther) {
  Cases cases;
  cases.filings = {
      {.name = "filings/1", .organ = kHealth, .filed = true, .accepted = true},
      {.name = "filings/2", .organ = kHealth, .filed = true, .late = true, .supplemented = true},
      {.name = "documents/3", .organ = kWater},
  };
  const v1::Statistics counted = Count(cases, {{kWater, "水利局"}}, true);
  EXPECT_EQ(Of(counted.total(), v1::INDICATOR_KIND_FILING_RATE).basis_points(), 6666);
  EXPECT_THAT(Of(counted.total(), v1::INDICATOR_KIND_FILING_RATE).not_counted(),
              ElementsAre("documents/3"));
  EXPECT_EQ(Of(counted.total(), v1::INDICATOR_KIND_TIMELINESS_RATE).basis_points(), 5000);
  EXPECT_EQ(Of(counted.total(), v1::INDICATOR_KIND_CONFORMITY_RATE).basis_points(), 5000);
  ASSERT_EQ(counted.organs_size(), 2);
  EXPECT_EQ(counted.organs(0).display_name(), kHealth);
  EXPECT_EQ(counted.organs(1).display_name(), "水利局");
  EXPECT_EQ(Of(counted.organs(1), v1::INDICATOR_KIND_FILING_RATE).basis_points(), 0);
}

TEST(Rates, FilingsWithTheStandingCommitteeAreCountedApart) {
  Cases cases;
  cases.congress = {
      {.name = "documents/1", .organ = kHealth, .filed = true},
      {.name = "documents/2", .organ = kHealth, .filed = true, .late = true},
      {.name = "documents/3", .organ = kWater},
  };
  const v1::Statistics counted = Count(cases, {}, true);
  const auto& total = counted.total();
  EXPECT_EQ(Of(total, v1::INDICATOR_KIND_CONGRESS_FILING_RATE).basis_points(), 6666);
  EXPECT_THAT(Of(total, v1::INDICATOR_KIND_CONGRESS_FILING_RATE).not_counted(),
              ElementsAre("documents/3"));
  EXPECT_EQ(Of(total, v1::INDICATOR_KIND_CONGRESS_TIMELINESS_RATE).basis_points(), 5000);
  EXPECT_FALSE(Of(total, v1::INDICATOR_KIND_FILING_RATE).has_basis_points());
  EXPECT_EQ(counted.organs_size(), 2);
}

TEST(Rates, WhatWasPublishedWithoutAReviewOfItsLegalityLowersItsRate) {
  Cases cases;
  cases.issued = {{.name = "documents/1", .organ = kHealth, .reviewed = true},
                  {.name = "documents/2", .organ = kWater}};
  const v1::Statistics counted = Count(cases, {}, true);
  const v1::Indicator& rate = Of(counted.total(), v1::INDICATOR_KIND_LEGALITY_REVIEW_RATE);
  EXPECT_EQ(rate.basis_points(), 5000);
  EXPECT_THAT(rate.counted(), ElementsAre("documents/1"));
  EXPECT_THAT(rate.not_counted(), ElementsAre("documents/2"));
  EXPECT_EQ(cases.size(), 2u);
}

Cases Filed(int count, const char* organ) {
  Cases cases;
  for (int i = 0; i < count; ++i)
    cases.filings.push_back({.name = "f" + std::to_string(i), .organ = organ, .filed = true});
  return cases;
}

// 乐清 2020: 38 documents against 27 of the year before, +40.7 % (S29).
TEST(Rates, TheChangeAgainstTheYearBeforeIsThatOfYueqing2020) {
  v1::Statistics now = Count(Filed(38, kHealth), {}, false);
  EXPECT_FALSE(Of(now.total(), v1::INDICATOR_KIND_FILING_RATE).has_numerator_before());
  Compare(Count(Filed(27, kHealth), {}, false), &now);
  for (const v1::StatisticsRow& row : {now.total(), now.organs(0)}) {
    const v1::Indicator& filed = Of(row, v1::INDICATOR_KIND_FILING_RATE);
    EXPECT_EQ(filed.numerator(), 38);
    EXPECT_EQ(filed.numerator_before(), 27);
    EXPECT_EQ(filed.denominator_before(), 27);
    EXPECT_EQ(filed.basis_points_before(), 10000);
    EXPECT_EQ(filed.change_basis_points(), 4074);
  }
  Compare(Count(Filed(76, kHealth), {}, false), &now);
  EXPECT_EQ(Of(now.total(), v1::INDICATOR_KIND_FILING_RATE).change_basis_points(), -5000);
}

TEST(Rates, FromNothingThereIsNoChange) {
  v1::Statistics now = Count(Filed(3, kHealth), {}, false);
  Compare(Count(Filed(2, kWater), {}, false), &now);
  EXPECT_EQ(Of(now.total(), v1::INDICATOR_KIND_FILING_RATE).change_basis_points(), 5000);
  ASSERT_EQ(now.organs_size(), 1);
  const v1::Indicator& filed = Of(now.organs(0), v1::INDICATOR_KIND_FILING_RATE);
  EXPECT_TRUE(filed.has_numerator_before());
  EXPECT_EQ(filed.numerator_before(), 0);
  EXPECT_FALSE(filed.has_basis_points_before());
  EXPECT_FALSE(filed.has_change_basis_points());
  EXPECT_EQ(now.total().objections(0).count_before(), 0);
  EXPECT_FALSE(now.total().objections(0).has_change_basis_points());
}

TEST(Rates, WhatHasNoCaseHasNoRate) {
  const v1::Statistics counted = Count({}, {}, true);
  for (const v1::Indicator& indicator : counted.total().indicators()) {
    EXPECT_FALSE(indicator.has_basis_points()) << indicator.title_en();
  }
  EXPECT_FALSE(counted.total().has_objection_days_median());
  EXPECT_EQ(counted.organs_size(), 0);
}

TEST(Rates, OnlyWhatIsDueOrFiledBelongsToAPeriod) {
  const absl::CivilDay first(2026, 1, 1);
  const absl::CivilDay last(2026, 12, 31);
  const absl::CivilDay today(2026, 6, 15);
  FilingCase filing{
      .name = "documents/1", .organ = kHealth, .due_day = absl::CivilDay(2026, 6, 14)};
  EXPECT_TRUE(Belongs(filing.due_day, filing.filed, first, last, today));
  filing.due_day = today;  // may still be filed today
  EXPECT_FALSE(Belongs(filing.due_day, filing.filed, first, last, today));
  filing.filed = true;
  EXPECT_TRUE(Belongs(filing.due_day, filing.filed, first, last, today));
  filing.due_day = absl::CivilDay(2025, 12, 31);
  EXPECT_FALSE(Belongs(filing.due_day, filing.filed, first, last, today));
  filing.due_day = absl::CivilDay(2027, 1, 1);
  EXPECT_FALSE(Belongs(filing.due_day, filing.filed, first, last, today));
  filing.due_day = last;
  EXPECT_TRUE(Belongs(filing.due_day, filing.filed, first, last, today));
}

TEST(Rates, ObjectionsAreCountedByHowTheyStandAndHowLongTheyTook) {
  Cases cases;
  cases.objections = {
      {.name = "objections/1", .organ = kHealth, .group = ObjectionGroup::kLawful, .days = 40},
      {.name = "objections/2",
       .organ = kHealth,
       .group = ObjectionGroup::kCorrect,
       .days = 91,
       .overdue = true},
      {.name = "objections/3", .organ = kHealth, .group = ObjectionGroup::kWithdrawn, .days = 3},
      {.name = "objections/4", .organ = kHealth, .overdue = true},
      {.name = "objections/5", .organ = kHealth, .group = ObjectionGroup::kAnswered},
  };
  const v1::Statistics counted = Count(cases, {}, false);
  const v1::StatisticsRow& total = counted.total();
  EXPECT_EQ(Group(total, "objections.open"), 1);
  EXPECT_EQ(Group(total, "objections.lawful"), 1);
  EXPECT_EQ(Group(total, "objections.correct"), 1);
  EXPECT_EQ(Group(total, "objections.withdrawn"), 1);
  EXPECT_EQ(Group(total, "objections.answered"), 1);
  EXPECT_EQ(Group(total, "objections.revoke"), 0);
  EXPECT_EQ(total.objection_days_median(), 66);  // of 40 and 91, rounded up
  EXPECT_EQ(total.objection_days_longest(), 91);
  const v1::Indicator& rate = Of(total, v1::INDICATOR_KIND_OBJECTION_TIMELINESS_RATE);
  EXPECT_EQ(rate.numerator(), 1);
  EXPECT_EQ(rate.denominator(), 2);
  EXPECT_EQ(rate.counted_size(), 0) << "cases were not asked for";
}

TEST(Rates, WhatIsOfNoKnownOrganCountsAmongAllAndIsNoOrgansRow) {
  Cases cases;
  cases.cleanup = {{.name = "campaigns/1/items/1", .organ = kHealth, .reviewed = true},
                   {.name = "campaigns/1/items/2", .organ = ""}};
  cases.objections = {{.name = "objections/1", .organ = ""}};
  const v1::Statistics counted = Count(cases, {}, true);
  EXPECT_EQ(Of(counted.total(), v1::INDICATOR_KIND_CLEANUP_PROGRESS).basis_points(), 5000);
  EXPECT_EQ(Group(counted.total(), "objections.open"), 1);
  ASSERT_EQ(counted.organs_size(), 1);
  EXPECT_EQ(counted.organs(0).organ(), kHealth);
}

// Each number is the sum of those of the organs, and lists as many cases as it counts.
TEST(Rates, TotalsAreTheSumsOfTheOrgansAndListWhatTheyCount) {
  std::mt19937 random(20260101);
  const auto coin = [&] { return random() % 2 == 0; };
  for (int round = 0; round < 200; ++round) {
    Cases cases;
    for (int i = 0, n = static_cast<int>(random() % 40); i < n; ++i) {
      cases.filings.push_back({.name = "f" + std::to_string(i),
                               .organ = "o" + std::to_string(random() % 5),
                               .filed = coin(),
                               .late = coin(),
                               .accepted = coin(),
                               .supplemented = coin(),
                               .reviewed = coin(),
                               .concluded = coin(),
                               .corrected = coin()});
      cases.cleanup.push_back({.name = "c" + std::to_string(i),
                               .organ = "o" + std::to_string(random() % 5),
                               .reviewed = coin()});
    }
    const v1::Statistics counted = Count(cases, {}, true);
    for (const v1::Indicator& total : counted.total().indicators()) {
      EXPECT_EQ(total.counted_size(), total.numerator());
      EXPECT_EQ(total.counted_size() + total.not_counted_size(), total.denominator());
      int64_t numerator = 0;
      int64_t denominator = 0;
      for (const v1::StatisticsRow& row : counted.organs()) {
        numerator += Of(row, total.kind()).numerator();
        denominator += Of(row, total.kind()).denominator();
      }
      EXPECT_EQ(numerator, total.numerator()) << total.title_en();
      EXPECT_EQ(denominator, total.denominator()) << total.title_en();
    }
  }
}

}  // namespace
}  // namespace santong::statistics
