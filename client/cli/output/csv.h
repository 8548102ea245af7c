// A table as CSV (RFC 4180): UTF-8 without a mark, lines end in CR LF, quotes where they are
// needed.
#pragma once

#include <string>

#include "client/cli/output/table.h"

namespace santong::cli {

std::string FormatCsv(const Table& table, bool headings);

// One line; also for reports that are written row by row.
std::string FormatCsvLine(const std::vector<std::string>& cells);

}  // namespace santong::cli
