// Property: whatever the life of a document, on every day CheckBasis says what a recount of its
// events says, and says the same whether or not the day is still to come. 1,000 seeded
// lives, every eleventh day of six years; then 1,000 more, around each day that their events name.
// What was in doubt on a past day is recounted alike: of relations and of objections.
#include "tests/domain/basis/recount.h"

#include <random>
#include <string>
#include <vector>

#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "server/domain/basis/announced.h"
#include "server/domain/basis/check_basis.h"
#include "server/domain/objection/decide.h"
#include "server/domain/objection/past.h"
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

TEST(CheckBasis, DoubtsOnAPastDayWhatWasNotCarriedOutThen) {
  int open = 0;
  int done = 0;
  for (int seed = 1; seed <= kLives; ++seed) {
    const Life life = LifeMaker(seed).Make(kBirth);
    if (life.document.relations().empty()) continue;
    Recount recount(kFirstDay, kLastDay);
    for (const v1::Event& event : life.events) recount.Fold(event);
    for (absl::CivilDay day = kFirstDay + seed % 11; day < kLastDay; day += 11) {
      v1::Document then = life.document;
      ReopenRelations(life.events, day, &then);
      const v1::Basis basis = CheckBasis(then, day, kLastDay);
      bool doubted = false;
      for (const std::string& doubt : basis.doubts_zh())
        doubted = doubted || doubt.find("documents/2") != std::string::npos;
      ASSERT_EQ(doubted, recount.Announces(day)) << "seed " << seed << " on " << day << "\n"
                                                 << life.document.DebugString();
      ++(doubted ? open : done);
    }
  }
  EXPECT_GT(open, kLives);
  EXPECT_GT(done, kLives);
}

// An objection on a strip of days: painted open or not from the day of each of its acts on.
TEST(CheckBasis, AnObjectionWasOpenOnTheDaysThatItsActsPaint) {
  const char* const open_states[] = {"RECEIVED", "WITH_ISSUER", "ANSWERED", "REVIEWING",
                                     "CORRECTING"};
  const char* const other_states[] = {"DECIDED", "CLOSED", "WITHDRAWN", "JOINED", "TRANSFERRED"};
  for (int seed = 1; seed <= kLives; ++seed) {
    std::mt19937_64 random(seed);
    const auto below = [&](int n) { return static_cast<int>(random() % n); };
    const absl::CivilDay lodged = kBirth + below(200);
    std::vector<bool> strip(static_cast<size_t>(kLastDay - kFirstDay) + 1, false);
    const auto paint = [&](absl::CivilDay from, bool open) {
      for (absl::CivilDay day = from; day <= kLastDay; ++day) strip[day - kFirstDay] = open;
    };
    paint(lodged, true);
    v1::Objection objection;
    objection.set_lodged_date(absl::FormatCivilTime(lodged));
    objection.set_state(v1::OBJECTION_STATE_RECEIVED);
    std::vector<v1::Event> events;
    absl::CivilDay day = lodged + below(10);  // on which it was recorded
    for (int acts = 1 + below(6); acts > 0; --acts, day += below(60)) {
      const bool open = below(2) == 0;
      v1::Event& event = events.emplace_back();
      event.set_date(absl::FormatCivilTime(day));
      event.set_to_state(open ? open_states[below(5)] : other_states[below(5)]);
      paint(day, open);
    }
    for (day = kFirstDay; day <= kLastDay; day += 5) {
      const auto then = objection::AsOf(objection, events, day);
      ASSERT_EQ(then.has_value() && objection::CallsIntoQuestion(*then), strip[day - kFirstDay])
          << "seed " << seed << " on " << day;
    }
  }
}

}  // namespace
}  // namespace santong::basis
