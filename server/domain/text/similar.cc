#include "server/domain/text/similar.h"

#include <algorithm>
#include <numeric>

namespace santong::text {
namespace {

constexpr int kEditsMax = 2;

// How many insertions, deletions and changes of a byte lead from one to the other.
int Edits(const std::string& a, const std::string& b) {
  std::vector<int> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const int above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row.back();
}

}  // namespace

std::string MostSimilar(const std::string& word, const std::vector<std::string>& known) {
  std::string nearest;
  int least = kEditsMax + 1;
  for (const std::string& candidate : known) {
    const int edits = Edits(word, candidate);
    if (edits < least && edits < static_cast<int>(candidate.size())) {
      least = edits;
      nearest = candidate;
    }
  }
  return nearest;
}

}  // namespace santong::text
