#include "storage/rocksdb/reader.h"

#include <memory>
#include <utility>

#include "rocksdb/perf_level.h"
#include "storage/rocksdb/key_groups.h"
#include "storage/rocksdb/status.h"

namespace santong::kv {
namespace {

rocksdb::Slice ToSlice(absl::string_view bytes) { return {bytes.data(), bytes.size()}; }
absl::string_view FromSlice(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

}  // namespace

RocksDbReader::RocksDbReader(rocksdb::DB& db, std::shared_ptr<rocksdb::ManagedSnapshot> snapshot,
                             const RocksDbStore::Options& options, std::function<void()> died)
    : db_(db), snapshot_(std::move(snapshot)), opened_(options), died_(std::move(died)) {
  if (snapshot_ != nullptr) options_.snapshot = snapshot_->snapshot();
  options_.total_order_seek = true;
  // RocksDB counts every comparison of keys for the thread, and nobody asks for the counts.
  rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable);
}

RocksDbReader::~RocksDbReader() {
  {
    absl::MutexLock lock(&spare_mutex_);
    spare_.reset();
  }
  snapshot_.reset();
  if (died_) died_();
}

absl::StatusOr<std::string> RocksDbReader::Get(absl::string_view key) const {
  std::string value;
  const rocksdb::Status got = db_.Get(options_, db_.DefaultColumnFamily(), ToSlice(key), &value);
  if (!got.ok()) return FromRocksDb(got, opened_.path);
  return value;
}

absl::Status RocksDbReader::Scan(absl::string_view begin, absl::string_view end,
                                 Visit visit) const {
  if (!end.empty() && begin >= end) return absl::OkStatus();
  if (IsOneGroup(opened_.groups, begin, end)) return ScanGroup(begin, visit);
  rocksdb::ReadOptions options = options_;
  const rocksdb::Slice upper = ToSlice(end);
  if (!end.empty()) options.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> it(db_.NewIterator(options));
  for (it->Seek(ToSlice(begin)); it->Valid(); it->Next()) {
    if (!visit(FromSlice(it->key()), FromSlice(it->value()))) break;
  }
  return FromRocksDb(it->status(), opened_.path);
}

// One that stops where the group does, for any group.
std::unique_ptr<rocksdb::Iterator> RocksDbReader::GroupIterator() const {
  {
    absl::MutexLock lock(&spare_mutex_);
    if (spare_ != nullptr) return std::move(spare_);
  }
  rocksdb::ReadOptions options = options_;
  options.total_order_seek = false;
  options.prefix_same_as_start = true;
  return std::unique_ptr<rocksdb::Iterator>(db_.NewIterator(options));
}

absl::Status RocksDbReader::ScanGroup(absl::string_view group, Visit visit) const {
  std::unique_ptr<rocksdb::Iterator> it = GroupIterator();
  for (it->Seek(ToSlice(group)); it->Valid(); it->Next()) {
    if (!visit(FromSlice(it->key()), FromSlice(it->value()))) break;
  }
  const absl::Status scanned = FromRocksDb(it->status(), opened_.path);
  // Without a snapshot an iterator stays at the state of its making.
  if (snapshot_ != nullptr && scanned.ok()) {
    absl::MutexLock lock(&spare_mutex_);
    spare_ = std::move(it);
  }
  return scanned;
}

absl::Status RocksDbReader::ScanBackward(absl::string_view begin, absl::string_view end,
                                         Visit visit) const {
  if (!end.empty() && begin >= end) return absl::OkStatus();
  rocksdb::ReadOptions options = options_;
  const rocksdb::Slice lower = ToSlice(begin), upper = ToSlice(end);
  options.iterate_lower_bound = &lower;
  if (!end.empty()) options.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> it(db_.NewIterator(options));
  for (it->SeekToLast(); it->Valid(); it->Prev()) {
    if (!visit(FromSlice(it->key()), FromSlice(it->value()))) break;
  }
  return FromRocksDb(it->status(), opened_.path);
}

}  // namespace santong::kv
