// Whether a text is classified (涉密): it bears a mark of secrecy (密级标志) at its head.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace santong::screening {

// The one of `marks` that the text bears, or empty. A mark stands in one of the first five lines
// with something on them, alone or before ★ (机密★1年), perhaps spaced out (机　密); a line that is
// the number of the copy (份号, GB/T 9704-2012 7.2.1) is not counted, and the number may stand
// before the mark on its line. A word of secrecy in a title or a sentence is no mark. Costs the
// same for any text.
std::string SecrecyMarkOf(absl::string_view text, const std::vector<std::string>& marks);

}  // namespace santong::screening
