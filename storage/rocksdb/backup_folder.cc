#include "storage/rocksdb/backup_folder.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/utilities/backup_engine.h"
#include "rocksdb/write_batch.h"
#include "storage/files/sum.h"
#include "storage/files/whole_file.h"
#include "storage/rocksdb/database.h"
#include "storage/rocksdb/prune_notes.h"
#include "storage/rocksdb/reader.h"
#include "storage/rocksdb/status.h"
#include "storage/rocksdb/tuning.h"

namespace santong::kv {
namespace {

namespace fs = std::filesystem;

// Holds the folder, or does not because another call does.
class Hold {
 public:
  explicit Hold(absl::Mutex& busy) : busy_(busy.TryLock() ? &busy : nullptr) {}
  ~Hold() {
    if (busy_ != nullptr) busy_->Unlock();
  }
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;
  explicit operator bool() const { return busy_ != nullptr; }

 private:
  absl::Mutex* const busy_;
};

absl::Status Busy() {
  return absl::AbortedError("another call works on the backups; try again when it is done");
}

rocksdb::BackupEngineOptions OptionsOf(const std::string& folder) {
  rocksdb::BackupEngineOptions options(folder);
  options.sync = true;
  return options;
}

absl::StatusOr<std::unique_ptr<rocksdb::BackupEngine>> OpenToWrite(const std::string& folder) {
  std::error_code error;
  fs::create_directories(fs::path(folder) / "notes", error);  // the engine makes one level only
  rocksdb::BackupEngine* engine = nullptr;
  const auto opened =
      rocksdb::BackupEngine::Open(OptionsOf(folder), rocksdb::Env::Default(), &engine);
  if (!opened.ok()) return FromRocksDb(opened, folder);
  return std::unique_ptr<rocksdb::BackupEngine>(engine);
}

absl::StatusOr<std::unique_ptr<rocksdb::BackupEngineReadOnly>> OpenToRead(
    const std::string& folder) {
  rocksdb::BackupEngineReadOnly* engine = nullptr;
  const auto opened =
      rocksdb::BackupEngineReadOnly::Open(OptionsOf(folder), rocksdb::Env::Default(), &engine);
  if (!opened.ok()) return FromRocksDb(opened, folder);
  return std::unique_ptr<rocksdb::BackupEngineReadOnly>(engine);
}

// Of the words before it and of the note.
std::string SumWord(absl::string_view line, absl::string_view note) {
  return absl::StrCat("#", files::SumOf(absl::StrCat(line, "\n", note)));
}

// Fills in what the note's file says; false when it is not as it was written. Older ones have no
// sum, and the oldest say the bytes alone: changes that go on from those were not archived.
bool ReadNote(absl::string_view text, Backup* backup) {
  const size_t line = text.find('\n');
  if (line == absl::string_view::npos) return false;
  const std::vector<std::string> words = absl::StrSplit(text.substr(0, line), ' ');
  const absl::string_view note = text.substr(line + 1);
  Backup read = *backup;
  if (words.size() == 2 || words.size() > 4 || !absl::SimpleAtoi(words[0], &read.copied_bytes))
    return false;
  if (words.size() > 2) {
    read.store = words[1];
    if (!absl::SimpleAtoi(words[2], &read.last_change)) return false;
  }
  if (words.size() == 4 &&
      words[3] != SumWord(absl::StrCat(words[0], " ", words[1], " ", words[2]), note))
    return false;
  read.note = std::string(note);
  *backup = std::move(read);
  return true;
}

// Bytes under the folder, each file once.
uint64_t BytesIn(const std::string& folder) {
  uint64_t bytes = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    std::error_code gone;
    if (!at->is_regular_file(gone)) continue;
    const uint64_t size = at->file_size(gone);
    if (!gone) bytes += size;
  }
  return bytes;
}

// The engine opens a copy where it lies by whole paths alone.
std::string WholePath(std::string folder) {
  std::error_code error;
  const fs::path whole = fs::absolute(folder, error);
  return error ? folder : whole.string();
}

}  // namespace

BackupFolder::BackupFolder(std::string folder, RocksDbStore* store)
    : folder_(WholePath(std::move(folder))), store_(store) {}

std::string BackupFolder::NotePath(uint64_t id) const {
  return absl::StrCat(folder_, "/notes/", id);
}

