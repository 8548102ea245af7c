// Database: RocksDB as the writer sees it: a reader, one durable write, and a state of health.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "storage/kv/change_batch.h"
#include "storage/kv/store.h"
#include "storage/rocksdb/rocksdb_store.h"

namespace rocksdb {
class BackupEngine;
class DB;
class Env;
class ManagedSnapshot;
class TransactionLogIterator;
class WriteBatch;
}  // namespace rocksdb

namespace santong::kv {

// Thread-safe, but newest(), Write and Recover are for one thread at a time: the writer.
//
// After a failed write only closing and opening RocksDB again tells what reached the disk, and so
// this is how it recovers: in the same way as after a crash. (RocksDB 7.8's own Resume was tried:
// it waits for ever when a compaction fails beside it, and aborts when the memtable is empty.) A
// write that failed may therefore turn out to be stored, whole; never in part, and never after a
// later one has succeeded.
class Database {
 public:
  static absl::StatusOr<std::unique_ptr<Database>> Open(const RocksDbStore::Options& options,
                                                        rocksdb::Env* env);
  ~Database();

  // Waits while the database is being opened again.
  std::unique_ptr<Reader> Snapshot() const;
  // Reads the newest state; for the writer, beside whom nobody changes it.
  const Reader& newest() const { return *newest_; }

  // Makes all of `writes` durable, or leaves the database read-only and says why.
  absl::Status Write(rocksdb::WriteBatch& writes);
  // The same for changes of another store, which must be the next here (FAILED_PRECONDITION).
  absl::Status Apply(const ChangeBatch& changes);

  // Copies everything durable into `engine`, which writes to `folder`, as a new backup and returns
  // its number. Writing goes on meanwhile, also when the database is read-only; a recovery waits as
  // for a reader.
  absl::StatusOr<uint32_t> BackUp(rocksdb::BackupEngine& engine, const std::string& folder) const;

  // As RocksDbStore has them.
  absl::StatusOr<uint64_t> LastChange() const;
  absl::StatusOr<std::vector<ChangeBatch>> ReadChanges(uint64_t after, size_t bytes_max) const;
  absl::StatusOr<uint64_t> OldestChange() const;
  absl::StatusOr<std::string> Identity() const;
  absl::Status CopyTo(const std::string& folder) const;
  // RocksDB's property of this name, which is a number. UNAVAILABLE where there is none.
  absl::StatusOr<uint64_t> Property(const std::string& name) const;

  uint64_t changes() const { return changes_.load(std::memory_order_acquire); }
  absl::Status Writable() const;
  bool healthy() const { return healthy_.load(std::memory_order_acquire); }
  // Tries to get from read-only back to writable, unless it is, or the last try is less than the
  // pause ago, or stored data is damaged. Returns Writable().
  absl::Status Recover();

 private:
  class Listener;
  Database(const RocksDbStore::Options& options, rocksdb::Env* env);

  absl::Status OpenRocksDb(bool create_if_missing);
  void CloseRocksDb();
  absl::Status Reopen();
  absl::Status TryTheDisk() const;
  void SetWritable(absl::Status status);
  void ReaderDied() const;
  // After a change: from now on Snapshot gives the newest state, and changes() another number.
  void ShareNewest();
  // RocksDB itself, which stays open as long as the reader lives.
  struct Held {
    std::unique_ptr<Reader> reader;
    rocksdb::DB* db;
  };
  // Waits while the database is being opened again. Never OK without a database: the reason when it
  // could not be opened.
  absl::StatusOr<Held> Hold() const;

  const RocksDbStore::Options options_;
  rocksdb::Env* const env_;

  // Changed by the writer, and only while `reopening_`. Null after a Reopen that failed.
  std::unique_ptr<rocksdb::DB> db_;
  std::unique_ptr<Reader> newest_;
  std::shared_ptr<Listener> listener_;
  std::chrono::steady_clock::time_point next_try_;

  // Where readers of the changes stand in RocksDB's log, by the last change that they have: to find
  // a place means to read a file of the log from its beginning.
  mutable absl::Mutex tails_mutex_;
  mutable std::map<uint64_t, std::unique_ptr<rocksdb::TransactionLogIterator>> tails_
      ABSL_GUARDED_BY(tails_mutex_);

  std::atomic<bool> healthy_ = true;
  std::atomic<uint64_t> changes_ = 0;
  mutable absl::Mutex mutex_;
  absl::Status writable_ ABSL_GUARDED_BY(mutex_);
  bool reopening_ ABSL_GUARDED_BY(mutex_) = false;
  mutable int readers_ ABSL_GUARDED_BY(mutex_) = 0;  // Snapshots that are alive
  // What Snapshot gives; null while the database is not open.
  std::shared_ptr<rocksdb::ManagedSnapshot> snapshot_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace santong::kv
