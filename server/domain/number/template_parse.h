// The parts of a number template. For template.cc only.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace santong::number {

// What {prefix} and {organ} may hold, as a character class without its brackets: unified
// ideographs, ASCII letters and digits. None of them is a sign, and text::FoldForMatch makes no
// sign of them.
constexpr char kTextClass[] =
    "A-Za-z0-9\\x{3007}\\x{3400}-\\x{4DBF}\\x{4E00}-\\x{9FFC}\\x{20000}-\\x{2A6DD}\\x{2A700}-\\x{"
    "2B734}"
    "\\x{2B740}-\\x{2B81D}\\x{2B820}-\\x{2CEA1}\\x{2CEB0}-\\x{2EBE0}\\x{30000}-\\x{3134A}";

struct TemplatePart {
  enum class Kind { kLiteral, kPrefix, kOrgan, kYear, kSerial };

  Kind kind = Kind::kLiteral;
  std::string literal;         // of kLiteral; never empty, never two in a row
  int width = 0;               // of kSerial: the least number of digits; 0 for none
  bool is_exact = false;       // of kSerial: exactly `width` digits
  size_t first_character = 0;  // in the template, from 1
};

bool IsTextPart(TemplatePart::Kind kind);  // kPrefix or kOrgan

// See template.h for the grammar and the errors.
absl::StatusOr<std::vector<TemplatePart>> ParseTemplateParts(absl::string_view text);

}  // namespace santong::number
