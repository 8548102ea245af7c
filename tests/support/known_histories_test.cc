// The checker gives the verdicts that Porcupine's own tests give, on the histories that they give
// them for: eight runs of Jepsen against etcd, four of them linearizable
// (tests/testdata/histories).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <istream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/support/linearizable.h"
#include "tests/support/status_matchers.h"

namespace santong::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::UnorderedElementsAreArray;

constexpr char kFolder[] = "tests/testdata/histories";
constexpr int kNil = -1;  // nothing was written yet; what is written is never negative

// A register with compare-and-set.
struct Register {
  struct State {
    int value = kNil;

    friend bool operator==(const State& a, const State& b) { return a.value == b.value; }
    template <typename H>
    friend H AbslHashValue(H hash, const State& state) {
      return H::combine(std::move(hash), state.value);
    }
  };
  enum class What { kRead, kWrite, kCas };
  enum class Answer { kNone, kOk, kFail };
  struct Act {
    What what = What::kRead;
    std::vector<int> values;  // what was read; what to write; what must be there and what to write
    Answer answer = Answer::kNone;
  };
  static bool Step(const State& state, const Act& act, State* next) {
    *next = state;
    switch (act.what) {
      case What::kRead:
        return act.values[0] == state.value;
      case What::kWrite:
        next->value = act.values[0];
        return true;
      case What::kCas: {
        const bool matches = act.values[0] == state.value;
        if (matches) next->value = act.values[1];
        return act.answer == Answer::kNone || (act.answer == Answer::kOk) == matches;
      }
    }
    return false;
  }
};

using History = std::vector<Operation<Register::Act>>;

// Every event that there is.
struct Form {
  const char* kind;
  const char* act;
  Register::What what;
  size_t values;  // how many follow
};
constexpr Form kForms[] = {
    {"invoke", "read", Register::What::kRead, 0}, {"ok", "read", Register::What::kRead, 1},
    {"fail", "read", Register::What::kRead, 0},   {"invoke", "write", Register::What::kWrite, 1},
    {"ok", "write", Register::What::kWrite, 1},   {"info", "write", Register::What::kWrite, 0},
    {"invoke", "cas", Register::What::kCas, 2},   {"ok", "cas", Register::What::kCas, 2},
    {"fail", "cas", Register::What::kCas, 2},     {"info", "cas", Register::What::kCas, 0},
};

// The lines' numbers are the instants. INVALID_ARGUMENT names the first line that cannot be.
absl::StatusOr<History> ReadHistory(std::istream& lines) {
  History history;
  std::map<int, size_t> asked;  // by process: its act that has no answer
  std::set<int> ended;          // processes whose act timed out; they do nothing more
  int64_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const auto wrong = [&](const char* why) {
      return absl::InvalidArgumentError(absl::StrCat("line ", number, ", ", why, ": ", line));
    };
    const std::vector<std::string> words = absl::StrSplit(line, ' ');
    int process = 0;
    if (words.size() < 3 || !absl::SimpleAtoi(words[0], &process)) return wrong("not an event");
    const Form* form = std::find_if(std::begin(kForms), std::end(kForms), [&](const Form& one) {
      return words[1] == one.kind && words[2] == one.act;
    });
    if (form == std::end(kForms)) return wrong("no such event");
    if (words.size() != 3 + form->values) return wrong("not as many values as it has");
    const std::string& kind = words[1];
    std::vector<int> values;
    for (size_t i = 3; i < words.size(); ++i) {
      int value = kNil;
      const bool is_nil = words[i] == "nil" && form->what == Register::What::kRead;
      if (!is_nil && (!absl::SimpleAtoi(words[i], &value) || value < 0))
        return wrong("not a value");
      values.push_back(value);
    }

    if (ended.contains(process)) return wrong("its process has ended");
    if (kind == "invoke") {
      if (!asked.emplace(process, history.size()).second) return wrong("its process waits");
      Operation<Register::Act>& operation = history.emplace_back();
      operation.call = number;
      operation.end = kOpen;
      operation.act = {form->what, std::move(values), Register::Answer::kNone};
      continue;
    }
    const auto at = asked.find(process);
    if (at == asked.end()) return wrong("nothing was asked");
    Operation<Register::Act>& operation = history[at->second];
    asked.erase(at);
    if (operation.act.what != form->what) return wrong("something else was asked");
    if (kind == "info") {
      ended.insert(process);
      continue;
    }
    if (form->what == Register::What::kRead) {
      if (kind == "fail") continue;
      operation.act.values = std::move(values);
    } else if (operation.act.values != values) {
      return wrong("other values were asked");
    }
    operation.end = number;
    operation.act.answer = kind == "ok" ? Register::Answer::kOk : Register::Answer::kFail;
  }
  if (number == 0) return absl::InvalidArgumentError("no events");
  // A read without an answer says nothing.
  std::erase_if(history, [](const Operation<Register::Act>& operation) {
    return operation.act.what == Register::What::kRead &&
           operation.act.answer == Register::Answer::kNone;
  });
  return history;
}

