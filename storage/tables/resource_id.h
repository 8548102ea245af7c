// The number that a resource's name ends in.
#pragma once

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"

namespace santong::tables {

// False, with `id` undefined, where `digits` is not a number above 0 as it is printed. No leading
// zero, no sign and no space: one resource has one name.
inline bool ParseId(absl::string_view digits, uint64_t* id) {
  return !digits.empty() && digits[0] != '0' &&
         std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit) &&
         absl::SimpleAtoi(digits, id);
}

}  // namespace santong::tables
