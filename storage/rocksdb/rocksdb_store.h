// RocksDbStore: the engine for one machine. One folder, one process, one writer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "storage/kv/change_log.h"
#include "storage/kv/store.h"

namespace santong::kv {

class Database;

// Thread-safe. Bodies that are waiting when the writer gets free run one after the other and become
// one synced write; a caller who finds the store idle runs its body by itself and is spared one
// hand-over, and is not held for the sync.
//
// When a write fails nobody can know what reached the disk, so everybody in its batch gets the
// error and the store takes no more writes (reads go on). It tries to recover by itself, once in
// `recovery_pause`: when the disk can be written again and has 256 MB free, it opens its files
// anew. A batch that failed may then turn out to be stored, whole. Readers hold a recovery up, and
// a Snapshot waits for one. From damaged data there is no recovery.
class RocksDbStore : public Store, public ChangeLog {
 public:
  // What a server keeps for the archive of its backups and for a standby, unless it is told
  // otherwise.
  static constexpr uint64_t kChangesKeptBytes = uint64_t{1} << 30;

  // Keys that are scanned by group, where often there is none: such a scan asks a filter first, as
  // Get does.
  struct Groups {
    // Stored with what was written under this rule: another rule needs another name.
    const char* name;
    // The beginning of `key` that it shares with its group; empty for a key of no group. The group
    // of a group is itself.
    absl::string_view (*of)(absl::string_view key);
  };

  struct Options {
    std::string path;
    // Null: none. May be others at each opening. Must live as long as the store.
    const Groups* groups = nullptr;
    bool create_if_missing = true;
    size_t block_cache_bytes = 64 << 20;
    int open_files_max = 1024;
    // Bodies that may wait; more are refused with UNAVAILABLE.
    size_t queue_bodies_max = 8192;
    absl::Duration recovery_pause = absl::Seconds(1);
    // How long a recovery keeps new readers waiting for old ones to finish, before it is put off.
    absl::Duration recovery_patience = absl::Seconds(2);
    // Changes are kept for ReadChanges up to this, in the folder `archive`; 0: as long as the
    // engine needs them for itself.
    uint64_t changes_kept_bytes = 0;
  };

  // FAILED_PRECONDITION when another process has the folder open, or when it holds no store and
  // `create_if_missing` is false; DATA_LOSS when stored files are damaged; RESOURCE_EXHAUSTED when
  // the disk is full; UNAVAILABLE when it cannot be read or written.
  static absl::StatusOr<std::unique_ptr<RocksDbStore>> Open(const Options& options);

  // Finishes the batch that is being written; bodies that still wait get UNAVAILABLE.
  ~RocksDbStore() override;

  std::unique_ptr<Reader> Snapshot() const override;
  void Transact(Body body, Done done) override;
  uint64_t Changes() const override;
  absl::Status Writable() const override;
  // What waits to be compacted and to be written, whether writes are slowed or stopped, and what
  // the memory holds.
  std::vector<Figure> Figures() const override;

  absl::StatusOr<uint64_t> LastChange() const override;
  absl::StatusOr<std::vector<ChangeBatch>> ReadChanges(uint64_t after,
                                                       size_t bytes_max) const override;
  absl::Status Apply(const ChangeBatch& changes) override;
  absl::StatusOr<std::string> Identity() const override;
  absl::Status CopyTo(const std::string& folder) const override;
  // The first change that ReadChanges still gives. OUT_OF_RANGE when it gives none.
  absl::StatusOr<uint64_t> OldestChange() const;

 private:
  friend class RocksDbStoreForTest;
  friend class BackupFolder;
  class Parts;
  explicit RocksDbStore(std::unique_ptr<Parts> parts);
  const Database& database() const;

  std::unique_ptr<Parts> parts_;
};

}  // namespace santong::kv
