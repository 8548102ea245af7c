// Restoring a store from a backup.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "santong/v1/backup_service.pb.h"

namespace santong::offline {

struct RestoreAsk {
  std::string from;  // the folder of the backups
  std::string to;    // the data folder, which must not exist or be empty
  // The backup that holds no event after this one; the newest when absent.
  std::optional<uint64_t> at_sequence;
};

struct Restored {
  v1::Backup backup;
  int64_t documents = 0;
  int64_t events = 0;
  int64_t numbers = 0;
  std::vector<std::string> problems;  // what VerifyStore finds in the restored store
  // Why a server would not serve it: what was signed before is not in it. Empty when it would.
  std::string behind;
};

// The nearest backup at or before `at_sequence`: a store cannot be cut between two backups, because
// an event says what was done, not all that it changed. NOT_FOUND when there is none.
absl::StatusOr<v1::Backup> ChooseBackup(const std::vector<v1::Backup>& newest_first,
                                        std::optional<uint64_t> at_sequence);

// Writes the backup's files to `to`, each compared with its checksum, opens the store, checks it
// against itself and against what the backup's note says. FAILED_PRECONDITION when `to` is used or
// there is no such backup; DATA_LOSS when the backup is damaged. After an error `to` is to be
// removed.
absl::StatusOr<Restored> Restore(const RestoreAsk& ask);

}  // namespace santong::offline
