// RocksDbStore: the conformance suite, and what a store on a disk must do besides.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "storage/rocksdb/rocksdb_store.h"
#include "tests/storage/conformance.h"
#include "tests/storage/conformance_transactions.h"

namespace santong::kv {
namespace {

std::unique_ptr<Store> OpenRocksDb(const std::string& folder) {
  RocksDbStore::Options options;
  options.path = folder;
  auto store = RocksDbStore::Open(options);
  EXPECT_TRUE(store.ok()) << store.status();
  return *std::move(store);
}

INSTANTIATE_TEST_SUITE_P(RocksDb, Conformance, ::testing::Values(Engine{"on_disk", OpenRocksDb}),
                         EngineName);

}  // namespace
}  // namespace santong::kv
