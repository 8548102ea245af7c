// Lines as they stand on printed pages, put together into paragraphs: a PDF and an OFD know no
// paragraphs.
#pragma once

#include <string>
#include <vector>

namespace santong::intake {

// A run of characters at its place on a page, in any unit; y grows downwards.
struct PrintedWords {
  double left, top, right, bottom;
  std::string text;
};

// Puts the lines of one page in their order, drops its page number, and joins a line to the one
// above when that is full and this begins at the margin. Columns that stand far apart are kept
// apart by a tab. `pages` continue one another.
std::string JoinPages(const std::vector<std::vector<PrintedWords>>& pages);

}  // namespace santong::intake
