#include "server/domain/number/document_number.h"

#include <re2/re2.h>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "server/domain/text/chinese_numeral.h"
#include "server/domain/text/normalize.h"

namespace santong::number {
namespace {

// What a number may be built of, on text whose widths, brackets and dashes are folded.
constexpr char kChineseSerial[] = "第?([〇零一二三四五六七八九十百千]+)号";

struct Parts {
  std::string prefix, middle, year, serial, suffix;
};

absl::Status Refuse(absl::string_view raw, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("\"", raw, "\" is not a document number: ", why));
}

// Year in brackets: P〔Y〕N号, P〔Y〕第N号, （YY）mid字第N号, P〔Y〕012-人社003.
bool MatchBracketedYear(const std::string& s, Parts* parts) {
  static const RE2& digits = *new RE2("(.*)\\((\\d+)年?\\)([^0-9]*?)第?(\\d+)号?(.*)");
  static const RE2& chinese =
      *new RE2(absl::StrCat("(.*)\\((\\d+)年?\\)([^0-9]*?)", kChineseSerial, "(.*)"));
  for (const RE2* pattern : {&digits, &chinese}) {
    if (RE2::FullMatch(s, *pattern, &parts->prefix, &parts->year, &parts->middle, &parts->serial,
                       &parts->suffix)) {
      return true;
    }
  }
  return false;
}

// Year without brackets, or with half of a pair: 主席令2023年第九号, HFGS-2017-9, 国发〔2016-76号.
bool MatchBareYear(const std::string& s, Parts* parts) {
  static const RE2& words = *new RE2("(|.*?[^0-9])((?:19|20)\\d\\d)年([^0-9]*?)第?(\\d+)号(.*)");
  static const RE2& chinese =
      *new RE2(absl::StrCat("(|.*?[^0-9])((?:19|20)\\d\\d)年([^0-9]*?)", kChineseSerial, "(.*)"));
  static const RE2& dashes =
      *new RE2("(|.*?[^0-9(/-])[(/-]?((?:19|20)\\d\\d)[)/.-]()第?(\\d+)号?(.*)");
  for (const RE2* pattern : {&words, &chinese, &dashes}) {
    if (RE2::FullMatch(s, *pattern, &parts->prefix, &parts->year, &parts->middle, &parts->serial,
                       &parts->suffix)) {
      return true;
    }
  }
  return false;
}

// No year: 国务院令第656号, 国务院令250号, 主席令八十号, 财农字第345号.
bool MatchNoYear(const std::string& s, Parts* parts) {
  static const RE2& digits = *new RE2("(.*?)第?(\\d+)号(.*)");
  static const RE2& chinese = *new RE2(absl::StrCat("(.*?)", kChineseSerial, "(.*)"));
  static const RE2& ordinal = *new RE2("(.*)第(\\d+)()");
  for (const RE2* pattern : {&digits, &chinese, &ordinal}) {
    if (RE2::FullMatch(s, *pattern, &parts->prefix, &parts->serial, &parts->suffix)) return true;
  }
  return false;
}

absl::StatusOr<int> ReadYear(absl::string_view raw, const std::string& digits) {
  int year = 0;
  if (digits.size() > 4 || !absl::SimpleAtoi(digits, &year)) {
    return Refuse(raw, absl::StrCat("year ", digits, "; write four digits"));
  }
  if (digits.size() == 2) year += 1900;
  if (year < kYearMin || year > kYearMax) {
    return Refuse(raw, absl::StrCat("year ", digits, " is outside ", kYearMin, " to ", kYearMax));
  }
  return year;
}

absl::StatusOr<int64_t> ReadSerial(absl::string_view raw, const std::string& written) {
  int64_t serial = 0;
  if (!absl::SimpleAtoi(written, &serial)) {
    const std::optional<int64_t> numeral = text::ChineseNumeral(written);
    if (!numeral) return Refuse(raw, absl::StrCat("serial ", written, " is not a number"));
    serial = *numeral;
  }
  if (serial < 1 || serial > kSerialMax) {
    return Refuse(raw, absl::StrCat("serial ", written, " is outside 1 to ", kSerialMax));
  }
  return serial;
}

// 000014349/2019-00007, 11370322004222241N/2021-5135380: an organ's code, then year and serial.
bool IsIndexNumber(const std::string& s) {
  static const RE2& pattern = *new RE2("[0-9A-Z]{9,18}/\\d{4,6}-\\d+");
  return RE2::FullMatch(s, pattern);
}

}  // namespace

absl::StatusOr<DocumentNumber> ParseDocumentNumber(absl::string_view raw) {
  if (absl::Status status = text::CheckUtf8Text(raw, /*multiline=*/false); !status.ok())
    return status;
  if (const size_t length = text::CodePoints(raw); length > kDocumentNumberCodePointsMax) {
    return absl::InvalidArgumentError(absl::StrCat(
        "a document number of ", length, " characters; maximum: ", kDocumentNumberCodePointsMax,
        "; give the number only"));
  }
  std::string s = absl::StrReplaceAll(text::FoldWidths(raw), {{"號", "号"}});
  if (s.empty()) return Refuse(raw, "it is empty; leave the field out when there is no number");
  if (IsIndexNumber(s)) {
    return Refuse(raw,
                  "it looks like an index number (索引号), which belongs in a field of its own");
  }
  static const RE2& cited = *new RE2("\\(([^()]*\\(.*)\\)");
  std::string inner;
  if (RE2::FullMatch(s, cited, &inner)) s = inner;

  Parts parts;
  if (!MatchBracketedYear(s, &parts) && !MatchBareYear(s, &parts)) {
    parts = Parts();
    if (!MatchNoYear(s, &parts)) {
      return Refuse(raw, "it holds no serial; write it as 平政〔2017〕26号 or 人民政府令第26号");
    }
  }
  DocumentNumber number;
  if (!parts.year.empty()) {
    const absl::StatusOr<int> year = ReadYear(raw, parts.year);
    if (!year.ok()) return year.status();
    number.year = *year;
  }
  const absl::StatusOr<int64_t> serial = ReadSerial(raw, parts.serial);
  if (!serial.ok()) return serial.status();
  number.serial = *serial;
  number.raw = std::string(raw);
  number.folded = FoldNumber(raw);
  number.prefix = absl::StrCat(parts.prefix, parts.middle);
  number.suffix = parts.suffix;
  return number;
}

}  // namespace santong::number
