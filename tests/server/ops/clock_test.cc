#include "server/ops/clock.h"

#include <gtest/gtest.h>

namespace santong::ops {
namespace {

TEST(Clock, ADayBeginsAtMidnightInShanghai) {
  const absl::Time last_second =
      absl::FromCivil(absl::CivilSecond(2026, 2, 28, 15, 59, 59), absl::UTCTimeZone());
  EXPECT_EQ(Clock::DayOf(last_second), absl::CivilDay(2026, 2, 28));
  EXPECT_EQ(Clock::DayOf(last_second + absl::Seconds(1)), absl::CivilDay(2026, 3, 1));
}

TEST(Clock, AnOffsetMovesTheDay) {
  const Clock ahead(400);
  EXPECT_GE(ahead.Now(), Clock::MachineNow() + absl::Hours(24 * 399));
  const Clock behind(-3);
  EXPECT_LT(behind.Now(), Clock::MachineNow() - absl::Hours(24 * 2));
}

TEST(Clock, AdvancingAddsUp) {
  Clock clock;
  const absl::Time before = clock.Now();
  clock.Advance(absl::Hours(24));
  clock.Advance(absl::Hours(24));
  EXPECT_GE(clock.Now(), before + absl::Hours(48));
}

TEST(Clock, DurationsNeverGoBack) {
  const int64_t before = Clock::MonotonicNanos();
  EXPECT_LE(before, Clock::MonotonicNanos());
}

}  // namespace
}  // namespace santong::ops
