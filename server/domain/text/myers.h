// The shortest edit script of two sequences: Myers, "An O(ND) Difference Algorithm and Its
// Variations" (Algorithmica 1986), the greedy form, with a bound on the number of edits.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace santong::text {

// The pairs (index in a, index in b) of equal elements that a shortest edit script keeps, in order.
// nullopt when it needs more than `edits_max` insertions and deletions: the work and the memory are
// bounded by its square and by the lengths times it.
template <typename T>
std::optional<std::vector<std::pair<size_t, size_t>>> CommonElements(const std::vector<T>& a,
                                                                     const std::vector<T>& b,
                                                                     int edits_max) {
  // What both begin and end with needs no search.
  size_t head = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  size_t tail = 0;
  while (tail < a.size() - head && tail < b.size() - head &&
         a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) {
    ++tail;
  }
  const int n = static_cast<int>(a.size() - head - tail);
  const int m = static_cast<int>(b.size() - head - tail);
  // furthest[k + edits_max + 1] is the furthest x on diagonal k = x - y; `trace` keeps it for each
  // d.
  const int most = std::min(edits_max, n + m);
  std::vector<int> furthest(2 * static_cast<size_t>(most) + 3, 0);
  std::vector<std::vector<int>> trace;
  auto at = [most](int k) { return static_cast<size_t>(k + most + 1); };
  int edits = 0;
  for (bool found = false; !found; ++edits) {
    if (edits > most) return std::nullopt;
    // Only the diagonals that this round reads are kept.
    trace.emplace_back(furthest.begin() + static_cast<std::ptrdiff_t>(at(-edits - 1)),
                       furthest.begin() + static_cast<std::ptrdiff_t>(at(edits + 1)) + 1);
    for (int k = -edits; k <= edits && !found; k += 2) {
      const bool down = k == -edits || (k != edits && furthest[at(k - 1)] < furthest[at(k + 1)]);
      int x = down ? furthest[at(k + 1)] : furthest[at(k - 1)] + 1;
      int y = x - k;
      while (x < n && y < m && a[head + x] == b[head + y]) ++x, ++y;
      furthest[at(k)] = x;
      found = x >= n && y >= m;
    }
  }
  --edits;
  std::vector<std::pair<size_t, size_t>> pairs;
  for (size_t i = 0; i < tail; ++i) pairs.emplace_back(a.size() - 1 - i, b.size() - 1 - i);
  int x = n;
  int y = m;
  for (int d = edits; d >= 0; --d) {
    const std::vector<int>& before = trace[static_cast<size_t>(d)];
    auto then = [&](int k) { return before[static_cast<size_t>(k + d + 1)]; };
    const int k = x - y;
    const bool down = k == -d || (k != d && then(k - 1) < then(k + 1));
    const int from_k = down ? k + 1 : k - 1;
    const int from_x = d == 0 ? 0 : then(from_k);
    const int from_y = d == 0 ? 0 : from_x - from_k;
    while (x > from_x && y > from_y) {
      --x, --y;
      pairs.emplace_back(head + static_cast<size_t>(x), head + static_cast<size_t>(y));
    }
    x = from_x;
    y = from_y;
  }
  for (size_t i = head; i > 0; --i) pairs.emplace_back(i - 1, i - 1);
  std::reverse(pairs.begin(), pairs.end());
  return pairs;
}

}  // namespace santong::text
