#include "server/domain/number/template.h"

#include <re2/re2.h>

#include <utility>
#include <vector>

#include "absl/base/call_once.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "server/domain/number/template_parse.h"
#include "server/domain/number/template_pattern.h"
#include "server/domain/text/normalize.h"

namespace santong::number {

using Kind = TemplatePart::Kind;

struct Template::Form {
  Form(absl::string_view template_text, std::vector<TemplatePart> template_parts)
      : text(template_text), parts(std::move(template_parts)) {}

  // Compiled at the first reading: who only formats, as a registration does, does not pay for them.
  const RE2& strict() const {
    absl::call_once(strict_once_,
                    [this] { strict_pattern_ = std::make_unique<RE2>(StrictPattern(parts)); });
    return *strict_pattern_;
  }
  const RE2& lenient() const {
    absl::call_once(lenient_once_,
                    [this] { lenient_pattern_ = std::make_unique<RE2>(LenientPattern(parts)); });
    return *lenient_pattern_;
  }

  const std::string text;
  const std::vector<TemplatePart> parts;

 private:
  mutable absl::once_flag strict_once_;
  mutable absl::once_flag lenient_once_;
  mutable std::unique_ptr<RE2> strict_pattern_;
  mutable std::unique_ptr<RE2> lenient_pattern_;
};

namespace {

constexpr size_t kTypedBytesMax = 1'000;

bool IsTextValue(const std::string& value) {
  static const RE2& pattern = *new RE2(absl::StrCat("[", kTextClass, "]+"));
  return text::CodePoints(value) <= kTextPartCodePointsMax && RE2::FullMatch(value, pattern);
}

std::string* TextOf(Kind kind, Values* values) {
  return kind == Kind::kPrefix ? &values->prefix : &values->organ;
}

const std::string& TextOf(Kind kind, const Values& values) {
  return kind == Kind::kPrefix ? values.prefix : values.organ;
}

absl::Status CheckSerial(const TemplatePart& part, int64_t serial) {
  if (serial < 1 || serial > kSerialMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("serial ", serial, " is outside 1 to ", kSerialMax));
  }
  if (part.is_exact && absl::StrCat(serial).size() > static_cast<size_t>(part.width)) {
    return absl::OutOfRangeError(
        absl::StrCat("serial ", serial, " does not fit into ", part.width,
                     " digits: the series is full; widen {serial} in the template"));
  }
  return absl::OkStatus();
}

// What stands in one group of a pattern, by its part. False when it does not fit an integer.
bool Read(Kind kind, const re2::StringPiece& written, Values* values) {
  const absl::string_view text(written.data(), written.size());
  switch (kind) {
    case Kind::kLiteral:
      return true;
    case Kind::kPrefix:
    case Kind::kOrgan:
      *TextOf(kind, values) = std::string(text);
      return true;
    case Kind::kYear:
      return absl::SimpleAtoi(text, &values->year);
    case Kind::kSerial:
      // An exact serial has two groups, of which one is empty.
      return text.empty() || absl::SimpleAtoi(text, &values->serial);
  }
  return false;
}

// The values of `s` under `pattern`, whose groups follow `parts`; false when it does not match.
bool Match(absl::string_view s, const RE2& pattern, const std::vector<TemplatePart>& parts,
           bool exact_serial_has_two_groups, Values* values) {
  constexpr int kGroupsMax = 6;  // the whole, four parts, and the second group of a serial
  re2::StringPiece groups[kGroupsMax];
  const int count = 1 + pattern.NumberOfCapturingGroups();
  if (count > kGroupsMax) return false;
  const re2::StringPiece text(s.data(), s.size());
  if (!pattern.Match(text, 0, text.size(), RE2::ANCHOR_BOTH, groups, count)) return false;
  int group = 1;
  for (const TemplatePart& part : parts) {
    if (part.kind == Kind::kLiteral) continue;
    const bool two = part.kind == Kind::kSerial && part.is_exact && exact_serial_has_two_groups;
    for (int i = 0; i < (two ? 2 : 1); ++i) {
      if (!Read(part.kind, groups[group++], values)) return false;
    }
  }
  return true;
}

absl::Status NotOfThisForm(absl::string_view s, absl::string_view form) {
  return absl::InvalidArgumentError(
      absl::StrCat("\"", s.substr(0, kTypedBytesMax), "\" is not of the form ", form));
}

}  // namespace

