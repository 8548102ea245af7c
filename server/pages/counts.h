// How many documents of the public catalogue have what in common.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "server/pages/site.h"

namespace santong::pages {

struct Counts {
  int64_t valid = 0;        // may count: in effect, or not yet
  int64_t not_valid = 0;    // ended, suspended, or never unified
  bool are_bounds = false;  // there are more; what follows counts the newest of either
  // By field of a search (state, organ, year, kind), the most frequent first; years newest first.
  std::map<std::string, std::vector<std::pair<std::string, int64_t>>> by_field;
};

// Counts as many as the search counts for its facets.
grpc::Status CountAll(const Visit& visit, Counts* counts);

}  // namespace santong::pages
