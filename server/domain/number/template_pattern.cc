#include "server/domain/number/template_pattern.h"

#include <re2/re2.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/domain/text/normalize.h"

namespace santong::number {
namespace {

using Kind = TemplatePart::Kind;

constexpr absl::string_view kSeparators = "[^\\p{L}\\p{N}]+";  // at least one bracket, dash, slash…
constexpr absl::string_view kOptionalSeparators =
    "[^\\p{L}\\p{N}]*";  // around the number, between parts
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

// One literal of the template as people may type it.
void AppendLenientLiteral(absl::string_view literal, bool after_year, std::string* pattern) {
  static const RE2& separators = *new RE2("^([^\\p{L}\\p{N}]+)");
  static const RE2& character = *new RE2("^(\\pL|\\pN)");
  const std::string folded = text::FoldWidths(literal);
  re2::StringPiece rest(folded);
  while (!rest.empty()) {
    if (after_year && RE2::Consume(&rest, kYearMark.data())) {
      absl::StrAppend(pattern, "(?:", kYearMark, "|", kSeparators, ")");
    } else if (RE2::Consume(&rest, separators)) {
      absl::StrAppend(pattern, kSeparators);
    } else {
      re2::StringPiece one;
      if (!RE2::Consume(&rest, character, &one)) break;  // cannot be: it is one or the other
      const absl::string_view letter(one.data(), one.size());
      const bool optional = letter == kOptionalMarks[0] || letter == kOptionalMarks[1];
      absl::StrAppend(pattern, Quote(letter), optional ? "?" : "");
    }
    after_year = false;
  }
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
  std::string pattern = absl::StrCat("(?i)", kOptionalSeparators);
  for (size_t i = 0; i < parts.size(); ++i) {
    const TemplatePart& part = parts[i];
    const bool after_part = i > 0 && parts[i - 1].kind != Kind::kLiteral;
    const bool exact_serial = part.kind == Kind::kSerial && part.is_exact;
    if (after_part && !exact_serial) absl::StrAppend(&pattern, kOptionalSeparators);
    switch (part.kind) {
      case Kind::kLiteral:
        AppendLenientLiteral(part.literal, i > 0 && parts[i - 1].kind == Kind::kYear, &pattern);
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
