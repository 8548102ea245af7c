// PDF with a text layer. poppler is under the GPL: its pdftotext runs as a program of its own and
// is never linked.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/intake/extracted.h"

namespace santong::intake {

// `bytes` must be what this process has as its standard input, which pdftotext reads in turn.
// FILE_WITHOUT_TEXT for a scan, FILE_ENCRYPTED, FILE_DAMAGED, FILE_OVER_LIMIT beyond kPagesMax.
absl::StatusOr<Extracted> ReadPdf(absl::string_view bytes);

// The same from what pdftotext said of it: the places of all words, as XHTML (-bbox-layout).
absl::StatusOr<Extracted> ReadWords(absl::string_view xhtml);

}  // namespace santong::intake
