#include "storage/rocksdb/database.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "rocksdb/db.h"
#include "rocksdb/listener.h"
#include "rocksdb/perf_level.h"
#include "rocksdb/snapshot.h"
#include "rocksdb/transaction_log.h"
#include "rocksdb/utilities/backup_engine.h"
#include "rocksdb/utilities/checkpoint.h"
#include "rocksdb/write_batch.h"
#include "storage/rocksdb/engine_log.h"
#include "storage/rocksdb/identity_file.h"
#include "storage/rocksdb/reader.h"
#include "storage/rocksdb/status.h"
#include "storage/rocksdb/step_back.h"
#include "storage/rocksdb/tuning.h"

namespace santong::kv {
namespace {

// Opening writes the log out into tables, so it needs room; and a disk that fills up again at once
// is no use to anybody.
constexpr uint64_t kFreeBytesToRecover = 256 << 20;

// Of the threads that flush and compact: where the processors are full, calls go first. Not so far
// back that tables pile up, through all of which a read has to look. 0: as the others.
constexpr int kBackgroundNice = 5;

rocksdb::WriteOptions Synced() {
  rocksdb::WriteOptions options;
  options.sync = true;
  return options;
}

// What a Snapshot is while the database could not be opened again.
class FailedReader : public Reader {
 public:
  explicit FailedReader(absl::Status reason) : reason_(std::move(reason)) {}
  absl::StatusOr<std::string> Get(absl::string_view) const override { return reason_; }
  absl::Status Scan(absl::string_view, absl::string_view, Visit) const override { return reason_; }
  absl::Status ScanBackward(absl::string_view, absl::string_view, Visit) const override {
    return reason_;
  }

 private:
  const absl::Status reason_;
};

}  // namespace

// Hears of failures outside our own writes: a flush or a compaction that finds the disk full.
class Database::Listener : public rocksdb::EventListener {
 public:
  // From now on errors go to `database`; so does one that has come before.
  void Attach(Database* database) {
    absl::MutexLock lock(&mutex_);
    database_ = database;
    if (database_ != nullptr && !early_.ok()) Report(early_);
  }

  void OnBackgroundError(rocksdb::BackgroundErrorReason, rocksdb::Status* error) override {
    absl::MutexLock lock(&mutex_);
    if (database_ == nullptr) {
      early_ = *error;
    } else {
      Report(*error);
    }
  }

  // On the engine's own thread, which begins the job.
  void OnFlushBegin(rocksdb::DB*, const rocksdb::FlushJobInfo&) override {
    StepBack(kBackgroundNice);
    rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable);
  }
  void OnCompactionBegin(rocksdb::DB*, const rocksdb::CompactionJobInfo&) override {
    StepBack(kBackgroundNice);
    rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable);
  }

  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status,
                            bool* automatic) override {
    *automatic = false;
  }

 private:
  void Report(const rocksdb::Status& error) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    database_->SetWritable(FromRocksDb(error, database_->options_.path));
  }

  absl::Mutex mutex_;
  Database* database_ ABSL_GUARDED_BY(mutex_) = nullptr;
  rocksdb::Status early_ ABSL_GUARDED_BY(mutex_);
};

Database::Database(const RocksDbStore::Options& options, rocksdb::Env* env)
    : options_(options), env_(env) {}

Database::~Database() { CloseRocksDb(); }

absl::StatusOr<std::unique_ptr<Database>> Database::Open(const RocksDbStore::Options& options,
                                                         rocksdb::Env* env) {
  std::unique_ptr<Database> database(new Database(options, env));
  const absl::Status opened = database->OpenRocksDb(options.create_if_missing);
  if (!opened.ok()) return opened;
  return database;
}

absl::Status Database::OpenRocksDb(bool create_if_missing) {
  if (absl::Status known = CheckIdentity(options_.path); !known.ok()) return known;
  auto listener = std::make_shared<Listener>();
  rocksdb::Options tuned = TunedOptions(options_, env_);
  tuned.create_if_missing = create_if_missing;
  tuned.listeners.push_back(listener);
  tuned.info_log = OpenEngineLog(options_.path);
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened = rocksdb::DB::Open(tuned, options_.path, &db);
  if (!opened.ok()) return FromRocksDbOpen(opened, options_.path);
  std::unique_ptr<rocksdb::DB> owned(db);
  if (absl::Status noted = NoteIdentity(options_.path); !noted.ok()) return noted;
  db_ = std::move(owned);
  newest_ = std::make_unique<RocksDbReader>(*db, nullptr, options_, nullptr);
  listener_ = std::move(listener);
  ShareNewest();
  SetWritable(absl::OkStatus());
  listener_->Attach(this);
  return absl::OkStatus();
}

