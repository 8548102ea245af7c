#include "server/domain/text/chinese_date.h"

#include <re2/re2.h>

#include <algorithm>
#include <cstdint>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "server/domain/text/chinese_numeral.h"
#include "server/domain/text/normalize.h"

namespace santong::text {
namespace {

constexpr size_t kPrintedBytesMax = 100;

absl::Status Wrong(absl::string_view printed, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("\"", printed, "\" is not a day: ", why));
}

absl::StatusOr<absl::CivilDay> MakeDay(absl::string_view printed, int64_t year, int64_t month,
                                       int64_t day) {
  if (year < 1000 || year > 9999)
    return Wrong(printed, "write the year with four digits, e.g. 2017");
  if (month < 1 || month > 12) return Wrong(printed, absl::StrCat("there is no month ", month));
  const absl::CivilDay last = absl::CivilDay(absl::CivilMonth(year, month) + 1) - 1;
  if (day < 1 || day > last.day()) {
    return Wrong(printed, absl::StrFormat("%04d-%02d has %d days", year, month, last.day()));
  }
  return absl::CivilDay(year, month, day);
}

std::optional<int64_t> Number(absl::string_view s) {
  int64_t value = 0;
  if (s.size() <= 4 && absl::SimpleAtoi(s, &value)) return value;
  return ChineseNumeral(s);
}

}  // namespace

absl::StatusOr<absl::CivilDay> ParsePrintedDay(absl::string_view printed) {
  if (printed.size() > kPrintedBytesMax) return Wrong(printed.substr(0, 0), "the text is too long");
  static const RE2& chinese = *new RE2(
      "(\\d{1,4}|[〇零一二三四五六七八九]{1,4})年"
      "(\\d{1,2}|元|[一二三四五六七八九十]{1,2})月"
      "(\\d{1,2}|[一二三四五六七八九十]{1,3})日");
  static const RE2& plain = *new RE2("(\\d{4})([-/.])(\\d{1,2})([-/.])(\\d{1,2})");
  static const RE2& year_for_month = *new RE2("(.+年.+)年(.+日)");
  const std::string folded = FoldWidths(printed);
  std::string year, month, day, separator, other_separator;
  if (RE2::FullMatch(folded, plain, &year, &separator, &month, &other_separator, &day)) {
    if (separator != other_separator) return Wrong(printed, "write it as 2017-04-11");
    return MakeDay(printed, *Number(year), *Number(month), *Number(day));
  }
  if (RE2::FullMatch(folded, chinese, &year, &month, &day)) {
    const std::optional<int64_t> year_value = Number(year);
    const std::optional<int64_t> month_value = month == "元" ? 1 : Number(month);
    const std::optional<int64_t> day_value = Number(day);
    if (!year_value || !month_value || !day_value) {
      return Wrong(printed, "a part of it is not a number; write it as 2017年4月11日");
    }
    return MakeDay(printed, *year_value, *month_value, *day_value);
  }
  std::string before, after;
  if (RE2::FullMatch(folded, year_for_month, &before, &after)) {
    return Wrong(printed, absl::StrCat("年 stands twice; is it ", before, "月", after, "?"));
  }
  return Wrong(printed, "write it as 2017年4月11日, 二〇一七年四月十一日 or 2017-04-11");
}

absl::StatusOr<absl::CivilDay> ParseIsoDay(absl::string_view iso) {
  // Every act reads a dozen of these: no regular expression, and no number may have a sign or
  // blank.
  constexpr absl::string_view kForm = "dddd-dd-dd";
  const bool fits =
      iso.size() == kForm.size() &&
      std::equal(iso.begin(), iso.end(), kForm.begin(), [](char c, char form) {
        return form == 'd' ? absl::ascii_isdigit(static_cast<unsigned char>(c)) : c == form;
      });
  int year = 0;
  int month = 0;
  int day = 0;
  if (!fits || !absl::SimpleAtoi(iso.substr(0, 4), &year) ||
      !absl::SimpleAtoi(iso.substr(5, 2), &month) || !absl::SimpleAtoi(iso.substr(8, 2), &day)) {
    return Wrong(iso.substr(0, kPrintedBytesMax), "write it as YYYY-MM-DD, e.g. 2017-04-11");
  }
  return MakeDay(iso, year, month, day);
}

std::string FormatIsoDay(absl::CivilDay day) {
  return absl::StrCat(absl::Dec(day.year(), absl::kZeroPad4), "-",
                      absl::Dec(day.month(), absl::kZeroPad2), "-",
                      absl::Dec(day.day(), absl::kZeroPad2));
}

}  // namespace santong::text
