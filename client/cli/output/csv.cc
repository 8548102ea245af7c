#include "client/cli/output/csv.h"

#include <csv.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/domain/text/spreadsheet.h"

namespace santong::cli {
namespace {

bool NeedsQuotes(const std::string& cell) {
  if (cell.empty()) return false;
  return cell.find_first_of("\",\r\n") != std::string::npos || cell.front() == ' ' ||
         cell.back() == ' ';
}

std::string Quoted(const std::string& cell) {
  std::string out(csv_write(nullptr, 0, cell.data(), cell.size()), '\0');
  csv_write(out.data(), out.size(), cell.data(), cell.size());
  return out;
}

}  // namespace

std::string FormatCsvLine(const std::vector<std::string>& cells) {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    absl::StrAppend(&line, i == 0 ? "" : ",", NeedsQuotes(cells[i]) ? Quoted(cells[i]) : cells[i]);
  }
  // A single empty cell would read as an empty line.
  if (line.empty()) line = "\"\"";
  return line + "\r\n";
}

std::string FormatSpreadsheetLine(std::vector<std::string> cells) {
  for (std::string& cell : cells) {
    if (text::ReadsAsFormula(cell)) cell.insert(0, 1, '\'');
  }
  return FormatCsvLine(cells);
}

std::string FormatCsv(const Table& table, bool headings) {
  std::string text;
  if (headings) {
    std::vector<std::string> keys;
    for (const Column& column : table.columns) keys.push_back(column.key);
    text += FormatCsvLine(keys);
  }
  for (const auto& row : table.rows) {
    std::vector<std::string> cells;
    for (const Cell& cell : row) cells.push_back(cell.raw);
    text += FormatSpreadsheetLine(std::move(cells));
  }
  return text;
}

}  // namespace santong::cli