// The database itself without the lock: it waits for threads that may be reporting an error.
void Database::CloseRocksDb() {
  if (listener_ != nullptr) listener_->Attach(nullptr);
  newest_.reset();
  {
    absl::MutexLock lock(&mutex_);
    snapshot_.reset();
  }
  {
    absl::MutexLock lock(&tails_mutex_);
    tails_.clear();
  }
  db_.reset();
}

std::unique_ptr<Reader> Database::Snapshot() const {
  auto held = Hold();
  if (!held.ok()) return std::make_unique<FailedReader>(held.status());
  return std::move(held->reader);
}

// The reader, the database and the reason why there is none are of one moment.
absl::StatusOr<Database::Held> Database::Hold() const {
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(
      +[](const bool* reopening) { return !*reopening; }, &reopening_));
  if (db_ == nullptr) {
    if (!writable_.ok()) return writable_;
    return absl::UnavailableError(absl::StrCat("the store in ", options_.path, " is not open"));
  }
  ++readers_;
  return Held{std::make_unique<RocksDbReader>(*db_, snapshot_, options_, [this] { ReaderDied(); }),
              db_.get()};
}

// Between two writes all readers see one state, so they share one snapshot. Whoever writes takes
// it: taking one goes through RocksDB's own lock, which writes hold, too.
void Database::ShareNewest() {
  auto snapshot = std::make_shared<rocksdb::ManagedSnapshot>(db_.get());
  absl::MutexLock lock(&mutex_);
  snapshot_.swap(snapshot);  // the one before dies after the lock
  changes_.fetch_add(1, std::memory_order_release);
}

void Database::ReaderDied() const {
  absl::MutexLock lock(&mutex_);
  --readers_;
}

absl::StatusOr<uint32_t> Database::BackUp(rocksdb::BackupEngine& engine,
                                          const std::string& folder) const {
  auto held = Hold();
  if (!held.ok()) return held.status();
  rocksdb::DB* const db = held->db;
  rocksdb::BackupID id = 0;
  const auto made = engine.CreateNewBackupWithMetadata(rocksdb::CreateBackupOptions(), db, "", &id);
  if (!made.ok()) {
    // Two disks take part, and RocksDB names the file.
    const bool is_copy = absl::StrContains(made.ToString(), folder + "/");
    return FromRocksDb(made, is_copy ? folder : options_.path);
  }
  return id;
}

absl::Status Database::Write(rocksdb::WriteBatch& writes) {
  const rocksdb::Status written = db_->Write(Synced(), &writes);
  ShareNewest();
  absl::Status result = FromRocksDb(written, options_.path);
  if (!result.ok()) SetWritable(result);
  return result;
}

absl::Status Database::Apply(const ChangeBatch& changes) {
  rocksdb::WriteBatch batch(changes.bytes);
  if (changes.first != db_->GetLatestSequenceNumber() + 1 || changes.count != batch.Count()) {
    return absl::FailedPreconditionError(absl::StrCat("change ", changes.first, " was sent to ",
                                                      options_.path, ", and its last change is ",
                                                      db_->GetLatestSequenceNumber()));
  }
  return Write(batch);
}

absl::StatusOr<uint64_t> Database::LastChange() const {
  auto held = Hold();
  if (!held.ok()) return held.status();
  const rocksdb::DB* const db = held->db;
  return db->GetLatestSequenceNumber();
}

absl::StatusOr<uint64_t> Database::OldestChange() const {
  auto held = Hold();
  if (!held.ok()) return held.status();
  rocksdb::DB* const db = held->db;
  // From change 1 on RocksDB goes to the first that it has.
  std::unique_ptr<rocksdb::TransactionLogIterator> log;
  const rocksdb::Status found = db->GetUpdatesSince(1, &log);
  if (!found.ok() && !found.IsNotFound() && !found.IsCorruption())
    return FromRocksDb(found, options_.path);
  if (log == nullptr || !log->Valid())
    return absl::OutOfRangeError(absl::StrCat("no changes are kept in ", options_.path));
  return log->GetBatch().sequence;
}

absl::StatusOr<std::string> Database::Identity() const {
  auto held = Hold();
  if (!held.ok()) return held.status();
  const rocksdb::DB* const db = held->db;
  std::string identity;
  const rocksdb::Status read = db->GetDbIdentity(identity);
  if (!read.ok()) return FromRocksDb(read, options_.path);
  return identity;
}

absl::StatusOr<uint64_t> Database::Property(const std::string& name) const {
  auto held = Hold();
  if (!held.ok()) return held.status();
  rocksdb::DB* const db = held->db;
  uint64_t number = 0;
  if (db->GetIntProperty(name, &number)) return number;
  // Some are given as text only.
  std::string text;
  if (db->GetProperty(name, &text) && absl::SimpleAtoi(text, &number)) return number;
  return absl::UnavailableError(absl::StrCat("no number ", name));
}

