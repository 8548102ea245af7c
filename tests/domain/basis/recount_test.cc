// Property: whatever the life of a document, on every day CheckBasis says what a recount of its
// events says, and says the same whether or not the day is still to come. 1,000 seeded
// lives, every eleventh day of six years; then 1,000 more, around each day that their events name.
#include "tests/domain/basis/recount.h"

#include <string>

#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "server/domain/basis/check_basis.h"
#include "tests/domain/basis/history.h"

namespace santong::basis {
namespace {

constexpr int kLives = 1000;
constexpr absl::CivilDay kBirth(2020, 1, 1);
constexpr absl::CivilDay kFirstDay(2019, 11, 1);
constexpr absl::CivilDay kLastDay(2025, 12, 31);

TEST(CheckBasis, SaysWhatARecountOfTheEventsSays) {
  int yes = 0;
  int no = 0;
  for (int seed = 1; seed <= kLives; ++seed) {
    const Life life = LifeMaker(seed).Make(kBirth);
    Recount recount(kFirstDay, kLastDay);
    for (const v1::Event& event : life.events) recount.Fold(event);
    const absl::CivilDay today = kFirstDay + seed % 2000;
    // Every day would take a minute under the sanitizers.
    for (absl::CivilDay day = kFirstDay + seed % 11; day <= kLastDay; day += 11) {
      const v1::Basis basis = CheckBasis(life.document, day, today);
      const bool relied_on = basis.answer() == v1::BASIS_ANSWER_YES;
      ASSERT_EQ(relied_on, recount.MayBeReliedOn(day))
          << "seed " << seed << " on " << day << "\n"
          << basis.DebugString() << life.document.DebugString();
      ASSERT_EQ(basis.version(), relied_on ? recount.Version(day) : 0)
          << "seed " << seed << " on " << day;
      ++(relied_on ? yes : no);
    }
  }
  // Neither answer is so rare that the comparison would be idle.
  EXPECT_GT(yes, kLives * 10);
  EXPECT_GT(no, kLives * 10);
}

// The days on which something changes are where a comparison is off by one.
TEST(CheckBasis, AgreesAroundEveryDayThatTheEventsName) {
  for (int seed = kLives + 1; seed <= 2 * kLives; ++seed) {
    const Life life = LifeMaker(seed).Make(kBirth);
    Recount recount(kFirstDay, kLastDay);
    for (const v1::Event& event : life.events) recount.Fold(event);
    for (const v1::Event& event : life.events) {
      for (const auto& [key, value] : event.facts()) {
        absl::CivilDay named;
        if (!absl::ParseCivilTime(value, &named)) continue;
        for (absl::CivilDay day = named - 1; day <= named + 1; ++day) {
          if (day < kFirstDay || day > kLastDay) continue;
          const v1::Basis basis = CheckBasis(life.document, day, kLastDay);
          ASSERT_EQ(basis.answer() == v1::BASIS_ANSWER_YES, recount.MayBeReliedOn(day))
              << "seed " << seed << " on " << day << " " << key << "\n"
              << basis.DebugString() << life.document.DebugString();
        }
      }
    }
  }
}

}  // namespace
}  // namespace santong::basis
