// Rows and columns, for people (aligned) and for programs (CSV).
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace santong::cli {

struct Column {
  std::string key;     // heads the column in CSV
  std::string title;   // heads it for people
  bool fixed = false;  // never shortened to make the table fit
};

struct Cell {
  std::string shown;  // for people
  std::string raw;    // for programs
};

struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;

  // The same table with the columns of these keys, in this order. INVALID_ARGUMENT names a key that
  // is none, and all that are.
  absl::Status Select(const std::vector<std::string>& keys);
};

// A cell that is the same for people and for programs.
Cell Plain(absl::string_view text);

struct TableLayout {
  int ambiguous_width = 1;
  int line_width = 0;  // 0: as wide as it comes
  bool headings = true;
};

// Two blanks between the columns, none at the ends of lines; line breaks in a cell become blanks.
std::string FormatTable(const Table& table, const TableLayout& layout);

}  // namespace santong::cli
