// Lines as they stand on printed pages, put together into paragraphs: a PDF and an OFD know no
// paragraphs.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace santong::intake {

// A number that a file gives for a place, a length or a factor; `otherwise` where it is none. What
// is beyond a million is taken for a million: no page is larger, and sums of such stay numbers.
double NumberOr(absl::string_view text, double otherwise);

// A run of characters at its place on a page, in any unit; y grows downwards. None of
// the places is NaN.
struct PrintedWords {
  double left, top, right, bottom;
  std::string text;
};

// Puts the lines of one page in their order, drops its page number, and joins a line to the one
// above when that is full and this begins at the margin. Columns that stand far apart are kept
// apart by a tab. `pages` continue one another.
std::string JoinPages(const std::vector<std::vector<PrintedWords>>& pages);

}  // namespace santong::intake
