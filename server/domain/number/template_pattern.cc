#include "server/domain/number/template_pattern.h"

#include <re2/re2.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/domain/text/normalize.h"

namespace santong::number {
namespace {

using Kind = TemplatePart::Kind;

// The signs that remain after text::FoldWidths, ASCII first. A list compiles in microseconds where
// "neither letter nor number" takes milliseconds.
#define SANTONG_SIGNS                                                                             \
  "[!-/"                                                                                          \
  ":-@\\[-`{-~\\x{A1}-\\x{BF}\\x{2010}-\\x{205E}\\x{2190}-\\x{2BFF}\\x{3001}-\\x{3003}\\x{3008}-" \
  "\\x{3020}]"
constexpr absl::string_view kSeparators = SANTONG_SIGNS "+";  // at least one bracket, dash, slash…
constexpr absl::string_view kOptionalSeparators =
    SANTONG_SIGNS "*";  // around the number, between parts
#undef SANTONG_SIGNS
constexpr absl::string_view kYearMark = "年";
constexpr absl::string_view kOptionalMarks[] = {"第", "号"};

std::string Quote(absl::string_view s) {
  return RE2::QuoteMeta(re2::StringPiece(s.data(), s.size()));
}

std::string StrictSerial(const TemplatePart& part) {
  if (part.is_exact) return absl::StrCat("(\\d{", part.width, "})");
  if (part.width <= 1) return "([1-9]\\d{0,8})";
  if (part.width == 9) return "(\\d{9})";
  return absl::StrCat("(\\d{", part.width, "}|[1-9]\\d{", part.width, ",8})");
}

// How much of the brackets and dashes of a literal people must type.
struct Surroundings {
  bool after_year = false;        // then 年 is as good as a bracket
  bool outermost = false;         // at the start or end of the number all signs may be missing
  bool last_is_needless = false;  // the last run of signs may be missing: HFGS2026-7
};

// One literal of the template as people may type it.
void AppendLenientLiteral(absl::string_view literal, Surroundings around, std::string* pattern) {
  static const RE2& separators = *new RE2("^([^\\p{L}\\p{N}]+)");
  static const RE2& year_mark = *new RE2(kYearMark.data());
  static const RE2& character = *new RE2("^(\\pL|\\pN)");
  static const RE2* const letter_pattern = new RE2("\\pL");
  const std::string folded = text::FoldWidths(literal);
  re2::StringPiece rest(folded);
  bool after_letter = false;  // signs after a letter can be missed without doubt: 规〔2026
  while (!rest.empty()) {
    if (around.after_year && (RE2::Consume(&rest, year_mark) || RE2::Consume(&rest, separators))) {
      absl::StrAppend(pattern, "(?:", kYearMark, "|", kSeparators, ")",
                      around.outermost ? "?" : "");
      after_letter = true;  // of 年） the bracket is needless
    } else if (RE2::Consume(&rest, separators)) {
      const bool needless =
          after_letter || around.outermost || (rest.empty() && around.last_is_needless);
      absl::StrAppend(pattern, needless ? kOptionalSeparators : kSeparators);
      after_letter = false;
    } else {
      re2::StringPiece one;
      if (!RE2::Consume(&rest, character, &one)) break;  // cannot be: it is one or the other
      const absl::string_view letter(one.data(), one.size());
      const bool optional = letter == kOptionalMarks[0] || letter == kOptionalMarks[1];
      after_letter = !optional && RE2::FullMatch(one, *letter_pattern);
      if (optional && !around.outermost && RE2::Consume(&rest, separators)) {
        // Of 号（ one of the two is enough.
        absl::StrAppend(pattern, "(?:", letter, kOptionalSeparators, "|", kSeparators, ")");
      } else {
        absl::StrAppend(pattern, "(?i:", Quote(letter), ")", optional ? "?" : "");
      }
    }
    around.after_year = false;
  }
}

Surroundings AroundLiteral(absl::Span<const TemplatePart> parts, size_t i) {
  Surroundings around;
  around.after_year = i > 0 && parts[i - 1].kind == Kind::kYear;
  around.outermost = i == 0 || i + 1 == parts.size();
  // A year is found without the sign before it when a text part precedes and a sign follows it.
  static const RE2& begins_with_sign = *new RE2("^[^\\p{L}\\p{N}]");
  around.last_is_needless =
      i > 0 && IsTextPart(parts[i - 1].kind) && i + 2 < parts.size() &&
      parts[i + 1].kind == Kind::kYear && parts[i + 2].kind == Kind::kLiteral &&
      RE2::PartialMatch(text::FoldWidths(parts[i + 2].literal), begins_with_sign);
  return around;
}

void AppendLenientSerial(const TemplatePart& part, bool separable, std::string* pattern) {
  if (!part.is_exact) {
    absl::StrAppend(pattern, "第?0*(\\d{1,9})号?");
  } else if (separable) {
    // Typed with a dash before it, the serial may lack its padding.
    absl::StrAppend(pattern, "(?:(\\d{", part.width, "})|", kSeparators, "0*(\\d{1,", part.width,
                    "}))");
  } else {
    absl::StrAppend(pattern, "(\\d{", part.width, "})()");
  }
}

}  // namespace

std::string StrictPattern(absl::Span<const TemplatePart> parts) {
  std::string pattern;
  for (const TemplatePart& part : parts) {
    switch (part.kind) {
      case Kind::kLiteral:
        absl::StrAppend(&pattern, Quote(part.literal));
        break;
      case Kind::kPrefix:
      case Kind::kOrgan:
        absl::StrAppend(&pattern, "([", kTextClass, "]+)");
        break;
      case Kind::kYear:
        absl::StrAppend(&pattern, "(\\d{4})");
        break;
      case Kind::kSerial:
        absl::StrAppend(&pattern, StrictSerial(part));
        break;
    }
  }
  return pattern;
}

std::string LenientPattern(absl::Span<const TemplatePart> parts) {
  std::string pattern = std::string(kOptionalSeparators);
  for (size_t i = 0; i < parts.size(); ++i) {
    const TemplatePart& part = parts[i];
    const bool after_part = i > 0 && parts[i - 1].kind != Kind::kLiteral;
    const bool exact_serial = part.kind == Kind::kSerial && part.is_exact;
    if (after_part && !exact_serial) absl::StrAppend(&pattern, kOptionalSeparators);
    switch (part.kind) {
      case Kind::kLiteral:
        AppendLenientLiteral(part.literal, AroundLiteral(parts, i), &pattern);
        break;
      case Kind::kPrefix:
      case Kind::kOrgan:
        absl::StrAppend(&pattern, "([", kTextClass, "]+?)");
        break;
      case Kind::kYear:
        absl::StrAppend(&pattern, "(\\d{4})");
        break;
      case Kind::kSerial:
        AppendLenientSerial(part, after_part, &pattern);
        break;
    }
  }
  absl::StrAppend(&pattern, kOptionalSeparators);
  return pattern;
}

}  // namespace santong::number
