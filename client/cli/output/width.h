// How many columns of a terminal a text takes, by Unicode East Asian Width (UAX #11).
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace santong::cli {

// `ambiguous` is what characters of ambiguous width take: 1 or 2.
int DisplayWidth(absl::string_view text, int ambiguous);

// The longest beginning of whole characters, as people see them, that with an ellipsis takes at
// most `width` columns; the text itself when it fits. A 〔2026〕 is kept whole or left out.
std::string Truncate(absl::string_view text, int width, int ambiguous);

}  // namespace santong::cli
