// The term: how often a standby has become the first, in the history of a store.
#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/kv/store.h"

namespace santong::standby {

// 1 where no standby ever became the first.
absl::StatusOr<int64_t> StoredTerm(const kv::Reader& reader);

// Writes the term unless it is there, or a higher one. Waits for the store.
absl::Status RaiseTerm(kv::Store& store, int64_t term);

}  // namespace santong::standby
