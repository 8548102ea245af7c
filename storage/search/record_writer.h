// Records into the tables of the index.
#pragma once

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "storage/search/entry_numbers.h"
#include "storage/search/search_index.h"
#include "storage/search/sqlite.h"

namespace santong::search {

// Writes the records in place of what stands of their documents; within the caller's transaction.
// An entry whose words are the same keeps its number: who reads page after page still finds it in
// its place, and no word is written.
absl::Status WriteRecords(Connection& connection, EntryNumbers& numbers,
                          absl::Span<const Record> records);

}  // namespace santong::search
