// OFD, the layout format of GB/T 33190: ZIP → OFD.xml → Document.xml → Content.xml, with its
// template pages → TextCode.
#pragma once

#include "absl/status/statusor.h"
#include "server/intake/archive.h"
#include "server/intake/extracted.h"

namespace santong::intake {

// Paragraphs are put together from the printed lines, all documents of the file one after another.
// Signatures are reported, not validated; annotations, pictures and composite drawings are
// reported.
absl::StatusOr<Extracted> ReadOfd(const Archive& archive);

}  // namespace santong::intake
