// ChangeArchive: the changes of one store, kept in a folder elsewhere, to go on from a backup with.
//
// A RocksDB of its own, for its checksums and its way through crashes: the number of a batch's
// first change, 8 bytes big-endian, leads to its count, 8 bytes, and its bytes. A file beside it
// says how far it goes, so that an end that is lost is noticed.
// DO NOT CHANGE: stored on disk.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/kv/change_batch.h"

namespace rocksdb {
class DB;
}

namespace santong::kv {

// Not thread-safe. DATA_LOSS: a file is damaged; RESOURCE_EXHAUSTED: the disk is full; UNAVAILABLE:
// it cannot be read or written.
class ChangeArchive {
 public:
  enum class Use { kWrite, kRead };
  // To write it makes the folder; to read, what is not there is NOT_FOUND.
  static absl::StatusOr<std::unique_ptr<ChangeArchive>> Open(const std::string& folder, Use use);
  ~ChangeArchive();

  // The number of the last change in it; 0 when it is empty.
  uint64_t last() const { return last_; }
  // The batch that ends there. NOT_FOUND when it is empty.
  absl::StatusOr<ChangeBatch> Newest() const;

  // Makes them durable.
  absl::Status Append(const std::vector<ChangeBatch>& changes);

  // Visits the batches from change `after` + 1 on, as far as there is no gap; false stops.
  using Visit = absl::FunctionRef<bool(const ChangeBatch& changes)>;
  absl::Status Scan(uint64_t after, Visit visit) const;

  // Removes the batches that end at change `to` or before, but for the newest of all.
  absl::Status RemoveUpTo(uint64_t to);

 private:
  ChangeArchive(std::string folder, std::unique_ptr<rocksdb::DB> db);

  const std::string folder_;
  const std::unique_ptr<rocksdb::DB> db_;
  uint64_t last_ = 0;
};

}  // namespace santong::kv
