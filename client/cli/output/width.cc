#include "client/cli/output/width.h"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <memory>

#include "absl/strings/str_cat.h"

namespace santong::cli {
namespace {

constexpr char kEllipsis[] = "…";        // U+2026, itself of ambiguous width
constexpr UChar kOpenBracket = 0x3014;   // 〔
constexpr UChar kCloseBracket = 0x3015;  // 〕

int CodePointWidth(UChar32 c, int ambiguous) {
  const auto category = u_charType(c);
  if (category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK || category == U_FORMAT_CHAR ||
      category == U_CONTROL_CHAR) {
    return 0;
  }
  switch (u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH)) {
    case U_EA_FULLWIDTH:
    case U_EA_WIDE:
      return 2;
    case U_EA_AMBIGUOUS:
      return ambiguous;
    default:
      return 1;
  }
}

int Width(const icu::UnicodeString& text, int ambiguous) {
  int width = 0;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    width += CodePointWidth(text.char32At(i), ambiguous);
  }
  return width;
}

// The end, moved back before a bracket that was opened and not closed.
int32_t BeforeOpenBracket(const icu::UnicodeString& text, int32_t end) {
  const int32_t open = text.lastIndexOf(kOpenBracket, 0, end);
  if (open < 0 || text.lastIndexOf(kCloseBracket, 0, end) > open) return end;
  return open;
}

}  // namespace

int DisplayWidth(absl::string_view text, int ambiguous) {
  int width = 0;
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT_OR_FFFD(text.data(), i, size, c);
    width += CodePointWidth(c, ambiguous);
  }
  return width;
}

std::string Truncate(absl::string_view text, int width, int ambiguous) {
  if (DisplayWidth(text, ambiguous) <= width) return std::string(text);
  const auto unicode = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  const int room = width - DisplayWidth(kEllipsis, ambiguous);
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> characters(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), error));
  if (U_FAILURE(error)) return std::string(text);
  characters->setText(unicode);
  int32_t end = 0;
  for (int32_t next = characters->next(); next != icu::BreakIterator::DONE;
       next = characters->next()) {
    if (Width(unicode.tempSubStringBetween(0, next), ambiguous) > room) break;
    end = next;
  }
  std::string shortened;
  unicode.tempSubStringBetween(0, BeforeOpenBracket(unicode, end)).toUTF8String(shortened);
  return absl::StrCat(shortened, room >= 0 ? kEllipsis : "");
}

}  // namespace santong::cli
