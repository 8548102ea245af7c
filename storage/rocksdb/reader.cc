#include "storage/rocksdb/reader.h"

#include <memory>
#include <utility>

#include "storage/rocksdb/status.h"

namespace santong::kv {
namespace {

rocksdb::Slice ToSlice(absl::string_view bytes) { return {bytes.data(), bytes.size()}; }
absl::string_view FromSlice(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

}  // namespace

RocksDbReader::RocksDbReader(rocksdb::DB& db, std::shared_ptr<rocksdb::ManagedSnapshot> snapshot,
                             const std::string& path, std::function<void()> died)
    : db_(db), snapshot_(std::move(snapshot)), path_(path), died_(std::move(died)) {
  if (snapshot_ != nullptr) options_.snapshot = snapshot_->snapshot();
}

RocksDbReader::~RocksDbReader() {
  snapshot_.reset();
  if (died_) died_();
}

absl::StatusOr<std::string> RocksDbReader::Get(absl::string_view key) const {
  std::string value;
  const rocksdb::Status got = db_.Get(options_, db_.DefaultColumnFamily(), ToSlice(key), &value);
  if (!got.ok()) return FromRocksDb(got, path_);
  return value;
}

absl::Status RocksDbReader::Scan(absl::string_view begin, absl::string_view end,
                                 Visit visit) const {
  if (!end.empty() && begin >= end) return absl::OkStatus();
  rocksdb::ReadOptions options = options_;
  const rocksdb::Slice upper = ToSlice(end);
  if (!end.empty()) options.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> it(db_.NewIterator(options));
  for (it->Seek(ToSlice(begin)); it->Valid(); it->Next()) {
    if (!visit(FromSlice(it->key()), FromSlice(it->value()))) break;
  }
  return FromRocksDb(it->status(), path_);
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
  return FromRocksDb(it->status(), path_);
}

}  // namespace santong::kv
