// BackupFolder: backups of a RocksDbStore, by RocksDB's own BackupEngine.
//
// The engine's files lie in `folder` (meta, private, shared_checksum); the notes in `folder`/notes,
// one file a backup, written last.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "storage/kv/backups.h"
#include "storage/rocksdb/rocksdb_store.h"

namespace santong::kv {

class BackupFolder : public Backups {
 public:
  // `store`, which must outlive this, is what Create copies; null: Create is FAILED_PRECONDITION.
  BackupFolder(std::string folder, RocksDbStore* store);

  absl::StatusOr<Backup> Create(Describe describe) override;
  absl::StatusOr<std::vector<Backup>> List() const override;
  absl::Status Verify(uint64_t id, Look look) override;
  absl::StatusOr<std::vector<uint64_t>> Prune(uint32_t keep) override;

  // Writes the copy's files to `target`, which must not exist or be empty (FAILED_PRECONDITION),
  // and compares each with its checksum.
  absl::Status Restore(uint64_t id, const std::string& target) const;

 private:
  std::string NotePath(uint64_t id) const;
  // Removes copies without a note.
  absl::Status ClearUnfinished();
  absl::Status Show(uint64_t id, Look look) const;

  const std::string folder_;
  RocksDbStore* const store_;
  absl::Mutex busy_;  // held by the call that works on the folder; others do not wait for it
};

}  // namespace santong::kv
