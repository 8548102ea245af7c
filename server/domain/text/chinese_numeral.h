// Numbers written in Chinese characters: 二十三, 一百零五, and by digits 二〇一七.
#pragma once

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace santong::text {

// The value of `s` as spelled out from 1 to 9,999 (zh spell-out rules of CLDR; 零 and 〇 are one)
// or digit by digit, up to nine digits. Absent when `s` is neither. `s` should have gone through
// FoldWidths, which makes the four zeros one.
std::optional<int64_t> ChineseNumeral(absl::string_view s);

// The length in bytes of the run of Chinese numerals (〇零一…九十百千) with which `s` begins.
size_t ChineseNumeralPrefix(absl::string_view s);

}  // namespace santong::text