absl::Status Database::CopyTo(const std::string& folder) const {
  auto held = Hold();
  if (!held.ok()) return held.status();
  rocksdb::DB* const db = held->db;
  rocksdb::Checkpoint* opened = nullptr;
  rocksdb::Status status = rocksdb::Checkpoint::Create(db, &opened);
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(opened);
  if (status.ok()) status = checkpoint->CreateCheckpoint(folder);
  return FromRocksDb(status, folder);
}

absl::StatusOr<std::vector<ChangeBatch>> Database::ReadChanges(uint64_t after,
                                                               size_t bytes_max) const {
  constexpr size_t kTailsMax = 4;  // an archive, a standby, and what they came from
  auto held = Hold();
  if (!held.ok()) return held.status();
  rocksdb::DB* const db = held->db;
  std::vector<ChangeBatch> read;
  if (db->GetLatestSequenceNumber() <= after) return read;
  absl::MutexLock lock(&tails_mutex_);
  std::unique_ptr<rocksdb::TransactionLogIterator> tail;
  if (auto known = tails_.find(after); known != tails_.end()) {
    tail = std::move(known->second);
    tails_.erase(known);
    tail->Next();
  }
  if (tail == nullptr || !tail->Valid()) {  // the log went on in another file
    tail.reset();
    const rocksdb::Status found = db->GetUpdatesSince(after + 1, &tail);
    // RocksDB says corruption also where its log begins later than that.
    if (!found.ok() && !found.IsNotFound() && !found.IsCorruption())
      return FromRocksDb(found, options_.path);
  }
  for (size_t bytes = 0; tail != nullptr && tail->Valid(); tail->Next()) {
    rocksdb::BatchResult batch = tail->GetBatch();
    if (batch.sequence != after + 1) break;
    ChangeBatch& changes = read.emplace_back();
    changes.first = batch.sequence;
    changes.count = batch.writeBatchPtr->Count();
    changes.bytes = batch.writeBatchPtr->Data();
    after = changes.last();
    bytes += changes.bytes.size();
    if (bytes >= bytes_max) break;
  }
  if (read.empty()) {
    return absl::OutOfRangeError(
        absl::StrCat("the changes after ", after, " are not kept in ", options_.path, " any more"));
  }
  tails_[after] = std::move(tail);
  if (tails_.size() > kTailsMax) tails_.erase(tails_.begin());
  return read;
}

absl::Status Database::Writable() const {
  if (healthy()) return absl::OkStatus();
  absl::MutexLock lock(&mutex_);
  return writable_;
}

void Database::SetWritable(absl::Status status) {
  absl::MutexLock lock(&mutex_);
  writable_ = std::move(status);
  healthy_.store(writable_.ok(), std::memory_order_release);
}

absl::Status Database::Recover() {
  if (healthy()) return absl::OkStatus();
  const absl::Status reason = Writable();
  const auto now = std::chrono::steady_clock::now();
  if (absl::IsDataLoss(reason) || now < next_try_) return reason;
  next_try_ = now + absl::ToChronoNanoseconds(options_.recovery_pause);
  absl::Status tried = TryTheDisk();
  if (tried.ok()) tried = Reopen();
  if (!tried.ok()) SetWritable(std::move(tried));
  return Writable();
}

absl::Status Database::TryTheDisk() const {
  uint64_t free_bytes = 0;
  rocksdb::Status tried = env_->GetFreeSpace(options_.path, &free_bytes);
  if (tried.ok() && free_bytes < kFreeBytesToRecover) {
    tried = rocksdb::Status::NoSpace(
        absl::StrCat(free_bytes >> 20, " MB free, ", kFreeBytesToRecover >> 20, " MB needed"));
  }
  // RocksDB leaves files alone whose names it does not know.
  const std::string name = absl::StrCat(options_.path, "/trial");
  if (tried.ok()) tried = rocksdb::WriteStringToFile(env_, std::string(1 << 20, 't'), name, true);
  (void)env_->DeleteFile(name);
  return FromRocksDb(tried, options_.path);
}

absl::Status Database::Reopen() {
  {
    absl::MutexLock lock(&mutex_);
    reopening_ = true;
    const absl::Condition nobody_reads(
        +[](int* readers) { return *readers == 0; }, &readers_);
    if (!mutex_.AwaitWithTimeout(nobody_reads, options_.recovery_patience)) {
      reopening_ = false;
      return writable_;
    }
  }
  CloseRocksDb();
  absl::Status opened = OpenRocksDb(false);
  absl::MutexLock lock(&mutex_);
  reopening_ = false;
  return opened;
}

}  // namespace santong::kv
