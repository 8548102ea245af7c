// Fetches what was imported and holds its text against the source's.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "client/lib/client.h"

namespace santong::cli {

// A document and the SHA-256 of the text that its source had.
using Expected = std::pair<std::string, std::string>;

// The documents whose text is another. Several calls are under way at a time.
absl::StatusOr<std::vector<std::string>> FindDifferent(const client::Client& client,
                                                       const std::vector<Expected>& expected);

}  // namespace santong::cli