absl::StatusOr<Backup> BackupFolder::Create(Describe describe) {
  if (store_ == nullptr) return absl::FailedPreconditionError("no store is open to be backed up");
  const Hold hold(busy_);
  if (!hold) return Busy();
  if (absl::Status cleared = ClearUnfinished(); !cleared.ok()) return cleared;
  auto engine = OpenToWrite(folder_);
  if (!engine.ok()) return engine.status();
  auto store = store_->Identity();
  if (!store.ok()) return store.status();
  const uint64_t bytes_before = BytesIn(folder_);
  auto id = store_->database().BackUp(**engine, folder_);
  if (!id.ok()) return id.status();
  const uint64_t bytes_after = BytesIn(folder_);
  std::string note;
  auto last_change = Show(*id, [&](const Reader& held) {
    auto written = describe(held);
    if (!written.ok()) return written.status();
    note = *std::move(written);
    return absl::OkStatus();
  });
  if (!last_change.ok()) return last_change.status();
  const std::string line = absl::StrCat(bytes_after - std::min(bytes_before, bytes_after), " ",
                                        *store, " ", *last_change);
  absl::Status kept = files::WriteFileWhole(
      NotePath(*id), absl::StrCat(line, " ", SumWord(line, note), "\n", note));
  if (!kept.ok()) return kept;
  auto all = List();
  if (!all.ok()) return all.status();
  for (Backup& backup : *all) {
    if (backup.id == *id) return std::move(backup);
  }
  return absl::InternalError(absl::StrCat("backup ", *id, " is gone"));
}

absl::StatusOr<std::vector<Backup>> BackupFolder::List() const {
  std::vector<Backup> backups;
  auto made = files::FileExists(folder_ + "/meta");
  if (!made.ok()) return made.status();
  if (!*made) return backups;  // none was ever made
  auto engine = OpenToRead(folder_);
  if (!engine.ok()) return engine.status();
  std::vector<rocksdb::BackupInfo> infos;
  (*engine)->GetBackupInfo(&infos);
  for (const rocksdb::BackupInfo& info : infos) {
    auto note = files::ReadFileWhole(NotePath(info.backup_id));
    if (absl::IsNotFound(note.status())) continue;  // unfinished
    if (!note.ok()) return note.status();
    Backup& backup = backups.emplace_back();
    backup.id = info.backup_id;
    backup.created = absl::FromUnixSeconds(info.timestamp);
    backup.bytes = info.size;
    if (!ReadNote(*note, &backup)) {
      backup.damage = absl::StrCat("the note ", NotePath(info.backup_id),
                                   " is damaged; remove it, and the backup counts as unfinished");
    }
  }
  return backups;
}

absl::Status BackupFolder::Verify(uint64_t id, Look look) {
  const Hold hold(busy_);
  if (!hold) return Busy();
  auto note = files::ReadFileWhole(NotePath(id));
  if (absl::IsNotFound(note.status())) return absl::NotFoundError(absl::StrCat("no backup ", id));
  if (!note.ok()) return note.status();
  {
    auto engine = OpenToRead(folder_);
    if (!engine.ok()) return engine.status();
    const auto verified = (*engine)->VerifyBackup(static_cast<uint32_t>(id), true);
    if (!verified.ok()) {
      return absl::DataLossError(absl::StrCat("backup ", id, " in ", folder_, " is damaged (",
                                              verified.ToString(), "); use an older one"));
    }
  }
  auto last_change = Show(id, look);
  if (!last_change.ok()) return last_change.status();
  auto all = List();
  if (!all.ok()) return all.status();
  for (const Backup& backup : *all) {
    if (backup.id != id) continue;
    if (!backup.damage.empty()) return absl::DataLossError(backup.damage);
    if (!backup.store.empty() && backup.last_change != *last_change)
      return OtherThanNoted(backup, *last_change);
  }
  return absl::OkStatus();
}

// Archived changes would go on from another place, or, mostly, from none, and be left out.
absl::Status BackupFolder::OtherThanNoted(const Backup& backup, uint64_t last_change) const {
  return absl::DataLossError(absl::StrCat("the note ", NotePath(backup.id),
                                          " is damaged: it says change ", backup.last_change,
                                          ", and the backup ends at change ", last_change));
}

