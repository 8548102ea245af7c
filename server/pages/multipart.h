// The parts of a multipart body, found and not yet understood.
#pragma once

#include <cstddef>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace santong::pages {

struct BodyPart {
  absl::string_view headers;  // their lines and the empty one after them
  absl::string_view content;  // byte for byte
};

// The parts of `body` between lines of `boundary` (RFC 2046, 5.1.1), as views of it: what is built
// grows with `parts_max` and never with the body. INVALID_ARGUMENT for an empty boundary, for a
// body of no part or without its last boundary, for more than `parts_max`, and for headers of more
// than 16 KiB in one part. A part that has parts itself is one part here.
absl::StatusOr<std::vector<BodyPart>> SplitMultipart(absl::string_view body,
                                                     absl::string_view boundary, size_t parts_max);

}  // namespace santong::pages
