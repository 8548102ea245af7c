#include "server/domain/text/chinese_numeral.h"

#include <unicode/rbnf.h>

#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"

namespace santong::text {
namespace {

constexpr int kSpelledMax = 9'999;
constexpr size_t kDigitsMax = 9;
constexpr size_t kHanBytes = 3;  // each numeral is three bytes of UTF-8
constexpr absl::string_view kDigits[] = {"〇", "一", "二", "三", "四",
                                         "五", "六", "七", "八", "九"};
constexpr absl::string_view kUnits[] = {"十", "百", "千"};

std::optional<int> DigitValue(absl::string_view s) {
  for (int value = 0; value < 10; ++value) {
    if (s == kDigits[value]) return value;
  }
  if (s == "零") return 0;
  return std::nullopt;
}

std::optional<int64_t> ByDigits(absl::string_view s) {
  if (s.size() > kDigitsMax * kHanBytes) return std::nullopt;
  int64_t value = 0;
  for (size_t i = 0; i < s.size(); i += kHanBytes) {
    const std::optional<int> digit = DigitValue(s.substr(i, kHanBytes));
    if (!digit) return std::nullopt;
    value = value * 10 + *digit;
  }
  return value;
}

using Spelled = absl::flat_hash_map<std::string, int64_t>;

// Spelling every number once is both strict and free of a parser.
std::unique_ptr<Spelled> SpellAll() {
  auto spelled = std::make_unique<Spelled>();
  UErrorCode error = U_ZERO_ERROR;
  const icu::RuleBasedNumberFormat format(icu::URBNF_SPELLOUT, icu::Locale::getChina(), error);
  if (U_FAILURE(error)) return spelled;  // ICU without its data: nothing is a spelled number
  spelled->reserve(kSpelledMax);
  for (int value = 1; value <= kSpelledMax; ++value) {
    icu::UnicodeString words;
    std::string utf8;
    format.format(static_cast<int32_t>(value), words).toUTF8String(utf8);
    spelled->emplace(absl::StrReplaceAll(utf8, {{"零", "〇"}}), value);
  }
  return spelled;
}

}  // namespace

std::optional<int64_t> ChineseNumeral(absl::string_view s) {
  if (s.empty() || s.size() % kHanBytes != 0) return std::nullopt;
  if (std::optional<int64_t> value = ByDigits(s)) return value;
  static const Spelled& spelled = *SpellAll().release();
  const auto found = spelled.find(absl::StrReplaceAll(s, {{"零", "〇"}}));
  if (found == spelled.end()) return std::nullopt;
  return found->second;
}

size_t ChineseNumeralPrefix(absl::string_view s) {
  size_t length = 0;
  while (length + kHanBytes <= s.size()) {
    const absl::string_view next = s.substr(length, kHanBytes);
    bool is_numeral = DigitValue(next).has_value();
    for (const absl::string_view unit : kUnits) is_numeral = is_numeral || next == unit;
    if (!is_numeral) break;
    length += kHanBytes;
  }
  return length;
}

}  // namespace santong::text