std::string BackupFolder::ArchivePath(absl::string_view store) const {
  return absl::StrCat(folder_, "/changes/", store);
}

// A store that was put back to an earlier state otherwise than by a restore (a snapshot of the
// machine, a copied folder) is still the same one to the archive, and gives the numbers of changes
// anew. What is archived of it would continue the changes that it does not have.
absl::Status BackupFolder::CheckSameHistory(const ChangeArchive& archive,
                                            const std::string& path) const {
  if (archive.last() == 0) return absl::OkStatus();
  auto newest = archive.Newest();
  if (!newest.ok()) return newest.status();
  auto last = store_->LastChange();
  if (!last.ok()) return last.status();
  if (newest->last() <= *last) {
    auto here = store_->ReadChanges(newest->first - 1, 1);
    if (absl::IsOutOfRange(here.status())) {
      // Not kept any more, or another batch goes over where that one begins.
      auto oldest = store_->OldestChange();
      if (absl::IsOutOfRange(oldest.status())) return absl::OkStatus();
      if (!oldest.ok()) return oldest.status();
      if (*oldest > newest->first) return absl::OkStatus();
    } else if (!here.ok()) {
      return here.status();
    } else if (!here->empty() && here->front().bytes == newest->bytes) {
      return absl::OkStatus();
    }
  }
  return absl::FailedPreconditionError(absl::StrCat(
      "the archive of changes ", path, " ends at change ", newest->last(),
      ", which this store does not have as it was archived: the store was put back to an earlier "
      "state otherwise than by santongd restore, or the changes that it keeps are damaged. Stop "
      "the server, move that folder away, start the server, and make a backup"));
}

absl::StatusOr<ChangeArchive*> BackupFolder::Archive() {
  if (!other_history_.ok()) return other_history_;
  if (archive_ == nullptr) {
    if (store_ == nullptr) return absl::FailedPreconditionError("no store is open");
    auto store = store_->Identity();
    if (!store.ok()) return store.status();
    const std::string path = ArchivePath(*store);
    auto opened = ChangeArchive::Open(path, ChangeArchive::Use::kWrite);
    if (!opened.ok()) return opened.status();
    absl::Status same = CheckSameHistory(**opened, path);
    if (absl::IsFailedPrecondition(same)) other_history_ = same;
    if (!same.ok()) return same;
    archive_ = *std::move(opened);
  }
  return archive_.get();
}

absl::StatusOr<bool> BackupFolder::ArchiveChanges() {
  absl::MutexLock lock(&archive_mutex_);
  absl::StatusOr<bool> more = ArchiveSome();
  // The engine takes no write any more after one that failed, though the disk be well again, and
  // goes on in a folder that was put aside: the next call opens the archive anew.
  if (!more.ok()) archive_.reset();
  return more;
}

absl::StatusOr<bool> BackupFolder::ArchiveSome() {
  constexpr size_t kBytesMax = 4 << 20;
  auto archive = Archive();
  if (!archive.ok()) return archive.status();
  const uint64_t after = (*archive)->last();
  auto changes = store_->ReadChanges(after, kBytesMax);
  if (absl::IsOutOfRange(changes.status())) {
    auto oldest = store_->OldestChange();
    if (after == 0 && absl::IsOutOfRange(oldest.status())) return false;  // none came since a copy
    if (!oldest.ok()) return oldest.status();
    auto resumed = store_->ReadChanges(*oldest - 1, kBytesMax);
    if (!resumed.ok()) return resumed.status();
    if (absl::Status kept = (*archive)->Append(*resumed); !kept.ok()) return kept;
    if (after > 0) return changes.status();
    return true;
  }
  if (!changes.ok()) return changes.status();
  if (absl::Status kept = (*archive)->Append(*changes); !kept.ok()) return kept;
  return !changes->empty();
}

