// A table as CSV (RFC 4180): UTF-8 without a mark, lines end in CR LF, quotes where they are
// needed.
#pragma once

#include <string>
#include <vector>

#include "client/cli/output/table.h"

namespace santong::cli {

// Cells as in FormatSpreadsheetLine.
std::string FormatCsv(const Table& table, bool headings);

// One line; also for reports that are written row by row. What a spreadsheet would take for a
// formula begins with an apostrophe.
std::string FormatSpreadsheetLine(std::vector<std::string> cells);

// One line of a file that is read again: each cell as it is.
std::string FormatCsvLine(const std::vector<std::string>& cells);

}  // namespace santong::cli
