// What a spreadsheet makes of a cell of a CSV file.
#pragma once

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace santong::text {

// How a formula begins. In an East Asian locale a spreadsheet takes the full widths for the narrow
// ones, and it passes over what ends a line.
inline constexpr absl::string_view kFormulaBegins[] = {"=",  "+",  "-",  "@",  "\t", "\r",
                                                       "\n", "＝", "＋", "－", "＠"};

// Whether a spreadsheet would reckon with the cell, which strangers may have written, in place of
// showing it; an apostrophe before it makes it text. A negative number is no formula.
inline bool ReadsAsFormula(absl::string_view cell) {
  const bool begins =
      std::any_of(std::begin(kFormulaBegins), std::end(kFormulaBegins),
                  [&](absl::string_view begin) { return absl::StartsWith(cell, begin); });
  const bool is_number = cell.size() > 1 && cell[0] == '-' &&
                         std::all_of(cell.begin() + 1, cell.end(), absl::ascii_isdigit);
  return begins && !is_number;
}

}  // namespace santong::text
