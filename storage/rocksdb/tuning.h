// How RocksDB is set, each setting with its reason.
#pragma once

#include "rocksdb/options.h"
#include "storage/rocksdb/rocksdb_store.h"

namespace santong::kv {

rocksdb::Options TunedOptions(const RocksDbStore::Options& options, rocksdb::Env* env);

}  // namespace santong::kv
