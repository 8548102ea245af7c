#include "server/domain/text/identity_code.h"

#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/domain/text/chinese_date.h"

namespace santong::text {
namespace {

constexpr size_t kCodeLength = 18;

// GB 32100-2015: no I, O, S, V, Z.
constexpr absl::string_view kCreditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
// 3^i mod 31.
constexpr int kCreditWeights[] = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
// 2^(17-i) mod 11.
constexpr int kResidentWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
constexpr absl::string_view kResidentChecks = "10X98765432";

}  // namespace

CodeCheck CheckCreditCode(absl::string_view code) {
  if (code.size() != kCodeLength) return CodeCheck::kWrongForm;
  size_t sum = 0;
  size_t check = 0;
  for (size_t i = 0; i < kCodeLength; ++i) {
    const size_t value = kCreditAlphabet.find(code[i]);
    const bool is_division = i >= 2 && i < 8;
    if (value == absl::string_view::npos || (is_division && value > 9))
      return CodeCheck::kWrongForm;
    if (i + 1 < kCodeLength) {
      sum += value * kCreditWeights[i];
    } else {
      check = value;
    }
  }
  return check == (31 - sum % 31) % 31 ? CodeCheck::kOk : CodeCheck::kWrongCheckDigit;
}

CodeCheck CheckResidentId(absl::string_view number) {
  if (number.size() != kCodeLength) return CodeCheck::kWrongForm;
  int sum = 0;
  for (size_t i = 0; i + 1 < kCodeLength; ++i) {
    if (!absl::ascii_isdigit(number[i])) return CodeCheck::kWrongForm;
    sum += (number[i] - '0') * kResidentWeights[i];
  }
  const char check = absl::ascii_toupper(number.back());
  if (!absl::ascii_isdigit(check) && check != 'X') return CodeCheck::kWrongForm;
  const std::string birthday =
      absl::StrCat(number.substr(6, 4), "-", number.substr(10, 2), "-", number.substr(12, 2));
  if (!ParseIsoDay(birthday).ok()) return CodeCheck::kWrongForm;
  return check == kResidentChecks[sum % 11] ? CodeCheck::kOk : CodeCheck::kWrongCheckDigit;
}

}  // namespace santong::text
