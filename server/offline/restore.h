// Restoring a store from a backup.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "santong/v1/backup_service.pb.h"

namespace santong::offline {

struct RestoreAsk {
  std::string from;  // the folder of the backups
  std::string to;    // the data folder, which must not exist or be empty
  // A backup as it is: the newest that holds no event after this one.
  std::optional<uint64_t> at_sequence;
  // The state after this event: the backup before it, and the changes archived since. Without
  // either: the newest backup, and all changes archived since.
  std::optional<uint64_t> to_sequence;
};

struct Restored {
  v1::Backup backup;
  // Newer ones whose notes are damaged: they may be of a later store.
  std::vector<std::string> passed_over;
  uint64_t last_event = 0;        // in the restored store
  uint64_t changes_replayed = 0;  // from the archive
  int64_t documents = 0;
  int64_t events = 0;
  int64_t numbers = 0;
  std::vector<std::string> problems;  // what VerifyStore finds in the restored store
  // Archives of changes that are of no use here, because no backup leads to them.
  std::vector<std::string> archives_without_backup;
  // Why a server would not serve it: what was signed before is not in it. Empty when it would.
  std::string behind;
};

// The nearest backup at or before `at_sequence` whose note is whole. NOT_FOUND when there is none.
absl::StatusOr<v1::Backup> ChooseBackup(const std::vector<v1::Backup>& newest_first,
                                        std::optional<uint64_t> at_sequence);

// Writes the backup's files to `to`, each compared with its checksum, opens the store, checks it
// against what the backup's note says, goes on with the archived changes, and checks the store
// against itself. FAILED_PRECONDITION when `to` is used; NOT_FOUND when there is no such backup;
// OUT_OF_RANGE when `to_sequence` is not reached, with how far it goes; DATA_LOSS when a backup or
// an archive is damaged. After an error, and after a restore that was cut off, `to` and its
// RestoreMarkFile are to be removed; until then CheckRestored refuses it.
absl::StatusOr<Restored> Restore(const RestoreAsk& ask);

// FAILED_PRECONDITION, with the way out, when a restore into the folder began and did not end: what
// is there may open, and is not all that was to be there. UNAVAILABLE when that cannot be found
// out.
absl::Status CheckRestored(const std::string& data_dir);

}  // namespace santong::offline