struct Known {
  const char* name;
  int events;
  Verdict verdict;
};
constexpr Known kKnown[] = {
    {"etcd_000", 170, Verdict::kNotLinearizable}, {"etcd_001", 172, Verdict::kNotLinearizable},
    {"etcd_002", 154, Verdict::kLinearizable},    {"etcd_003", 174, Verdict::kNotLinearizable},
    {"etcd_005", 158, Verdict::kLinearizable},    {"etcd_007", 162, Verdict::kLinearizable},
    {"etcd_018", 166, Verdict::kLinearizable},    {"etcd_099", 164, Verdict::kNotLinearizable},
};

std::string PathOf(const Known& known) { return absl::StrCat(kFolder, "/", known.name, ".txt"); }

class EtcdHistory : public ::testing::TestWithParam<Known> {};

TEST_P(EtcdHistory, HasPorcupinesVerdict) {
  std::ifstream file(PathOf(GetParam()));
  ASSERT_TRUE(file) << PathOf(GetParam());
  const absl::StatusOr<History> history = ReadHistory(file);
  ASSERT_THAT(history, IsOk());
  EXPECT_EQ(CheckLinearizable<Register>(*history), GetParam().verdict);
}

INSTANTIATE_TEST_SUITE_P(All, EtcdHistory, ::testing::ValuesIn(kKnown),
                         [](const ::testing::TestParamInfo<Known>& info) {
                           return std::string(info.param.name);
                         });

// A clone without the files, or with half of one, must not pass.
TEST(KnownHistories, AreAllThereAndWhole) {
  std::vector<std::string> expected, found;
  for (const Known& known : kKnown) {
    expected.push_back(PathOf(known));
    std::ifstream file(PathOf(known));
    EXPECT_EQ(std::count(std::istreambuf_iterator<char>(file), {}, '\n'), known.events)
        << PathOf(known);
  }
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".txt") found.push_back(entry.path().string());
  }
  EXPECT_THAT(found, UnorderedElementsAreArray(expected));
}

struct Told {
  const char* name;
  const char* lines;
  Verdict verdict;
};

class RegisterHistory : public ::testing::TestWithParam<Told> {};

// What the lines mean, one rule a case.
TEST_P(RegisterHistory, HasItsVerdict) {
  std::istringstream lines(GetParam().lines);
  const absl::StatusOr<History> history = ReadHistory(lines);
  ASSERT_THAT(history, IsOk());
  EXPECT_EQ(CheckLinearizable<Register>(*history), GetParam().verdict);
}

