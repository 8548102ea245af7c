// The regular expressions of a number template. For template.cc only.
#pragma once

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "server/domain/number/template_parse.h"

namespace santong::number {

// Matches what Format writes. One group for each part that is not literal, in order.
std::string StrictPattern(absl::Span<const TemplatePart> parts);

// Matches what people type, after text::FoldWidths. One group for each part that is not literal, in
// order; an exact serial has two, of which one is empty.
std::string LenientPattern(absl::Span<const TemplatePart> parts);

}  // namespace santong::number
