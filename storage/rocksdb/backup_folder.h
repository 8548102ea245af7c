// BackupFolder: backups of a RocksDbStore, by RocksDB's own BackupEngine.
//
// The engine's files lie in `folder` (meta, private, shared_checksum); the notes in `folder`/notes,
// one file a backup, written last; the archived changes in `folder`/changes, one archive a store;
// which calls pruned it in `folder`/pruned.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "storage/kv/backups.h"
#include "storage/rocksdb/acts_of.h"
#include "storage/rocksdb/change_archive.h"
#include "storage/rocksdb/rocksdb_store.h"

namespace santong::kv {

class BackupFolder : public Backups {
 public:
  // `store`, which must outlive this, is what Create copies; null: Create is FAILED_PRECONDITION.
  BackupFolder(std::string folder, RocksDbStore* store);

  absl::StatusOr<Backup> Create(Describe describe) override;
  absl::StatusOr<std::vector<Backup>> List() const override;
  absl::Status Verify(uint64_t id, Look look) override;
  absl::StatusOr<bool> ArchiveChanges() override;
  absl::StatusOr<Pruned> Prune(uint32_t keep, Counts counts, const std::string& call) override;

  // FAILED_PRECONDITION unless `target` does not exist or is empty.
  static absl::Status CheckUnused(const std::string& target);
  // Writes the copy's files to `target`, after CheckUnused, and compares each with its checksum.
  absl::Status Restore(uint64_t id, const std::string& target) const;

  // Writes to `store`, just restored from `backup`, what was archived after it, act by act, until
  // `admit` says no or the archive ends. Returns how many changes were written.
  absl::StatusOr<uint64_t> Replay(const Backup& backup, RocksDbStore& store, VisitAct admit) const;

  // Archives that no backup leads to: of a store that was restored and not backed up since.
  absl::StatusOr<std::vector<std::string>> ArchivesWithoutBackup() const;

 private:
  std::string NotePath(uint64_t id) const;
  std::string ArchivePath(absl::string_view store) const;
  absl::StatusOr<bool> ArchiveSome() ABSL_EXCLUSIVE_LOCKS_REQUIRED(archive_mutex_);
  absl::StatusOr<ChangeArchive*> Archive() ABSL_EXCLUSIVE_LOCKS_REQUIRED(archive_mutex_);
  // FAILED_PRECONDITION, with the way out, when what was archived last is not in the store.
  absl::Status CheckSameHistory(const ChangeArchive& archive, const std::string& path) const;
  // DATA_LOSS: the copy ends at another change than its note says.
  absl::Status OtherThanNoted(const Backup& backup, uint64_t last_change) const;
  absl::Status PruneArchives();
  // Removes copies without a note.
  absl::Status ClearUnfinished();
  // Returns the number of the copy's last change.
  absl::StatusOr<uint64_t> Show(uint64_t id, Look look) const;

  const std::string folder_;
  RocksDbStore* const store_;
  absl::Mutex busy_;  // held by the call that works on the folder; others do not wait for it
  absl::Mutex archive_mutex_;
  std::unique_ptr<ChangeArchive> archive_ ABSL_GUARDED_BY(archive_mutex_);  // once it is needed
  absl::Status other_history_ ABSL_GUARDED_BY(archive_mutex_);  // why there is none, for good
};

}  // namespace santong::kv
