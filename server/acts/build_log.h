// Gives the log to a store that has none, or that an older program wrote to meanwhile.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "storage/kv/store.h"

namespace santong::acts {

// Links every event that is not in the log yet, in order and in bounded transactions; after a crash
// it goes on where it stopped. Before the server takes calls. A leaf says of its document what the
// document says today, and only where its event is the last public one: what was said before is not
// kept. Waits for the store. Returns how many events were linked.
absl::StatusOr<int64_t> BuildLog(kv::Store& store);

}  // namespace santong::acts
