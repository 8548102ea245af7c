// FoldNumber: text::FoldForMatch, then what is particular to numbers.
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "server/domain/number/document_number.h"
#include "server/domain/text/chinese_numeral.h"
#include "server/domain/text/normalize.h"

namespace santong::number {
namespace {

constexpr absl::string_view kOrdinal = "第";
constexpr absl::string_view kNumberSigns[] = {"号", "號"};

// Longer than any number; such a text is folded as text only, which keeps the cost linear.
constexpr size_t kFoldedBytesMax = 1'000;

size_t DigitRun(absl::string_view s) {
  size_t length = 0;
  while (length < s.size() && absl::ascii_isdigit(s[length])) ++length;
  return length;
}

bool ConsumeNumberSign(absl::string_view* s) {
  for (const absl::string_view sign : kNumberSigns) {
    if (absl::ConsumePrefix(s, sign)) return true;
  }
  return false;
}

// "(国发(2016)76号)" is cited in brackets: they are no part of the number.
absl::string_view StripOuterBrackets(absl::string_view s) {
  while (s.size() > 2 && s.front() == '(' && s.back() == ')') {
    const absl::string_view inner = s.substr(1, s.size() - 2);
    const size_t next = inner.find_first_of("()");
    if (next != absl::string_view::npos && inner[next] == ')') return s;
    s = inner;
  }
  return s;
}

// A serial's zeros are padding where it stands free, not inside HP0120210019.
bool EndsFree(absl::string_view out) {
  return out.empty() || out.back() == ')' || out.back() == '-' || absl::EndsWith(out, "字");
}

// The serial in Chinese numerals at the start of `s`, consumed with its 号.
bool ConsumeChineseSerial(bool after_ordinal, absl::string_view* s, std::string* out) {
  const size_t length = text::ChineseNumeralPrefix(*s);
  if (length == 0) return false;
  absl::string_view rest = s->substr(length);
  const bool has_sign = ConsumeNumberSign(&rest);
  if (!has_sign && !(after_ordinal && rest.empty())) return false;
  const std::optional<int64_t> value = text::ChineseNumeral(s->substr(0, length));
  if (!value) return false;
  absl::StrAppend(out, *value);
  *s = rest;
  return true;
}

// Digits at the start of `s`, with a 号 after them; `free` strips the padding.
void ConsumeDigits(bool free, absl::string_view* s, std::string* out) {
  const size_t length = DigitRun(*s);
  absl::string_view digits = s->substr(0, length);
  s->remove_prefix(length);
  if (length == 2 && absl::EndsWith(*out, "(") && absl::StartsWith(*s, ")")) out->append("19");
  while (free && digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  out->append(digits.data(), digits.size());
  ConsumeNumberSign(s);
}

// One pass over what FoldForMatch gave.
std::string FoldOnce(absl::string_view folded) {
  absl::string_view rest = StripOuterBrackets(folded);
  std::string out;
  out.reserve(rest.size());
  while (!rest.empty()) {
    absl::string_view after = rest;
    const bool ordinal = absl::ConsumePrefix(&after, kOrdinal);
    if (!after.empty() && absl::ascii_isdigit(after.front())) {
      ConsumeDigits(ordinal || EndsFree(out), &after, &out);
      rest = after;
    } else if (ConsumeChineseSerial(ordinal, &after, &out)) {
      rest = after;
    } else {
      // A whole character at a time: every lead byte takes its continuation bytes along.
      size_t length = 1;
      while (length < rest.size() && (static_cast<unsigned char>(rest[length]) & 0xC0) == 0x80)
        ++length;
      out.append(rest.data(), length);
      rest.remove_prefix(length);
    }
  }
  return out;
}

}  // namespace

std::string FoldNumber(absl::string_view raw) {
  std::string folded = text::FoldForMatch(raw);
  if (folded.size() > kFoldedBytesMax) return folded;
  // What a pass takes away can leave a number behind it, as in 26号号: a key must fold to itself.
  while (true) {
    std::string again = FoldOnce(folded);
    if (again == folded) return folded;
    folded = std::move(again);
  }
}

}  // namespace santong::number
