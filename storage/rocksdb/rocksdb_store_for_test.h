// For tests only: opens the engine on a file system that the test controls.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "storage/rocksdb/rocksdb_store.h"

namespace rocksdb {
class Env;
}

namespace santong::kv {

class RocksDbStoreForTest {
 public:
  // `env` must outlive the store.
  static absl::StatusOr<std::unique_ptr<RocksDbStore>> Open(const RocksDbStore::Options& options,
                                                            rocksdb::Env* env);
};

}  // namespace santong::kv
