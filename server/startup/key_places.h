// Where the keys of a store lie.
#pragma once

#include "absl/status/status.h"
#include "server/ops/config.h"

namespace santong::startup {

// Of an older program, which put them into the store where data_dir ended with a slash: new ones
// beside it would open nothing. FAILED_PRECONDITION says which is to be moved where.
absl::Status CheckKeyPlaces(const ops::Config& config);

}  // namespace santong::startup
