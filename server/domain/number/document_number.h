// The number that an organ gives its document (发文字号), as really written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace santong::number {

struct DocumentNumber {
  std::string raw;     // as it came in
  std::string folded;  // FoldNumber(raw)
  std::string
      prefix;  // 机关代字, without brackets' variants and blanks; may be empty: 〔2019〕第4号
  std::optional<int> year;        // of four digits; 〔87〕 is 1987
  std::optional<int64_t> serial;  // always there after ParseDocumentNumber
  std::string suffix;             // what follows the serial and 号, usually nothing
};

constexpr size_t kDocumentNumberCodePointsMax = 100;
constexpr int kYearMin = 1900;
constexpr int kYearMax = 2199;
constexpr int64_t kSerialMax = 999'999'999;

// Reads the shapes really met: any bracket or none, with 第 or without, year in front, in the
// middle or absent, Chinese numerals, 联 series, dashes. INVALID_ARGUMENT with the reason when it
// holds no serial, an impossible year, a serial over kSerialMax, or looks like an index number
// (索引号); a document without a number has none, not an empty one.
absl::StatusOr<DocumentNumber> ParseDocumentNumber(absl::string_view raw);

// The key for looking a number up: equal under widths, brackets, blanks, dashes, 第 and 号, leading
// zeros, Chinese numerals of the serial, two-digit years and case. Never fails; idempotent.
//
// DO NOT CHANGE without a rebuild of the indexes: such keys are stored on disk.
std::string FoldNumber(absl::string_view raw);

}  // namespace santong::number