absl::StatusOr<uint64_t> BackupFolder::Replay(const Backup& backup, RocksDbStore& store,
                                              VisitAct admit) const {
  uint64_t written = 0;
  if (!backup.damage.empty()) return absl::DataLossError(backup.damage);
  if (backup.store.empty()) return written;
  auto restored = store.LastChange();
  if (!restored.ok()) return restored.status();
  if (*restored != backup.last_change) return OtherThanNoted(backup, *restored);
  auto archive = ChangeArchive::Open(ArchivePath(backup.store), ChangeArchive::Use::kRead);
  if (absl::IsNotFound(archive.status())) return written;
  if (!archive.ok()) return archive.status();
  // Many batches in one write: each costs a sync.
  constexpr size_t kBytesMax = 4 << 20;
  rocksdb::WriteBatch admitted;
  const auto write = [&] {
    if (admitted.Count() == 0) return absl::OkStatus();
    const ChangeBatch some{backup.last_change + written + 1, admitted.Count(), admitted.Data()};
    written += some.count;
    admitted.Clear();
    return store.Apply(some);
  };
  absl::Status applied;
  bool go_on = true;
  const absl::Status scanned =
      (*archive)->Scan(backup.last_change, [&](const ChangeBatch& changes) {
        applied = VisitActs(changes, [&](const Pending::Writes& act) {
          go_on = admit(act);
          if (go_on) (void)AddWrites(act, admitted);  // to memory, without a limit
          return go_on;
        });
        if (applied.ok() && admitted.GetDataSize() >= kBytesMax) applied = write();
        return applied.ok() && go_on;
      });
  if (!scanned.ok()) return scanned;
  if (applied.ok()) applied = write();
  if (!applied.ok()) return applied;
  return written;
}

absl::StatusOr<std::vector<std::string>> BackupFolder::ArchivesWithoutBackup() const {
  auto backups = List();
  if (!backups.ok()) return backups.status();
  std::vector<std::string> alone;
  std::error_code error;
  for (fs::directory_iterator at(fs::path(folder_) / "changes", error), end; !error && at != end;
       at.increment(error)) {
    const std::string path = at->path().string(), store = at->path().filename().string();
    const bool has_one = std::any_of(backups->begin(), backups->end(),
                                     [&](const Backup& backup) { return backup.store == store; });
    if (!has_one) alone.push_back(path);
  }
  std::sort(alone.begin(), alone.end());
  return alone;
}

// Keeps the archive of the open store, and of stores that a backup is left of.
absl::Status BackupFolder::PruneArchives() {
  auto left = List();
  if (!left.ok()) return left.status();
  absl::MutexLock lock(&archive_mutex_);
  auto archive = Archive();
  if (absl::IsFailedPrecondition(archive.status())) return absl::OkStatus();  // none is written to
  if (!archive.ok()) return archive.status();
  auto own = store_->Identity();
  if (!own.ok()) return own.status();
  uint64_t oldest = UINT64_MAX;
  std::vector<std::string> used = {*own};
  for (const Backup& backup : *left) {
    if (!backup.damage.empty()) return absl::OkStatus();  // who knows what goes on from it
    used.push_back(backup.store);
    if (backup.store == *own) oldest = std::min(oldest, backup.last_change);
  }
  std::error_code error, kept;
  for (fs::directory_iterator at(fs::path(folder_) / "changes", error), end; !error && at != end;
       at.increment(error)) {
    const std::string name = at->path().filename();
    if (std::find(used.begin(), used.end(), name) == used.end()) fs::remove_all(at->path(), kept);
  }
  return oldest == UINT64_MAX ? absl::OkStatus() : (*archive)->RemoveUpTo(oldest);
}

absl::StatusOr<Pruned> BackupFolder::Prune(uint32_t keep, Counts counts, const std::string& call) {
  const Hold hold(busy_);
  if (!hold) return Busy();
  if (absl::Status cleared = ClearUnfinished(); !cleared.ok()) return cleared;
  std::optional<Pruned> before;
  if (!call.empty()) {
    auto found = FindPruned(folder_, call);
    if (!found.ok()) return found.status();
    before = *std::move(found);
  }
  auto all = List();
  if (!all.ok()) return all.status();
  Pruned pruned = before.value_or(Pruned{keep, all->size(), {}, false});
  pruned.made_before = before.has_value();
  absl::Status noted;
  if (!pruned.made_before) {
    std::vector<uint64_t> counted;  // one with a damaged note is for people to see
    for (const Backup& backup : *all)
      if (backup.damage.empty() && counts(backup)) counted.push_back(backup.id);
    counted.resize(counted.size() - std::min<size_t>(keep, counted.size()));
    pruned.removed = std::move(counted);
    pruned.left -= pruned.removed.size();
    if (!call.empty()) noted = NotePruned(folder_, call, pruned);
  }
  auto engine = OpenToWrite(folder_);
  if (!engine.ok()) return engine.status();
  for (const uint64_t id : pruned.removed) {
    const bool is_gone = std::none_of(all->begin(), all->end(),
                                      [id](const Backup& backup) { return backup.id == id; });
    if (is_gone) continue;
    // The note first: what is cut off here is unfinished, and cleared away later.
    std::error_code error;
    fs::remove(NotePath(id), error);
    const auto deleted = (*engine)->DeleteBackup(static_cast<uint32_t>(id));
    if (!deleted.ok()) return FromRocksDb(deleted, folder_);
  }
  engine->reset();
  // A full disk has room for the note only now.
  if (!noted.ok()) noted = NotePruned(folder_, call, pruned);
  if (!noted.ok()) return noted;
  if (absl::Status archives = PruneArchives(); !archives.ok()) return archives;
  return pruned;
}

