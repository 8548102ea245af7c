// What a spreadsheet makes of a cell of a CSV file.
#pragma once

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"

namespace santong::text {

// Whether a spreadsheet would reckon with the cell, which strangers may have written, in place of
// showing it; an apostrophe before it makes it text. A negative number is no formula.
inline bool ReadsAsFormula(absl::string_view cell) {
  if (cell.empty()) return false;
  constexpr absl::string_view kFirst = "=+-@\t\r";
  if (kFirst.find(cell[0]) == absl::string_view::npos) return false;
  const bool is_number = cell[0] == '-' && cell.size() > 1 &&
                         std::all_of(cell.begin() + 1, cell.end(), absl::ascii_isdigit);
  return !is_number;
}

}  // namespace santong::text
