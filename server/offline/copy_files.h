// The files of a copy: what `santong catalog export --files DIR` left beside the lines, each under
// its SHA-256.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "santong/v1/document.pb.h"
#include "storage/kv/store.h"

namespace santong::offline {

struct CopyFiles {
  int64_t held = 0;      // that the store has now, or had before
  int64_t not_held = 0;  // that documents state and neither the store nor the folder has
};

// NOT_FOUND when `dir` is named and is no folder.
absl::Status CheckFolder(const std::string& dir);

// Takes the files that `document` is published with out of the folder `dir` into the store, in
// which its line stands, and counts them; with an empty `dir` it counts alone. Other files of the
// folder are not read. INVALID_ARGUMENT names a file whose bytes are not those that the document
// states.
absl::Status TakeCopyFiles(kv::Store& store, const v1::Document& document, const std::string& dir,
                           CopyFiles* files);

}  // namespace santong::offline
