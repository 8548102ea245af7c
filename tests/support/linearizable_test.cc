// The checker itself, on histories whose verdict is known.
#include "tests/support/linearizable.h"

#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <string>

namespace santong::testing {
namespace {

// One register: what is read is what was written last.
struct Register {
  using State = int;
  struct Act {
    char what;                 // 'w' or 'r'
    std::optional<int> value;  // absent: a read that was never answered
  };
  static bool Step(const State& state, const Act& act, State* next) {
    if (act.what == 'r') return !act.value.has_value() || *act.value == state;
    *next = *act.value;
    return true;
  }
};

using History = std::vector<Operation<Register::Act>>;

struct Case {
  const char* name;
  History history;
  Verdict verdict;
};

class KnownHistory : public ::testing::TestWithParam<Case> {};

TEST_P(KnownHistory, HasItsVerdict) {
  EXPECT_EQ(CheckLinearizable<Register>(GetParam().history), GetParam().verdict);
}

INSTANTIATE_TEST_SUITE_P(
    All, KnownHistory,
    ::testing::Values(Case{"nothing", {}, Verdict::kLinearizable},
                      Case{"one_after_the_other",
                           {{0, 1, {'w', 1}}, {2, 3, {'r', 1}}, {4, 5, {'w', 2}}, {6, 7, {'r', 2}}},
                           Verdict::kLinearizable},
                      Case{"a_stale_read",
                           {{0, 1, {'w', 1}}, {2, 3, {'w', 2}}, {4, 5, {'r', 1}}},
                           Verdict::kNotLinearizable},
                      Case{"a_read_of_what_nobody_wrote",
                           {{0, 1, {'w', 1}}, {2, 3, {'r', 7}}},
                           Verdict::kNotLinearizable},
                      // Porcupine's own first examples: reads beside a write may see either value …
                      Case{"reads_beside_a_write",
                           {{0, 100, {'w', 100}}, {25, 75, {'r', 100}}, {30, 60, {'r', 0}}},
                           Verdict::kLinearizable},
                      // … but not the old one after somebody has seen the new one.
                      Case{"the_old_value_after_the_new",
                           {{0, 100, {'w', 200}}, {10, 30, {'r', 200}}, {40, 90, {'r', 0}}},
                           Verdict::kNotLinearizable},
                      // Herlihy and Wing's: two writers, and readers that disagree on their order.
                      Case{"readers_that_disagree",
                           {{0, 9, {'w', 1}},
                            {0, 9, {'w', 2}},
                            {10, 11, {'r', 1}},
                            {12, 13, {'r', 2}},
                            {10, 13, {'r', 1}}},
                           Verdict::kNotLinearizable},
                      Case{"an_unknown_write_that_is_seen_late",
                           {{0, kOpen, {'w', 5}}, {1, 2, {'r', 0}}, {3, 4, {'r', 5}}},
                           Verdict::kLinearizable},
                      Case{"an_unknown_write_that_is_never_seen",
                           {{0, kOpen, {'w', 5}}, {1, 2, {'r', 0}}, {3, 4, {'r', 0}}},
                           Verdict::kLinearizable},
                      Case{"an_unknown_write_that_is_undone",
                           {{0, kOpen, {'w', 5}}, {1, 2, {'r', 5}}, {3, 4, {'r', 0}}},
                           Verdict::kNotLinearizable},
                      Case{"an_unknown_write_that_is_seen_before_its_call",
                           {{0, 1, {'r', 5}}, {2, kOpen, {'w', 5}}},
                           Verdict::kNotLinearizable}),
    [](const ::testing::TestParamInfo<Case>& info) { return std::string(info.param.name); });

// Histories of a real register, blurred: each act gets an interval around the instant at which it
// happened. All must pass; with one answer changed to a value that was never written, none.
TEST(Linearizable, BlurredHistoriesPassAndForgedOnesDoNot) {
  std::mt19937 random(20261128);
  for (int round = 0; round < 50; ++round) {
    History history;
    int value = 0;
    for (int64_t instant = 0; instant < 200; ++instant) {
      const int64_t before = static_cast<int64_t>(random() % 8);
      const int64_t after = static_cast<int64_t>(random() % 8);
      Operation<Register::Act> operation{instant * 2 - before, instant * 2 + after, {'r', value}};
      if (random() % 2 == 0) {
        value = static_cast<int>(random() % 5) + 1;
        operation.act = {'w', value};
        if (random() % 20 == 0) operation.end = kOpen;
      }
      history.push_back(operation);
    }
    EXPECT_EQ(CheckLinearizable<Register>(history), Verdict::kLinearizable) << round;
    for (auto& operation : history) {
      if (operation.act.what != 'r') continue;
      operation.act.value = 99;
      break;
    }
    EXPECT_EQ(CheckLinearizable<Register>(history), Verdict::kNotLinearizable) << round;
  }
}

TEST(Linearizable, GivesUpRatherThanRunForEver) {
  History history;
  for (int i = 0; i < 30; ++i) history.push_back({0, 100, {'w', i}});
  history.push_back({101, 102, {'r', 99}});
  EXPECT_EQ(CheckLinearizable<Register>(history, 10'000), Verdict::kGaveUp);
}

}  // namespace
}  // namespace santong::testing
