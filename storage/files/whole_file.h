// Small files that must outlive a power cut: a mark, a role, a note, a tile.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace santong::files {

// Writes `bytes` to the file `path`, whose folder must exist, in place of what was there. The file
// is whole and on the disk when this returns OK; otherwise (UNAVAILABLE, with the reason) it is as
// it was, or whole but not yet sure to outlive a power cut, and the call may be repeated. `path` +
// ".new" is written meanwhile, so two threads must not write one path at a time.
absl::Status WriteFileWhole(const std::string& path, absl::string_view bytes);

// Whether there is something called `path`; UNAVAILABLE, with the reason, when the disk does not
// say, which is never the same as no.
absl::StatusOr<bool> FileExists(const std::string& path);

// Removes the file `path`, if there is one. When this returns OK it does not come back after a
// power cut; otherwise (UNAVAILABLE, with the reason) it may, and the call may be repeated.
absl::Status RemoveFile(const std::string& path);

// The bytes of a file. NOT_FOUND when there is none, UNAVAILABLE when it cannot be read.
absl::StatusOr<std::string> ReadFileWhole(const std::string& path);

}  // namespace santong::files
