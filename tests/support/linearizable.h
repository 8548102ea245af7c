// Whether a history of concurrent acts can be put in one order that a sequential model allows.
//
// The search is Wing and Gong's with Lowe's cache of visited configurations, in the form that
// Porcupine gave it (A. Athalye; G. Lowe, "Testing for linearizability", 2017): events of call and
// return in a list, an act is taken out when the model takes it, and put back when a return is
// reached that nothing before it explains. Partition a history by what its acts touch, and check
// each part by itself (Herlihy and Wing's locality; P-compositionality): one part costs little,
// the whole does not end.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <list>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/hash/hash.h"

namespace santong::testing {

// The outcome never became known: the act may have happened at any time after its call, or not.
inline constexpr int64_t kOpen = std::numeric_limits<int64_t>::max();

template <typename Act>
struct Operation {
  int64_t call = 0;  // instants on one clock
  int64_t end = 0;   // kOpen: never known
  Act act;           // what was asked and, when it ended, what was answered
};

enum class Verdict { kLinearizable, kNotLinearizable, kGaveUp };

// `Model` has a type State, with == and AbslHashValue, whose default is the state at the beginning,
// and a type Act; and
//   static bool Step(const State& state, const Act& act, State* next)
// which says whether the act, with its answer, can happen in that state, and what comes of it. An
// act without an answer can happen in any state; when it never happened, it is put at the end.
// Gives up after `steps_max` steps.
template <typename Model>
Verdict CheckLinearizable(const std::vector<Operation<typename Model::Act>>& history,
                          int64_t steps_max = 50'000'000) {
  using State = typename Model::State;
  struct Event {
    size_t operation;
    bool is_call;
  };
  std::vector<std::pair<std::pair<int64_t, int>, Event>> ordered;
  for (size_t i = 0; i < history.size(); ++i) {
    // At one instant calls come before returns: acts that touch are taken for concurrent.
    ordered.push_back({{history[i].call, 0}, {i, true}});
    ordered.push_back({{history[i].end, 1}, {i, false}});
  }
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::list<Event> left;
  std::vector<typename std::list<Event>::iterator> calls(history.size()), ends(history.size());
  for (const auto& [at, event] : ordered)
    (event.is_call ? calls : ends)[event.operation] = left.insert(left.end(), event);

  struct Taken {
    size_t operation;
    State before;
    typename std::list<Event>::iterator after_call, after_end;  // where they are put back
    std::list<Event> out;                                       // the call, then the return
  };
  std::vector<Taken> taken;
  std::vector<bool> is_taken(history.size());
  // Configurations that were tried: which acts were taken, and the state they led to.
  std::unordered_map<size_t, std::vector<std::pair<std::vector<bool>, State>>> tried;
  const auto is_new = [&](const State& state) {
    auto& same = tried[absl::HashOf(is_taken, state)];
    for (const auto& [acts, known] : same) {
      if (acts == is_taken && known == state) return false;
    }
    same.emplace_back(is_taken, state);
    return true;
  };

  State state{};
  auto at = left.begin();
  for (int64_t steps = 0; !left.empty(); ++steps) {
    if (steps == steps_max) return Verdict::kGaveUp;
    const size_t operation = at->operation;
    if (at->is_call) {
      State next = state;
      bool goes = Model::Step(state, history[operation].act, &next);
      if (goes) {
        is_taken[operation] = true;
        goes = is_new(next);
        if (!goes) is_taken[operation] = false;
      }
      if (!goes) {
        ++at;
        continue;
      }
      Taken& one = taken.emplace_back();
      one.operation = operation;
      one.before = std::exchange(state, std::move(next));
      one.after_end = std::next(ends[operation]);
      one.out.splice(one.out.end(), left, ends[operation]);
      one.after_call = std::next(calls[operation]);
      one.out.splice(one.out.begin(), left, calls[operation]);
      at = left.begin();
      continue;
    }
    // A return, and its act is not taken: the last one that was must be put back.
    if (taken.empty()) return Verdict::kNotLinearizable;
    Taken& one = taken.back();
    state = std::move(one.before);
    is_taken[one.operation] = false;
    left.splice(one.after_call, one.out, one.out.begin());
    left.splice(one.after_end, one.out, one.out.begin());
    at = std::next(calls[one.operation]);
    taken.pop_back();
  }
  return Verdict::kLinearizable;
}

}  // namespace santong::testing