absl::Status BackupFolder::CheckUnused(const std::string& target) {
  std::error_code error;
  if (fs::exists(target, error) && !fs::is_empty(target, error)) {
    return absl::FailedPreconditionError(
        absl::StrCat(target, " is not empty: name a folder that does not exist; nothing was done"));
  }
  return absl::OkStatus();
}

absl::Status BackupFolder::Restore(uint64_t id, const std::string& target) const {
  if (absl::Status unused = CheckUnused(target); !unused.ok()) return unused;
  std::error_code error;
  fs::create_directories(target, error);
  auto engine = OpenToRead(folder_);
  if (!engine.ok()) return engine.status();
  const auto restored = (*engine)->RestoreDBFromBackup(static_cast<uint32_t>(id), target, target);
  if (restored.ok()) return absl::OkStatus();
  if (restored.IsCorruption() || restored.IsNotFound()) {
    return absl::DataLossError(absl::StrCat("backup ", id, " in ", folder_, " is damaged (",
                                            restored.ToString(), "); take an older one"));
  }
  return FromRocksDb(restored, target);
}

absl::Status BackupFolder::ClearUnfinished() {
  auto engine = OpenToWrite(folder_);
  if (!engine.ok()) return engine.status();
  std::vector<rocksdb::BackupInfo> infos;
  (*engine)->GetBackupInfo(&infos);
  std::vector<rocksdb::BackupID> unfinished;  // as far as they have no note
  (*engine)->GetCorruptedBackups(&unfinished);
  for (const rocksdb::BackupInfo& info : infos) {
    unfinished.push_back(info.backup_id);
  }
  for (const rocksdb::BackupID id : unfinished) {
    // A disk that does not say whether there is a note must not cost a backup.
    auto noted = files::FileExists(NotePath(id));
    if (!noted.ok()) return noted.status();
    if (*noted) continue;  // whole; or damaged, not unfinished: for people to see
    const auto deleted = (*engine)->DeleteBackup(id);
    if (!deleted.ok()) return FromRocksDb(deleted, folder_);
  }
  return FromRocksDb((*engine)->GarbageCollect(), folder_);
}

// Opens the copy where it lies; nothing is written.
absl::StatusOr<uint64_t> BackupFolder::Show(uint64_t id, Look look) const {
  auto engine = OpenToRead(folder_);
  if (!engine.ok()) return engine.status();
  rocksdb::BackupInfo info;
  const auto found = (*engine)->GetBackupInfo(static_cast<uint32_t>(id), &info, true);
  if (!found.ok()) return absl::NotFoundError(absl::StrCat("no backup ", id));
  RocksDbStore::Options options;
  options.path = info.name_for_open;
  rocksdb::DB* opened = nullptr;
  const auto status = rocksdb::DB::OpenForReadOnly(TunedOptions(options, info.env_for_open.get()),
                                                   info.name_for_open, &opened);
  if (!status.ok()) return FromRocksDbOpen(status, absl::StrCat(folder_, " (backup ", id, ")"));
  const std::unique_ptr<rocksdb::DB> db(opened);
  options.path = absl::StrCat(folder_, " (backup ", id, ")");  // for what is found wrong
  const RocksDbReader reader(*db, nullptr, options, nullptr);
  if (absl::Status looked = look(reader); !looked.ok()) return looked;
  return db->GetLatestSequenceNumber();
}

}  // namespace santong::kv