INSTANTIATE_TEST_SUITE_P(
    All, RegisterHistory,
    ::testing::Values(
        Told{"nil_before_a_write", "0 invoke read\n0 ok read nil\n", Verdict::kLinearizable},
        Told{"nil_after_a_write", "0 invoke write 1\n0 ok write 1\n0 invoke read\n0 ok read nil\n",
             Verdict::kNotLinearizable},
        Told{"zero_is_not_nil", "0 invoke read\n0 ok read 0\n", Verdict::kNotLinearizable},
        Told{"cas_that_matches",
             "0 invoke write 1\n0 ok write 1\n0 invoke cas 1 2\n0 ok cas 1 2\n"
             "0 invoke read\n0 ok read 2\n",
             Verdict::kLinearizable},
        Told{"cas_that_was_done_without_a_match", "0 invoke cas 1 2\n0 ok cas 1 2\n",
             Verdict::kNotLinearizable},
        Told{"cas_that_failed_with_a_match",
             "0 invoke write 1\n0 ok write 1\n0 invoke cas 1 2\n0 fail cas 1 2\n",
             Verdict::kNotLinearizable},
        Told{"cas_that_failed_and_was_done",
             "0 invoke write 1\n0 ok write 1\n0 invoke cas 3 2\n0 fail cas 3 2\n"
             "0 invoke read\n0 ok read 2\n",
             Verdict::kNotLinearizable},
        Told{"write_that_timed_out_and_is_seen_late",
             "0 invoke write 1\n0 info write\n1 invoke read\n1 ok read nil\n"
             "1 invoke read\n1 ok read 1\n",
             Verdict::kLinearizable},
        Told{"cas_that_timed_out_and_is_seen_late",
             "0 invoke write 1\n0 ok write 1\n0 invoke cas 1 2\n0 info cas\n"
             "1 invoke read\n1 ok read 1\n1 invoke read\n1 ok read 2\n",
             Verdict::kLinearizable},
        Told{"cas_that_timed_out_and_is_never_seen",
             "0 invoke write 1\n0 ok write 1\n0 invoke cas 1 2\n0 info cas\n"
             "1 invoke read\n1 ok read 1\n",
             Verdict::kLinearizable},
        Told{"cas_that_timed_out_and_is_undone",
             "0 invoke write 1\n0 ok write 1\n0 invoke cas 1 2\n0 info cas\n"
             "1 invoke read\n1 ok read 2\n1 invoke read\n1 ok read 1\n",
             Verdict::kNotLinearizable},
        Told{"read_that_timed_out",
             "0 invoke write 1\n0 ok write 1\n0 invoke read\n0 fail read\n"
             "0 invoke read\n0 ok read 1\n",
             Verdict::kLinearizable},
        Told{"answers_that_never_came", "0 invoke read\n1 invoke write 1\n",
             Verdict::kLinearizable}),
    [](const ::testing::TestParamInfo<Told>& info) { return std::string(info.param.name); });

TEST(KnownHistories, ALineThatCannotBeIsRefused) {
  for (const char* text : {
           "",
           "\n",
           "0 invoke\n",
           "x invoke read\n",
           "0  invoke read\n",
           "0 invoke append 1\n",
           "0 retry write 1\n",
           "0 invoke read 1\n",
           "0 invoke cas 1\n",
           "0 invoke write x\n",
           "0 invoke write -1\n",
           "0 invoke write nil\n",
           "0 ok read 1\n",
           "0 invoke read\n0 invoke read\n",
           "0 invoke read\n1 ok read 1\n",
           "0 invoke write 1\n0 ok write 2\n",
           "0 invoke cas 1 2\n0 fail cas 1 3\n",
           "0 invoke write 1\n0 ok cas 1 2\n",
           "0 invoke write 1\n0 fail write 1\n",
           "0 invoke read\n0 info read\n",
           "0 invoke write 1\n0 ok write 1\n0 ok write 1\n",
           "0 invoke write 1\n0 info write\n0 invoke read\n",
           "0 invoke write 1\n0 info write\n0 ok write 1\n",
       }) {
    std::istringstream lines(text);
    EXPECT_THAT(ReadHistory(lines), StatusIs(absl::StatusCode::kInvalidArgument)) << text;
  }
  std::istringstream lines("0 invoke read\n0 ok read\n0 invoke read\n");
  EXPECT_THAT(ReadHistory(lines),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("line 2")));
}

}  // namespace
}  // namespace santong::testing
