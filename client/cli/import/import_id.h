// The identifier of an import that was given none: the same file into the same place resumes.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "santong/v1/import.pb.h"

namespace santong::cli {

// "import-" and 24 digits of a SHA-256 over the place, the kind, the file's name and all that it
// holds: a file in which a row was mended is another import. A random one for standard input and
// pipes. INVALID_ARGUMENT when the file cannot be read.
absl::StatusOr<std::string> ImportIdOf(const std::string& path, const v1::ImportStart& start);

// The file's name without its folder.
std::string BaseName(const std::string& path);

}  // namespace santong::cli
