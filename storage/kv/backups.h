// Backups: copies of a store in a folder of their own, made while the store is in use.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/kv/store.h"

namespace santong::kv {

// One copy. The note is the caller's: what it said of the copy when it was made.
struct Backup {
  uint64_t id = 0;  // later ones have higher ones
  absl::Time created;
  uint64_t bytes = 0;         // of all its files, those shared with other copies included
  uint64_t copied_bytes = 0;  // of those that were made for it
  std::string note;
  // Which store it is of, and its last change: from there on archived changes go on.
  std::string store;
  uint64_t last_change = 0;
  // What is wrong with its note, which then says nothing; empty when nothing is.
  std::string damage;
};

// What a call of Prune did.
struct Pruned {
  uint32_t keep = 0;              // as it was asked
  uint64_t left = 0;              // those that do not count included
  std::vector<uint64_t> removed;  // oldest first
  bool made_before = false;       // by an earlier call of the same name
};

// Thread-safe; one call works on the folder at a time, and another gets ABORTED meanwhile. A copy
// counts once its note is written: what a crash left without one is in no list, and is cleared away
// by the next Create or Prune. DATA_LOSS: a file of the copy is damaged; RESOURCE_EXHAUSTED: the
// folder's disk is full; UNAVAILABLE: it cannot be read or written.
class Backups {
 public:
  virtual ~Backups() = default;

  // Writes the note from what the copy holds.
  using Describe = absl::FunctionRef<absl::StatusOr<std::string>(const Reader& held)>;
  // Copies everything that is durable now, and maybe some of what becomes durable meanwhile; it is
  // one consistent state. Files that an earlier copy holds are not copied again.
  virtual absl::StatusOr<Backup> Create(Describe describe) = 0;

  // Oldest first.
  virtual absl::StatusOr<std::vector<Backup>> List() const = 0;

  // Compares every file with its checksum, then shows what the copy holds. NOT_FOUND for an unknown
  // one; otherwise what `look` returns.
  using Look = absl::FunctionRef<absl::Status(const Reader& held)>;
  virtual absl::Status Verify(uint64_t id, Look look) = 0;

  // Copies what became durable since the last call, a bounded part of it; true when there is more.
  // OUT_OF_RANGE when the store does not keep it any more: the archive has a gap, goes on after it,
  // and what comes then is of use with the next backup only.
  // FAILED_PRECONDITION, with the way out, when the archive holds changes of the same store that it
  // does not have: it was put back to an earlier state by somebody else, and nothing is archived.
  virtual absl::StatusOr<bool> ArchiveChanges() = 0;

  // Removes all but the newest `keep` of those that count, and the changes archived before them.
  // One whose note is damaged, or that `counts` says no of, is left alone and takes the place of no
  // other: the caller alone knows what a note must say. A call of a name, a word, that was made
  // before removes nothing more, whatever its `keep`: it is finished if it was cut off, and what it
  // did is returned again. That is known of the last hundred, also by another process; a call of
  // no name is always made. DATA_LOSS also where that cannot be told any more.
  using Counts = absl::FunctionRef<bool(const Backup& backup)>;
  virtual absl::StatusOr<Pruned> Prune(uint32_t keep, Counts counts, const std::string& call) = 0;
};

}  // namespace santong::kv
