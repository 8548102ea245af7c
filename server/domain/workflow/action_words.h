// Actions by name: in English for events and the API, in Chinese for people.
#pragma once

#include <cstddef>

namespace santong::workflow {

template <typename Action>
struct ActionWords {
  Action action;
  const char* name;    // "REGISTER"
  const char* zh;      // 登记编号
  const char* method;  // "RegisterDocument"; empty for what happens by itself
};

// Whether `words` has each action once, in the enum's order up to `last`, so that an action is its
// own index.
template <typename Action, size_t kSize>
constexpr bool IsInOrder(const ActionWords<Action> (&words)[kSize], Action last) {
  for (size_t i = 0; i < kSize; ++i) {
    if (static_cast<size_t>(words[i].action) != i) return false;
  }
  return kSize == static_cast<size_t>(last) + 1;
}

template <typename Action, size_t kSize>
constexpr const ActionWords<Action>& WordsOf(const ActionWords<Action> (&words)[kSize],
                                             Action action) {
  return words[static_cast<size_t>(action)];
}

}  // namespace santong::workflow
