// The few forms of Markdown that the generated pages use.
#pragma once

#include <string>
#include <vector>

#include "absl/types/span.h"

namespace santong::docs {

// The line under a page's title: that it is generated, and from what.
std::string GeneratedFrom(const char* source);

// One row of a table, with the bars inside the cells escaped and line breaks made blanks. Ends with
// a line feed.
std::string TableRow(absl::Span<const std::string> cells);

// The two lines that begin a table.
std::string TableHead(const std::vector<std::string>& titles);

}  // namespace santong::docs
