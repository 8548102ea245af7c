// What can be said of a table of rows before it is run: each is a static_assert beside the table.
#pragma once

#include <array>
#include <cstddef>

namespace santong::workflow {

// No two rows answer the same question: one row for each state and action.
template <typename Rows>
constexpr bool IsDeterministic(const Rows& rows) {
  for (size_t a = 0; a < rows.size(); ++a) {
    for (size_t b = a + 1; b < rows.size(); ++b) {
      if (rows[a].from == rows[b].from && rows[a].action == rows[b].action) return false;
    }
  }
  return true;
}

// Every row names a role, an event and the article behind it.
template <typename Rows>
constexpr bool IsCited(const Rows& rows) {
  for (const auto& row : rows) {
    if (row.roles[0] == 0 || row.event[0] == '\0' || row.article[0] == '\0') return false;
  }
  return true;
}

template <typename Rows, typename State>
constexpr bool HasRowFrom(const Rows& rows, State state) {
  for (const auto& row : rows) {
    if (row.from == state) return true;
  }
  return false;
}

// Whether rows lead from `start` to `state`. `kStates` bounds the walk: there is no longer path
// without a loop.
template <size_t kStates, typename Rows, typename State>
constexpr bool IsReachable(const Rows& rows, State start, State state) {
  std::array<State, kStates> reached{};
  size_t count = 0;
  reached[count++] = start;
  for (size_t next = 0; next < count; ++next) {
    if (reached[next] == state) return true;
    for (const auto& row : rows) {
      if (row.from != reached[next]) continue;
      bool known = false;
      for (size_t i = 0; i < count; ++i) known = known || reached[i] == row.to;
      if (!known && count < kStates) reached[count++] = row.to;
    }
  }
  return false;
}

}  // namespace santong::workflow
