// Whether the log is the history's, and the history the one that was signed.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "storage/kv/store.h"

namespace santong::queries {

// Recomputes, on one snapshot and from the rows alone: the chain of events, the leaves, every node
// of the tree, what the log says of each document and of its files, the map of numbers, the counts
// of organs, and all checkpoints against them. `problem` is given a sentence for each thing that
// does not agree. DATA_LOSS only when the engine cannot go on reading.
absl::Status VerifyLog(const kv::Reader& reader,
                       absl::FunctionRef<void(const std::string& sentence)> problem);

}  // namespace santong::queries
