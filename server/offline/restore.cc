#include "server/offline/restore.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/domain/proof/note.h"
#include "server/followers/log_mark.h"
#include "server/offline/commands.h"
#include "server/queries/backups.h"
#include "server/queries/verify.h"
#include "storage/files/whole_file.h"
#include "storage/rocksdb/backup_folder.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/schema/keys.h"
#include "storage/schema/version.h"
#include "storage/tables/event_table.h"
#include "storage/tables/log_table.h"

namespace santong::offline {
namespace {

// Follows the events in what is replayed, and admits acts up to event `to`.
class UpTo {
 public:
  UpTo(uint64_t at, std::optional<uint64_t> to) : at_(at), to_(to) {}

  bool Admit(const kv::Pending::Writes& act) {
    const auto written = act.find(schema::LastEventKey());
    // What has no event (a signature of the log, say) after the asked one is left out, too.
    if (to_.has_value() && at_ >= *to_) return false;
    if (written == act.end() || !written->second.has_value()) return true;
    const uint64_t event = schema::DecodeUint64(*written->second).value_or(0);
    if (to_.has_value() && event > *to_) {
      beyond_ = event;
      return false;
    }
    at_ = event;
    return true;
  }
  // The last event of the act that was not admitted; 0 when none was refused.
  uint64_t beyond() const { return beyond_; }

 private:
  uint64_t at_;
  const std::optional<uint64_t> to_;
  uint64_t beyond_ = 0;
};

uint64_t EndOf(const v1::Backup& backup) {
  return static_cast<uint64_t>(backup.last_event_sequence());
}

absl::StatusOr<kv::Backup> NamedBackup(const std::vector<kv::Backup>& backups,
                                       const RestoreAsk& ask) {
  for (const kv::Backup& backup : backups) {
    const v1::Backup shown = queries::BackupOf(backup);
    if (shown.name() != ask.backup) continue;
    if (!backup.damage.empty()) return absl::DataLossError(backup.damage);
    if (ask.to_sequence.has_value() && EndOf(shown) > *ask.to_sequence) {
      return absl::OutOfRangeError(absl::StrCat(ask.backup, " ends at event ", EndOf(shown),
                                                ", after event ", *ask.to_sequence,
                                                ": name an older one of its store"));
    }
    return backup;
  }
  return absl::NotFoundError(absl::StrCat("the folder holds no ", ask.backup));
}

// Before the first file is there. The folder is made, for the mark lies beside it.
absl::Status MarkUnfinished(const std::string& to) {
  absl::Status unused = kv::BackupFolder::CheckUnused(to);
  if (!unused.ok()) return unused;
  std::error_code error;
  std::filesystem::create_directories(to, error);
  return files::WriteFileWhole(RestoreMarkFile(to), "a restore that has not ended\n");
}

// The log's name, by the newest checkpoint in the store; empty when nothing was signed.
std::string OriginOf(const kv::Reader& reader) {
  auto last = tables::LastSigned(reader);
  if (!last.ok() || !last->has_value()) return "";
  auto bytes = tables::GetCheckpoint(reader, **last);
  if (!bytes.ok()) return "";
  auto note = proof::ParseNote(*bytes);
  auto checkpoint = note.ok() ? proof::ParseCheckpoint(note->text)
                              : absl::StatusOr<proof::Checkpoint>(note.status());
  return checkpoint.ok() ? checkpoint->origin : "";
}

}  // namespace

absl::StatusOr<kv::Backup> ChooseBackup(const std::vector<kv::Backup>& oldest_first,
                                        const RestoreAsk& ask) {
  if (oldest_first.empty()) return absl::NotFoundError("the folder holds no backup");
  if (!ask.backup.empty()) return NamedBackup(oldest_first, ask);
  const std::optional<uint64_t> until =
      ask.to_sequence.has_value() ? ask.to_sequence : ask.at_sequence;
  const kv::Backup* newest = nullptr;  // of those with a whole note
  std::optional<v1::Backup> oldest;    // of those that may be taken
  std::optional<v1::Backup> other;     // in time, but of another store
  for (auto backup = oldest_first.rbegin(); backup != oldest_first.rend(); ++backup) {
    const v1::Backup shown = queries::BackupOf(*backup);
    if (!queries::IsNoted(shown)) continue;
    if (newest == nullptr) newest = &*backup;
    const bool in_time = !until.has_value() || EndOf(shown) <= *until;
    if (ask.to_sequence.has_value() && backup->store != newest->store) {
      if (in_time && !other.has_value()) other = shown;
      continue;
    }
    if (in_time) return *backup;
    oldest = shown;
  }
  if (newest == nullptr) {
    return absl::NotFoundError(
        "the note of each backup in the folder is damaged, and nothing else says what it holds: "
        "put the folder's notes back from another copy of it");
  }
  if (other.has_value()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the store of the newest backup was backed up first with event ", EndOf(*oldest), " (",
        oldest->name(), "); what is here from before, ", other->name(), " up to event ",
        EndOf(*other), ", is of another store, and it may have had another event ", *until,
        ". To restore what that one had, say --backup ", other->name(), " as well"));
  }
  return absl::NotFoundError(absl::StrCat("no backup ends at event ", *until,
                                          " or before; the oldest ends at event ", EndOf(*oldest)));
}

