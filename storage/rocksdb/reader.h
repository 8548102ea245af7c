// A kv::Reader over RocksDB, at a snapshot or at the newest state.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "rocksdb/db.h"
#include "rocksdb/snapshot.h"
#include "storage/kv/store.h"
#include "storage/rocksdb/rocksdb_store.h"

namespace santong::kv {

class RocksDbReader : public Reader {
 public:
  // At `snapshot`, which others may share; null: the newest state at each call. `db` and `options`,
  // with which it was opened, must live until `died` (may be null) is called, which is the last
  // that it does.
  RocksDbReader(rocksdb::DB& db, std::shared_ptr<rocksdb::ManagedSnapshot> snapshot,
                const RocksDbStore::Options& options, std::function<void()> died);
  ~RocksDbReader() override;
  RocksDbReader(const RocksDbReader&) = delete;
  RocksDbReader& operator=(const RocksDbReader&) = delete;

  absl::StatusOr<std::string> Get(absl::string_view key) const override;
  absl::Status Scan(absl::string_view begin, absl::string_view end, Visit visit) const override;
  absl::Status ScanBackward(absl::string_view begin, absl::string_view end,
                            Visit visit) const override;

 private:
  absl::Status ScanGroup(absl::string_view group, Visit visit) const;
  std::unique_ptr<rocksdb::Iterator> GroupIterator() const;

  rocksdb::DB& db_;
  std::shared_ptr<rocksdb::ManagedSnapshot> snapshot_;
  const RocksDbStore::Options& opened_;
  const std::function<void()> died_;
  rocksdb::ReadOptions options_;
  // A call looks into several groups, and to make an iterator costs more than a group that is
  // empty.
  mutable absl::Mutex spare_mutex_;
  mutable std::unique_ptr<rocksdb::Iterator> spare_ ABSL_GUARDED_BY(spare_mutex_);
};

}  // namespace santong::kv
