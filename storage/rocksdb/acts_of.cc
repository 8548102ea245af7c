#include "storage/rocksdb/acts_of.h"

#include <utility>

#include "rocksdb/write_batch.h"
#include "storage/rocksdb/status.h"

namespace santong::kv {
namespace {

// DO NOT CHANGE: stored in the logs and in the archives of changes.
constexpr char kMark[] = "act";

class Acts : public rocksdb::WriteBatch::Handler {
 public:
  explicit Acts(VisitAct visit) : visit_(visit) {}

  rocksdb::Status PutCF(uint32_t, const rocksdb::Slice& key, const rocksdb::Slice& value) override {
    act_[key.ToString()] = value.ToString();
    return rocksdb::Status::OK();
  }
  rocksdb::Status DeleteCF(uint32_t, const rocksdb::Slice& key) override {
    act_[key.ToString()] = std::nullopt;
    return rocksdb::Status::OK();
  }
  void LogData(const rocksdb::Slice& blob) override {
    if (blob == rocksdb::Slice(kMark)) End();
  }
  bool Continue() override { return go_on_; }

  void End() {
    if (!act_.empty() && go_on_) go_on_ = visit_(act_);
    act_.clear();
  }

 private:
  VisitAct visit_;
  Pending::Writes act_;
  bool go_on_ = true;
};

}  // namespace

absl::Status MarkAct(rocksdb::WriteBatch& batch) {
  return FromRocksDb(batch.PutLogData(kMark), "memory");
}

absl::Status VisitActs(const ChangeBatch& changes, VisitAct visit) {
  const rocksdb::WriteBatch batch(changes.bytes);
  Acts acts(visit);
  const rocksdb::Status read = batch.Iterate(&acts);
  if (!read.ok()) return FromRocksDb(read, "the archive of changes");
  acts.End();
  return absl::OkStatus();
}

absl::Status AddWrites(const Pending::Writes& act, rocksdb::WriteBatch& batch) {
  for (const auto& [key, value] : act) {
    const rocksdb::Status added = value ? batch.Put(key, *value) : batch.Delete(key);
    if (!added.ok()) return FromRocksDb(added, "memory");
  }
  return absl::OkStatus();
}

}  // namespace santong::kv
