#include "server/domain/catalog/filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/domain/error/refusal.h"

namespace santong::catalog {
namespace {

TEST(Filter, ConditionsAreJoinedByAnd) {
  const auto filter = ParseFilter(
      " state = IN_EFFECT AND year>=2020  AND organ=jurisdictions/630203/organs/a AND "
      "subject != \"民政 救助\" AND published_date < 2021-01-01 ");
  ASSERT_TRUE(filter.ok()) << filter.status();
  ASSERT_EQ(filter->size(), 5u);
  EXPECT_EQ((*filter)[0].field, Field::kState);
  EXPECT_EQ(std::get<int64_t>((*filter)[0].values[0]), v1::DOCUMENT_STATE_IN_EFFECT);
  EXPECT_EQ((*filter)[1].comparison, Comparison::kAtLeast);
  EXPECT_EQ(std::get<int64_t>((*filter)[1].values[0]), 2020);
  EXPECT_EQ(std::get<std::string>((*filter)[3].values[0]), "民政 救助");
  EXPECT_EQ((*filter)[3].comparison, Comparison::kNotEqual);
  EXPECT_EQ(std::get<std::string>((*filter)[4].values[0]), "2021-01-01");
  EXPECT_TRUE(ParseFilter("")->empty());
}

TEST(Filter, ValidityIsAFieldOfItsOwn) {
  const auto valid = ParseFilter("validity = VALID");
  const auto not_valid = ParseFilter("validity = NOT_VALID");
  ASSERT_TRUE(valid.ok() && not_valid.ok());
  EXPECT_EQ(valid->front().comparison, Comparison::kEqual);
  EXPECT_EQ(not_valid->front().comparison, Comparison::kNotEqual);
  for (const FilterCondition& condition : {valid->front(), not_valid->front()}) {
    EXPECT_EQ(condition.field, Field::kValidity);
    EXPECT_EQ(std::get<int64_t>(condition.values[0]), 1);
  }
}

TEST(Filter, AFaultIsNamedWithItsColumnAndWhatMayStandThere) {
  struct Case {
    const char* filter;
    const char* column;
    const char* expected;
  };
  for (const Case& c : {
           Case{"statte = IN_EFFECT", "1", "state, validity, organ"},
           Case{"year = 2020 OR state = LAPSED", "13", "AND"},
           Case{"year = 2020 state = LAPSED", "13", "AND"},
           Case{"year ~ 2020", "6", "=, !="},
           Case{"state > LAPSED", "7", "=, !="},
           Case{"state = DRAFT", "9", "REGISTERED"},
           Case{"year = 20", "8", "a year"},
           Case{"published_date = 2026-02-30", "18", "YYYY-MM-DD"},
           Case{"subject = \"民政\" AND", "16", "AND"},
           Case{"subject = \"民政", "11", "a value"},
           Case{"subject = ", "11", "a value"},
           Case{"主题 = 民政", "1", "state"},
       }) {
    const auto filter = ParseFilter(c.filter);
    ASSERT_FALSE(filter.ok()) << c.filter;
    EXPECT_EQ(error::ReasonOf(filter.status()), v1::ERROR_REASON_FILTER_INVALID);
    const auto metadata = error::MetadataOf(filter.status());
    EXPECT_EQ(metadata.at("column"), c.column) << c.filter;
    if (std::string(c.expected) != "REGISTERED") {
      EXPECT_THAT(metadata.at("expected"), ::testing::HasSubstr(c.expected)) << c.filter;
    } else {
      EXPECT_THAT(metadata.at("expected"), ::testing::HasSubstr("IN_EFFECT"));
      EXPECT_THAT(metadata.at("expected"), ::testing::Not(::testing::HasSubstr("DRAFT")));
    }
  }
}

}  // namespace
}  // namespace santong::catalog
