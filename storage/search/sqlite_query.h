// What is asked of the search index, as SQL.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "storage/search/search_index.h"
#include "storage/search/sqlite.h"

namespace santong::search {

// What stands in the indexes of words for a value of the column, so that a filter is looked up as a
// word is: a run that no text holds. Values may share one. DO NOT CHANGE: stored on disk.
std::string FilterWord(Column column, const Value& value);

// A word as MATCH takes it: the characters one behind the other, whatever they are.
std::string QuotedPhrase(absl::string_view word);

// What SearchIndex says of each, on one connection.
absl::Status ReadProgress(Connection& connection, Progress* progress);
absl::Status FindHits(Connection& connection, const Query& query, std::vector<Hit>* hits);
absl::Status CountHits(Connection& connection, const Query& query, int64_t limit, int64_t* count);
absl::Status FacetsOfHits(Connection& connection, const Query& query, int64_t limit,
                          std::vector<FacetRow>* rows);
absl::Status FindNearTitles(Connection& connection, absl::string_view folded, int limit,
                            std::vector<std::string>* titles);
absl::Status FindCitedBy(Connection& connection, uint64_t document, CitationPlace after, int limit,
                         std::vector<CitationRow>* rows);
absl::Status FindCiting(Connection& connection, const std::vector<std::string>& folded_numbers,
                        const std::string& folded_title, CitationPlace after, int limit,
                        std::vector<CitationRow>* rows);

}  // namespace santong::search
