#include "storage/rocksdb/rocksdb_store.h"

#include <utility>

#include "rocksdb/env.h"
#include "storage/rocksdb/database.h"
#include "storage/rocksdb/figures.h"
#include "storage/rocksdb/rocksdb_store_for_test.h"
#include "storage/rocksdb/writer.h"

namespace santong::kv {

class RocksDbStore::Parts {
 public:
  Parts(std::unique_ptr<Database> database, size_t queue_bodies_max)
      : database_(std::move(database)), writer_(*database_, queue_bodies_max) {}

  Database& database() { return *database_; }
  Writer& writer() { return writer_; }

 private:
  const std::unique_ptr<Database> database_;
  Writer writer_;
};

RocksDbStore::RocksDbStore(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
RocksDbStore::~RocksDbStore() = default;

absl::StatusOr<std::unique_ptr<RocksDbStore>> RocksDbStore::Open(const Options& options) {
  return RocksDbStoreForTest::Open(options, rocksdb::Env::Default());
}

absl::StatusOr<std::unique_ptr<RocksDbStore>> RocksDbStoreForTest::Open(
    const RocksDbStore::Options& options, rocksdb::Env* env) {
  absl::StatusOr<std::unique_ptr<Database>> database = Database::Open(options, env);
  if (!database.ok()) return database.status();
  return std::unique_ptr<RocksDbStore>(new RocksDbStore(
      std::make_unique<RocksDbStore::Parts>(*std::move(database), options.queue_bodies_max)));
}

const Database& RocksDbStore::database() const { return parts_->database(); }

std::unique_ptr<Reader> RocksDbStore::Snapshot() const { return parts_->database().Snapshot(); }

void RocksDbStore::Transact(Body body, Done done) {
  parts_->writer().Transact(std::move(body), std::move(done));
}

uint64_t RocksDbStore::Changes() const { return parts_->database().changes(); }

absl::Status RocksDbStore::Writable() const { return parts_->database().Writable(); }

std::vector<Figure> RocksDbStore::Figures() const {
  std::vector<Figure> figures = EngineFigures(parts_->database());
  figures.push_back({"writes_waiting", "writes that wait for the writer", [parts = parts_.get()] {
                       return static_cast<double>(parts->writer().Waiting());
                     }});
  return figures;
}

absl::StatusOr<uint64_t> RocksDbStore::LastChange() const {
  return parts_->database().LastChange();
}

absl::StatusOr<std::vector<ChangeBatch>> RocksDbStore::ReadChanges(uint64_t after,
                                                                   size_t bytes_max) const {
  return parts_->database().ReadChanges(after, bytes_max);
}

absl::StatusOr<uint64_t> RocksDbStore::OldestChange() const {
  return parts_->database().OldestChange();
}

absl::Status RocksDbStore::Apply(const ChangeBatch& changes) {
  return parts_->writer().Apply(changes);
}

absl::Status RocksDbStore::CopyTo(const std::string& folder) const {
  return parts_->database().CopyTo(folder);
}

absl::StatusOr<std::string> RocksDbStore::Identity() const { return parts_->database().Identity(); }

}  // namespace santong::kv
