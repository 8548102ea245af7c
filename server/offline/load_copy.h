// Loading a copy of another register's catalogue (santong/v1/catalog_copy.proto).
#pragma once

#include <cstdint>
#include <istream>
#include <string>

#include "absl/status/statusor.h"
#include "server/offline/copy_files.h"

namespace santong::offline {

struct LoadCopyAsk {
  std::istream* lines = nullptr;  // what `santong catalog export --format copy` wrote
  std::string to;                 // the data folder: empty, or a copy that the lines go on from
  std::string files;              // a folder of files beside the lines (copy_files.h); may be empty
};

struct LoadedCopy {
  int64_t documents = 0;
  int64_t versions = 0;
  int64_t objections = 0;
  int64_t events = 0;
  CopyFiles files;             // of the documents of the lines
  int64_t event_sequence = 0;  // the copy is the catalogue of this event of the register
};

// Loads the lines. Killed at any point, it is run again with the same lines; until then no server
// serves the folder. INVALID_ARGUMENT names the line that cannot be read, or says that the end is
// missing, or the file whose bytes are others; FAILED_PRECONDITION when the folder holds something
// else (acts::BeginCopy).
absl::StatusOr<LoadedCopy> LoadCopy(const LoadCopyAsk& ask);

}  // namespace santong::offline