absl::StatusOr<Template> Template::Parse(absl::string_view text) {
  absl::StatusOr<std::vector<TemplatePart>> parts = ParseTemplateParts(text);
  if (!parts.ok()) return parts.status();
  return Template(std::make_shared<const Form>(text, *std::move(parts)));
}

absl::Status Template::Check(const Values& values) const {
  std::vector<std::string> faults;
  if (values.year < kYearMin || values.year > kYearMax) {
    faults.push_back(
        absl::StrCat("year ", values.year, " is outside ", kYearMin, " to ", kYearMax));
  }
  absl::Status serial;
  for (const TemplatePart& part : form_->parts) {
    if (part.kind == Kind::kSerial) serial = CheckSerial(part, values.serial);
    if (!IsTextPart(part.kind) || IsTextValue(TextOf(part.kind, values))) continue;
    faults.push_back(absl::StrCat(
        part.kind == Kind::kPrefix ? "prefix" : "organ", " \"", TextOf(part.kind, values),
        "\" is not 1 to ", kTextPartCodePointsMax, " Han characters, ASCII letters or digits"));
  }
  if (faults.empty()) return serial;
  if (!serial.ok()) faults.push_back(std::string(serial.message()));
  return absl::InvalidArgumentError(absl::StrJoin(faults, "; "));
}

std::string Template::Format(const Values& values) const {
  std::string number;
  for (const TemplatePart& part : form_->parts) {
    switch (part.kind) {
      case Kind::kLiteral:
        number += part.literal;
        break;
      case Kind::kPrefix:
      case Kind::kOrgan:
        number += TextOf(part.kind, values);
        break;
      case Kind::kYear:
        absl::StrAppendFormat(&number, "%04d", values.year);
        break;
      case Kind::kSerial:
        absl::StrAppendFormat(&number, "%0*d", part.width, values.serial);
        break;
    }
  }
  return number;
}

absl::StatusOr<Values> Template::ParseStrict(absl::string_view s) const {
  Values values;
  if (s.size() > kTypedBytesMax ||
      !Match(s, form_->strict(), form_->parts, /*exact_serial_has_two_groups=*/false, &values)) {
    return NotOfThisForm(s, form_->text);
  }
  if (absl::Status status = Check(values); !status.ok()) return status;
  return values;
}

absl::StatusOr<Values> Template::ParseLenient(absl::string_view s) const {
  if (absl::StatusOr<Values> values = ParseStrict(s); values.ok()) return values;
  if (s.size() > kTypedBytesMax) return NotOfThisForm(s, form_->text);
  // A blank between digits may stand for the bracket or dash that was not typed: 平政规 2017 3.
  static const RE2& blank_between_digits = *new RE2("([0-9０-９])[\\s\\p{Z}]+([0-9０-９])");
  std::string dashed(s);
  RE2::GlobalReplace(&dashed, blank_between_digits, "\\1-\\2");
  for (const absl::string_view typed : {s, absl::string_view(dashed)}) {
    Values values;
    const std::string folded = absl::StrReplaceAll(text::FoldWidths(typed), {{"號", "号"}});
    if (!Match(folded, form_->lenient(), form_->parts, /*exact_serial_has_two_groups=*/true,
               &values))
      continue;
    if (absl::Status status = Check(values); !status.ok()) return status;
    return values;
  }
  return NotOfThisForm(s, form_->text);
}

const std::string& Template::text() const { return form_->text; }

}  // namespace santong::number
