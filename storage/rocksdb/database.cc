#include "storage/rocksdb/database.h"

#include <utility>

#include "absl/time/time.h"
#include "rocksdb/db.h"
#include "rocksdb/listener.h"
#include "rocksdb/write_batch.h"
#include "storage/rocksdb/reader.h"
#include "storage/rocksdb/status.h"
#include "storage/rocksdb/tuning.h"

namespace santong::kv {
namespace {

// Deleted by a recovery, to have something to write; never put. No table begins with this byte.
constexpr char kRecoveryMark[] = "\xff\xffsantong recovery mark";

rocksdb::WriteOptions Synced() {
  rocksdb::WriteOptions options;
  options.sync = true;
  return options;
}

}  // namespace

// Hears of failures outside our own writes: a flush or a compaction that finds the disk full.
class Database::Listener : public rocksdb::EventListener {
 public:
  void Attach(Database* database) {
    absl::MutexLock lock(&mutex_);
    database_ = database;
  }

  void OnBackgroundError(rocksdb::BackgroundErrorReason, rocksdb::Status* error) override {
    absl::MutexLock lock(&mutex_);
    if (database_ != nullptr) database_->TurnReadOnly(FromRocksDb(*error, database_->path_));
  }

  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status,
                            bool* automatic) override {
    *automatic = false;
  }

 private:
  absl::Mutex mutex_;
  Database* database_ ABSL_GUARDED_BY(mutex_) = nullptr;
};

Database::Database(const RocksDbStore::Options& options, std::shared_ptr<Listener> listener)
    : path_(options.path),
      recovery_pause_(options.recovery_pause),
      listener_(std::move(listener)) {}

Database::~Database() { listener_->Attach(nullptr); }

absl::StatusOr<std::unique_ptr<Database>> Database::Open(const RocksDbStore::Options& options,
                                                         rocksdb::Env* env) {
  std::unique_ptr<Database> database(new Database(options, std::make_shared<Listener>()));
  database->listener_->Attach(database.get());
  rocksdb::Options tuned = TunedOptions(options, env);
  tuned.listeners.push_back(database->listener_);
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened = rocksdb::DB::Open(tuned, options.path, &db);
  if (!opened.ok()) return FromRocksDbOpen(opened, options.path);
  database->db_.reset(db);
  database->newest_ = std::make_unique<RocksDbReader>(*db, nullptr, options.path);
  return database;
}

std::unique_ptr<Reader> Database::Snapshot() const {
  return std::make_unique<RocksDbReader>(*db_, db_->GetSnapshot(), path_);
}

absl::Status Database::Write(const Pending::Writes& writes) {
  size_t bytes = 0;
  for (const auto& [key, value] : writes) bytes += key.size() + (value ? value->size() : 0) + 16;
  rocksdb::WriteBatch batch(bytes);
  for (const auto& [key, value] : writes) {
    const rocksdb::Status added = value ? batch.Put(key, *value) : batch.Delete(key);
    if (!added.ok()) return FromRocksDb(added, path_);
  }
  const rocksdb::Status written = db_->Write(Synced(), &batch);
  if (written.ok()) return absl::OkStatus();
  TurnReadOnly(FromRocksDb(written, path_));
  return Writable();
}

absl::Status Database::Writable() const {
  if (healthy()) return absl::OkStatus();
  absl::MutexLock lock(&mutex_);
  return writable_;
}

void Database::TurnReadOnly(absl::Status reason) {
  absl::MutexLock lock(&mutex_);
  writable_ = std::move(reason);
  healthy_.store(writable_.ok(), std::memory_order_release);
}

absl::Status Database::Recover() {
  const auto now = std::chrono::steady_clock::now();
  if (healthy() || now < next_try_) return Writable();
  next_try_ = now + absl::ToChronoNanoseconds(recovery_pause_);
  TurnReadOnly(TryToResume());
  return Writable();
}

// A write that failed may stand in the log, whole, though its caller was told that it failed; were
// it replayed after a crash, on top of what was written since, it would be half undone. So no write
// is taken before a flush has put the log that holds it out of use. The mark makes sure that there
// is something to flush.
absl::Status Database::TryToResume() {
  rocksdb::Status done = db_->Resume();
  if (done.ok()) done = db_->Delete(Synced(), kRecoveryMark);
  if (done.ok()) done = db_->Flush(rocksdb::FlushOptions());
  return FromRocksDb(done, path_);
}

}  // namespace santong::kv
