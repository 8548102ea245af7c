// Counters: numbers that only grow, by one, inside a transaction.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/kv/store.h"

namespace santong::tables {

// The counter's value; 0 when it was never raised.
absl::StatusOr<uint64_t> ReadCounter(const kv::Reader& reader, absl::string_view key);

// Raises the counter by one and returns the new value. The value is taken only if the transaction
// is.
absl::StatusOr<uint64_t> RaiseCounter(kv::Transaction& txn, absl::string_view key);

}  // namespace santong::tables
