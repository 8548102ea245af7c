// Database: RocksDB as the writer sees it: a reader, one durable write, and a state of health.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "storage/kv/pending.h"
#include "storage/kv/store.h"
#include "storage/rocksdb/rocksdb_store.h"

namespace rocksdb {
class DB;
class Env;
}  // namespace rocksdb

namespace santong::kv {

// Thread-safe, but Write and Recover are for one thread at a time: the writer.
class Database {
 public:
  static absl::StatusOr<std::unique_ptr<Database>> Open(const RocksDbStore::Options& options,
                                                        rocksdb::Env* env);
  ~Database();

  std::unique_ptr<Reader> Snapshot() const;
  // Reads the newest state; for the writer, beside whom nobody changes it.
  const Reader& newest() const { return *newest_; }

  // Makes all of `writes` durable, or leaves the database read-only and says why.
  absl::Status Write(const Pending::Writes& writes);

  absl::Status Writable() const;
  bool healthy() const { return healthy_.load(std::memory_order_acquire); }
  // Tries to get from read-only back to writable, unless it is, or the last try is less than the
  // pause ago. Returns Writable().
  absl::Status Recover();

 private:
  class Listener;
  Database(const RocksDbStore::Options& options, std::shared_ptr<Listener> listener);

  absl::Status TryToResume();
  void TurnReadOnly(absl::Status reason);

  const std::string path_;
  const absl::Duration recovery_pause_;
  const std::shared_ptr<Listener> listener_;
  std::unique_ptr<rocksdb::DB> db_;
  std::unique_ptr<Reader> newest_;

  std::chrono::steady_clock::time_point next_try_;  // the writer's
  std::atomic<bool> healthy_ = true;
  mutable absl::Mutex mutex_;
  absl::Status writable_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace santong::kv
