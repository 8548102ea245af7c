// What benchmarks of searching measure with: documents that are pieces of about 4 KB of a corpus,
// repeated to the size with other numbers and names; what is searched for; readers that search.
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "storage/search/search_index.h"

namespace santong::bench {

inline constexpr int kReaders = 8;
inline constexpr int64_t kCountMax = 201;  // as far as the server counts hits

struct Piece {
  std::string title;
  std::string text;
};

// From JSON lines or CSV; ends the program with a message when the file cannot be read.
std::vector<Piece> PiecesOf(const std::string& corpus);

// A document of a random piece: of one of 200 organs, listed on a day of 20 years, a quarter of
// them no longer in effect. The same `random` gives the same document.
search::Record RecordOf(const std::vector<Piece>& pieces, uint64_t id, std::mt19937& random);

// Searches of one kind; all ask for the first page.
struct SearchKind {
  const char* name;
  std::vector<search::Query> queries;
};
std::vector<SearchKind> SearchKinds(const std::vector<Piece>& pieces);

// A page and the number of hits to kCountMax, as the server asks for them; ends the program with a
// message when the index fails.
int64_t Search(const search::SearchIndex& index, const search::Query& query);

struct SearchTimes {
  double per_second = 0;
  double p50_ms = 0;
  double p99_ms = 0;
  double hits = 0;  // to kCountMax, the mean
  double searches = 0;
  double processor_ms = 0;  // of a search, where the caller measures it
};

// kReaders threads search one query after the other for `seconds`; each begins another. `search`
// returns the number of hits.
SearchTimes RunReaders(const std::vector<search::Query>& queries, double seconds,
                       const std::function<int64_t(int reader, const search::Query&)>& search);

}  // namespace santong::bench
