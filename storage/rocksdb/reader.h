// A kv::Reader over RocksDB, at a snapshot or at the newest state.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rocksdb/db.h"
#include "rocksdb/snapshot.h"
#include "storage/kv/store.h"

namespace santong::kv {

class RocksDbReader : public Reader {
 public:
  // At `snapshot`, which others may share; null: the newest state at each call. `db` and `path`
  // must live until `died` (may be null) is called, which is the last that it does.
  RocksDbReader(rocksdb::DB& db, std::shared_ptr<rocksdb::ManagedSnapshot> snapshot,
                const std::string& path, std::function<void()> died);
  ~RocksDbReader() override;
  RocksDbReader(const RocksDbReader&) = delete;
  RocksDbReader& operator=(const RocksDbReader&) = delete;

  absl::StatusOr<std::string> Get(absl::string_view key) const override;
  absl::Status Scan(absl::string_view begin, absl::string_view end, Visit visit) const override;
  absl::Status ScanBackward(absl::string_view begin, absl::string_view end,
                            Visit visit) const override;

 private:
  rocksdb::DB& db_;
  std::shared_ptr<rocksdb::ManagedSnapshot> snapshot_;
  const std::string& path_;
  const std::function<void()> died_;
  rocksdb::ReadOptions options_;
};

}  // namespace santong::kv
