// Text out of a file, whichever of the formats it is: by its content, never by its name.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/intake/extracted.h"
#include "server/sniff/media_type.h"

namespace santong::intake {

// What a file is handled as.
enum class Kind { kArchive, kPdf, kPlain };

// FILE_KIND_NOT_TAKEN for what none of the readers takes, FILE_ENCRYPTED for an Office file with a
// password, FILE_DAMAGED for one without bytes, FILE_OVER_LIMIT for one that is too large.
absl::StatusOr<Kind> KindOf(absl::string_view bytes, const sniff::MediaTypes& media_types);

// `media_type` is what the sniffer says of it, for a refusal. The text may be stored: characters
// that may not are left out. Any FILE_… refusal.
absl::StatusOr<Extracted> Extract(Kind kind, absl::string_view media_type, absl::string_view bytes);

}  // namespace santong::intake
