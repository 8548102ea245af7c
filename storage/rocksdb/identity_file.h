// IDENTITY: RocksDB's file of the name by which a store is known to its archive of changes and to
// its standbys. It is the only file that is read and bears no sum, so that stands beside it, in
// IDENTITY.sum.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace santong::kv {

// Before RocksDB opens the store in the folder. DATA_LOSS, with the way back, when the name is not
// the one that was noted, or gone; UNAVAILABLE when a file cannot be read. A folder without a note
// is an older one, or a restored one, or holds no store yet.
absl::Status CheckIdentity(const std::string& folder);

// After it is open: notes the sum, unless one is noted. UNAVAILABLE when it cannot be written.
absl::Status NoteIdentity(const std::string& folder);

}  // namespace santong::kv
