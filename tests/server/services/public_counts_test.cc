// Who asks for statistics without a login, over and over, takes a fifth of one processor at most.
#include "server/services/public_counts.h"

#include <gtest/gtest.h>

namespace santong::services {
namespace {

using Answer = PublicCounts::Answer;

constexpr absl::CivilDay kToday(2026, 5, 6);

v1::Statistics CountedIn(const std::string& jurisdiction) {
  v1::Statistics statistics;
  statistics.set_jurisdiction(jurisdiction);
  return statistics;
}

TEST(PublicCounts, RunOneAtATimeAndPauseForFourTimesTheirLength) {
  PublicCounts counts;
  v1::Statistics kept;
  ASSERT_EQ(counts.Ask("甲", kToday, 1000, &kept), Answer::kCount);
  EXPECT_EQ(counts.Ask("乙", kToday, 1050, &kept), Answer::kComeAgain) << "one is under way";
  const v1::Statistics counted = CountedIn("甲");
  counts.End("甲", kToday, 1100, &counted);
  EXPECT_EQ(counts.Ask("乙", kToday, 1499, &kept), Answer::kComeAgain) << "100, then 400 of rest";
  EXPECT_EQ(counts.Ask("乙", kToday, 1500, &kept), Answer::kCount);
}

TEST(PublicCounts, WhoComesMeanwhileGetsWhatWasCountedThatDay) {
  PublicCounts counts;
  v1::Statistics kept;
  ASSERT_EQ(counts.Ask("甲", kToday, 1000, &kept), Answer::kCount);
  const v1::Statistics first = CountedIn("甲一"), second = CountedIn("甲二");
  counts.End("甲", kToday, 1100, &first);
  ASSERT_EQ(counts.Ask("甲", kToday, 1200, &kept), Answer::kKept);
  EXPECT_EQ(kept.jurisdiction(), "甲一");
  EXPECT_EQ(counts.Ask("甲", kToday + 1, 1200, &kept), Answer::kComeAgain) << "of yesterday";
  ASSERT_EQ(counts.Ask("甲", kToday, 1500, &kept), Answer::kCount) << "anew when its turn comes";
  counts.End("甲", kToday, 1600, &second);
  ASSERT_EQ(counts.Ask("甲", kToday, 1700, &kept), Answer::kKept);
  EXPECT_EQ(kept.jurisdiction(), "甲二");
}

TEST(PublicCounts, ACountThatFailedKeepsNothingAndEndsItsTurn) {
  PublicCounts counts;
  v1::Statistics kept;
  ASSERT_EQ(counts.Ask("甲", kToday, 1000, &kept), Answer::kCount);
  counts.End("甲", kToday, 1000, nullptr);
  EXPECT_EQ(counts.Ask("甲", kToday, 1000, &kept), Answer::kCount);
  EXPECT_EQ(counts.Ask("甲", kToday, 1000, &kept), Answer::kComeAgain);
}

TEST(PublicCounts, KeepTheNewestAnswersOnly) {
  PublicCounts counts;
  v1::Statistics kept;
  constexpr int kQuestions = 65;  // one more than are kept
  for (int i = 0; i < kQuestions; ++i) {
    ASSERT_EQ(counts.Ask(std::to_string(i), kToday, i, &kept), Answer::kCount);
    const v1::Statistics counted = CountedIn(std::to_string(i));
    counts.End(std::to_string(i), kToday, i, &counted);
  }
  ASSERT_EQ(counts.Ask("other", kToday, kQuestions, &kept), Answer::kCount);
  EXPECT_EQ(counts.Ask("0", kToday, kQuestions, &kept), Answer::kComeAgain);
  EXPECT_EQ(counts.Ask("1", kToday, kQuestions, &kept), Answer::kKept);
}

}  // namespace
}  // namespace santong::services
