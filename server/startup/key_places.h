// Where a store and its keys lie, and whether one of them is gone.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "server/ops/config.h"
#include "storage/kv/store.h"

namespace santong::startup {

// Of an older program, which put them into the store where data_dir ended with a slash: new ones
// beside it would open nothing. FAILED_PRECONDITION says which is to be moved where.
absl::Status CheckKeyPlaces(const ops::Config& config);

// A disk that is not mounted looks like a first start: a new register would begin below it, and its
// admin's token be written over the one that opens the old. `log_mark` is the file beside the
// folder that a register leaves. FAILED_PRECONDITION where it is there and the store is not; of a
// standby to be asked once it has taken its copy.
absl::Status CheckStoreIsThere(const ops::Config& config, const std::string& log_mark);

// A key that is gone is not made anew: the new one would open nothing, sign for nobody, and lie
// where the old one is to be put back. FAILED_PRECONDITION names the file.
absl::Status CheckKeysAreNotLost(const kv::Reader& reader, const ops::Config& config);

}  // namespace santong::startup
