#include "server/domain/number/template_parse.h"

#include <re2/re2.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/domain/number/template.h"
#include "server/domain/text/normalize.h"

namespace santong::number {
namespace {

using Kind = TemplatePart::Kind;

constexpr int kSerialWidthMax = 9;

absl::Status FaultAt(size_t character, absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("number template, character ", character, ": ", what));
}

const char* Name(Kind kind) {
  switch (kind) {
    case Kind::kLiteral:
      return "text";
    case Kind::kPrefix:
      return "{prefix}";
    case Kind::kOrgan:
      return "{organ}";
    case Kind::kYear:
      return "{year}";
    case Kind::kSerial:
      return "{serial}";
  }
  return "";
}

// `inside` is what stands between the braces.
absl::StatusOr<TemplatePart> ParsePart(absl::string_view inside, size_t character) {
  TemplatePart part;
  part.first_character = character;
  const size_t colon = inside.find(':');
  const absl::string_view name = inside.substr(0, colon);
  if (name == "prefix") {
    part.kind = Kind::kPrefix;
  } else if (name == "organ") {
    part.kind = Kind::kOrgan;
  } else if (name == "year") {
    part.kind = Kind::kYear;
  } else if (name == "serial") {
    part.kind = Kind::kSerial;
  } else {
    return FaultAt(character, absl::StrCat("unknown part {", inside,
                                           "}; the parts are {prefix}, {organ}, {year}, {serial}"));
  }
  if (colon == absl::string_view::npos) return part;
  const absl::string_view width = inside.substr(colon + 1);
  if (part.kind != Kind::kSerial) {
    return FaultAt(character, absl::StrCat("only {serial} has a width; write ", Name(part.kind)));
  }
  if (width.size() != 1 || width[0] < '1' || width[0] > '0' + kSerialWidthMax) {
    return FaultAt(character, "the width of {serial} is one digit from 1 to 9, e.g. {serial:3}");
  }
  part.width = width[0] - '0';
  return part;
}

absl::StatusOr<std::vector<TemplatePart>> Split(absl::string_view text) {
  std::vector<TemplatePart> parts;
  for (size_t at = 0; at < text.size();) {
    const size_t character = text::CodePoints(text.substr(0, at)) + 1;
    if (text[at] == '}') return FaultAt(character, "} without {; write the part as {serial}");
    if (text[at] != '{') {
      TemplatePart literal;
      literal.first_character = character;
      const absl::string_view run = text.substr(at, text.find_first_of("{}", at) - at);
      literal.literal = std::string(run);
      at += run.size();
      parts.push_back(std::move(literal));
      continue;
    }
    const size_t end = text.find_first_of("{}", at + 1);
    if (end == absl::string_view::npos || text[end] == '{') {
      return FaultAt(character, "{ without }; close the part, e.g. {serial}");
    }
    absl::StatusOr<TemplatePart> part = ParsePart(text.substr(at + 1, end - at - 1), character);
    if (!part.ok()) return part.status();
    parts.push_back(*std::move(part));
    at = end + 1;
  }
  return parts;
}

absl::Status CheckCounts(const std::vector<TemplatePart>& parts, size_t length) {
  for (const Kind kind : {Kind::kPrefix, Kind::kOrgan, Kind::kYear, Kind::kSerial}) {
    const TemplatePart* first = nullptr;
    for (const TemplatePart& part : parts) {
      if (part.kind != kind) continue;
      if (first != nullptr) {
        return FaultAt(part.first_character, absl::StrCat(Name(kind), " stands twice; keep one"));
      }
      first = &part;
    }
    if (first == nullptr && !IsTextPart(kind)) {
      return FaultAt(length + 1, absl::StrCat(Name(kind), " is missing; add it"));
    }
  }
  return absl::OkStatus();
}

bool IsAllDigits(const std::string& s) {
  return std::all_of(s.begin(), s.end(), [](char c) { return absl::ascii_isdigit(c); });
}

// Whether nothing but digits stands between the serial and a text part on that side.
bool TouchesTextPart(const std::vector<TemplatePart>& parts, int serial, int step) {
  for (int i = serial + step; i >= 0 && i < static_cast<int>(parts.size()); i += step) {
    if (IsTextPart(parts[i].kind)) return true;
    if (parts[i].kind == Kind::kLiteral && !IsAllDigits(parts[i].literal)) return false;
  }
  return false;
}

// A literal keeps two text parts apart when it holds what neither may hold, and not only blanks,
// which folding removes.
bool Separates(const std::string& literal) {
  static const RE2& pattern = *new RE2(absl::StrCat("[^", kTextClass, "\\s\\p{Z}]"));
  return RE2::PartialMatch(literal, pattern);
}

absl::Status ResolveAmbiguity(std::vector<TemplatePart>* parts) {
  const TemplatePart* open = nullptr;  // a text part that nothing has separated yet
  for (int i = 0; i < static_cast<int>(parts->size()); ++i) {
    TemplatePart& part = (*parts)[i];
    if (part.kind == Kind::kLiteral) {
      if (Separates(part.literal)) open = nullptr;
    } else if (IsTextPart(part.kind)) {
      if (open != nullptr) {
        return FaultAt(part.first_character,
                       absl::StrCat("where ", Name(open->kind), " ends and ", Name(part.kind),
                                    " begins is unclear; put a bracket or dash between them"));
      }
      open = &part;
    } else if (part.kind == Kind::kSerial) {
      part.is_exact = TouchesTextPart(*parts, i, -1) || TouchesTextPart(*parts, i, +1);
      if (part.is_exact && part.width == 0) {
        return FaultAt(
            part.first_character,
            "{serial} touches a part that may hold digits; give it a width, e.g. {serial:4}");
      }
    }
  }
  return absl::OkStatus();
}

// Accents and invisible characters would join what stands beside them.
absl::Status CheckLiterals(const std::vector<TemplatePart>& parts) {
  static const RE2& joining = *new RE2("[\\pM\\p{Cf}\\p{Co}]");
  for (const TemplatePart& part : parts) {
    if (RE2::PartialMatch(part.literal, joining)) {
      return FaultAt(part.first_character,
                     "the text holds an accent or an invisible character; remove it");
    }
  }
  return absl::OkStatus();
}

}  // namespace

bool IsTextPart(Kind kind) { return kind == Kind::kPrefix || kind == Kind::kOrgan; }

absl::StatusOr<std::vector<TemplatePart>> ParseTemplateParts(absl::string_view text) {
  if (absl::Status status = text::CheckUtf8Text(text, /*multiline=*/false); !status.ok())
    return status;
  const size_t length = text::CodePoints(text);
  if (length > kTemplateCodePointsMax) {
    return FaultAt(kTemplateCodePointsMax + 1,
                   absl::StrCat("a template has at most ", kTemplateCodePointsMax, " characters"));
  }
  absl::StatusOr<std::vector<TemplatePart>> parts = Split(text);
  if (!parts.ok()) return parts;
  if (absl::Status status = CheckCounts(*parts, length); !status.ok()) return status;
  if (absl::Status status = CheckLiterals(*parts); !status.ok()) return status;
  if (absl::Status status = ResolveAmbiguity(&*parts); !status.ok()) return status;
  return parts;
}

}  // namespace santong::number