absl::StatusOr<Restored> Restore(const RestoreAsk& ask) {
  const kv::BackupFolder folder(ask.from, nullptr);
  auto all = folder.List();
  if (!all.ok()) return all.status();
  auto stored = ChooseBackup(*all, ask);
  if (!stored.ok()) return stored.status();
  Restored restored;
  restored.backup = queries::BackupOf(*stored);
  for (auto newer = all->rbegin(); newer->id != stored->id && ask.backup.empty(); ++newer) {
    const v1::Backup shown = queries::BackupOf(*newer);
    if (!queries::IsNoted(shown)) restored.passed_over.push_back(shown.name());
  }
  absl::Status written = MarkUnfinished(ask.to);
  if (written.ok()) written = folder.Restore(stored->id, ask.to);
  if (!written.ok()) return written;

  kv::RocksDbStore::Options options;
  options.path = ask.to;
  options.create_if_missing = false;
  auto store = kv::RocksDbStore::Open(options);
  if (!store.ok()) return store.status();
  if (absl::Status known = schema::OpenSchema(**store); !known.ok()) return known;
  absl::Status same = queries::CompareWithNote(*(*store)->Snapshot(), restored.backup);
  if (!same.ok()) return same;
  UpTo cut(static_cast<uint64_t>(restored.backup.last_event_sequence()), ask.to_sequence);
  if (!ask.at_sequence.has_value()) {
    auto replayed = folder.Replay(*stored, **store,
                                  [&](const kv::Pending::Writes& act) { return cut.Admit(act); });
    if (absl::IsDataLoss(replayed.status())) {
      return absl::DataLossError(absl::StrCat(replayed.status().message(), "; to restore ",
                                              restored.backup.name(), " without it, remove ",
                                              ask.to, " and say --at-sequence ",
                                              restored.backup.last_event_sequence()));
    }
    if (!replayed.ok()) return replayed.status();
    restored.changes_replayed = *replayed;
  }
  auto alone = folder.ArchivesWithoutBackup();
  if (!alone.ok()) return alone.status();
  restored.archives_without_backup = *std::move(alone);
  const auto reader = (*store)->Snapshot();
  auto last = tables::LastEvent(*reader);
  if (!last.ok()) return last.status();
  restored.last_event = *last;
  if (ask.to_sequence.has_value() && cut.beyond() > 0 && restored.last_event < *ask.to_sequence) {
    return absl::OutOfRangeError(absl::StrCat("the events ", restored.last_event + 1, " to ",
                                              cut.beyond(), " are one act; ask for ",
                                              restored.last_event, " or ", cut.beyond()));
  }
  if (ask.to_sequence.has_value() && restored.last_event < *ask.to_sequence) {
    return absl::OutOfRangeError(absl::StrCat(
        "event ", *ask.to_sequence, " is not in the backups nor in the changes archived after ",
        restored.backup.name(), "; they go to event ", restored.last_event));
  }
  auto verified = queries::VerifyStore(*reader, {});
  if (!verified.ok()) return verified.status();
  restored.documents = verified->documents();
  restored.events = verified->events();
  restored.numbers = verified->numbers();
  restored.problems = {verified->problems().begin(), verified->problems().end()};
  const absl::Status signed_before =
      followers::CheckNotBehind(*reader, LogMarkFile(ask.to), OriginOf(*reader), true);
  restored.behind = std::string(signed_before.message());
  // For good: a mark that came back would condemn a folder that was written to since.
  absl::Status finished = files::RemoveFile(RestoreMarkFile(ask.to));
  if (!finished.ok()) return finished;
  return restored;
}

absl::Status CheckRestored(const std::string& data_dir) {
  const std::string mark = RestoreMarkFile(data_dir);
  auto unfinished = files::FileExists(mark);
  if (!unfinished.ok()) return unfinished.status();
  if (!*unfinished) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "a restore into ", data_dir,
      " began and did not end, so it may lack acts that were acknowledged: remove ", data_dir,
      " and ", mark, ", and restore again; where the folder was put there otherwise since, remove ",
      mark, " alone"));
}

}  // namespace santong::offline
