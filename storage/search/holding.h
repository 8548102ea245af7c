// The whole index looked at: its pages, and what its rows say.
#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "storage/search/search_index.h"
#include "storage/search/sqlite.h"

namespace santong::search {

// DATA_LOSS with the first that is wrong where pages, rows and their indexes do not fit together.
absl::Status CheckPages(Connection& connection);

// SearchIndex::Held, at one moment of the file.
absl::Status ReadHolding(Connection& connection, int64_t first, int64_t last, Holding* holding);

}  // namespace santong::search
