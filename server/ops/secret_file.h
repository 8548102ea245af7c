// A file that holds a secret.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace santong::ops {

// Readable by its owner alone, and on the disk when this returns. INVALID_ARGUMENT when it cannot
// be written.
absl::Status WriteSecretFile(const std::string& path, const std::string& secret);

}  // namespace santong::ops
