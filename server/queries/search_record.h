// A document of the register as the search index takes it.
#pragma once

#include "absl/status/statusor.h"
#include "storage/kv/store.h"
#include "storage/search/search_index.h"

namespace santong::queries {

// The record of documents/{id} as `reader` sees it. One without texts when there is no such
// document or the public may not read it: what is not public never leaves the store.
absl::StatusOr<search::Record> ReadRecord(const kv::Reader& reader, uint64_t id);

}  // namespace santong::queries
