// Plain text and Markdown, in UTF-8, UTF-16 with its mark, or GB 18030.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/intake/extracted.h"

namespace santong::intake {

// FILE_KIND_NOT_TAKEN when the bytes are text in none of these encodings.
absl::StatusOr<Extracted> ReadPlain(absl::string_view bytes);

}  // namespace santong::intake
