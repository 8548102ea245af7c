// Restoring a store from a backup.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "santong/v1/backup_service.pb.h"
#include "storage/kv/backups.h"

namespace santong::offline {

struct RestoreAsk {
  std::string from;  // the folder of the backups
  std::string to;    // the data folder, which must not exist or be empty
  // backups/{number}: this one, whatever was made since. Empty: chosen as below.
  std::string backup;
  // A backup as it is: the newest that holds no event after this one.
  std::optional<uint64_t> at_sequence;
  // The state after this event: the backup before it, and the changes archived since. A store that
  // was restored, and a standby that was promoted, go on as another with the same numbers of
  // events, and a folder may hold backups of both: the event is one of the history of the named
  // backup, or else of the newest. Without either: the newest backup, and all changes archived
  // since.
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

// The backup to begin with, as RestoreAsk says. NOT_FOUND when there is none; FAILED_PRECONDITION
// when only an older store has one at or before `to_sequence`: where the two parted is not known.
// OUT_OF_RANGE when the named one ends after it; DATA_LOSS when its note is damaged.
absl::StatusOr<kv::Backup> ChooseBackup(const std::vector<kv::Backup>& oldest_first,
                                        const RestoreAsk& ask);

// Writes the backup's files to `to`, each compared with its checksum, opens the store, checks it
// against what the backup's note says, goes on with the archived changes, and checks the store
// against itself. FAILED_PRECONDITION when `to` is used; what ChooseBackup refuses;
// OUT_OF_RANGE when `to_sequence` is not reached, with how far it goes; DATA_LOSS when a backup or
// an archive is damaged. After an error, and after a restore that was cut off, `to` and its
// RestoreMarkFile are to be removed; until then CheckRestored refuses it.
absl::StatusOr<Restored> Restore(const RestoreAsk& ask);

// FAILED_PRECONDITION, with the way out, when a restore into the folder began and did not end: what
// is there may open, and is not all that was to be there. UNAVAILABLE when that cannot be found
// out.
absl::Status CheckRestored(const std::string& data_dir);

}  // namespace santong::offline
