// RocksDB's status in our words. The text says what the operator can do.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "rocksdb/status.h"

namespace santong::kv {

// While reading or writing in the folder `path`.
absl::Status FromRocksDb(const rocksdb::Status& status, absl::string_view path);

// While opening it.
absl::Status FromRocksDbOpen(const rocksdb::Status& status, absl::string_view path);

}  // namespace santong::kv
