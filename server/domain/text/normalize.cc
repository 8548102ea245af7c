#include "server/domain/text/normalize.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace santong::text {
namespace {

// What is wrong with the code point, or null when it may be stored.
const char* Fault(UChar32 c, bool multiline) {
  if (c == '\n' || c == '\r' || c == '\t') {
    return multiline ? nullptr : "a line break or tab in a single line; write it in one line";
  }
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return "a control character; remove it";
  if (c < 0x2028) return nullptr;
  if (c == 0x2028 || c == 0x2029) {
    return multiline ? nullptr : "a line separator in a single line; write it in one line";
  }
  // They make a text look different from what is stored (Unicode TR 36, 3.2).
  if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) {
    return "a direction override, which hides the order of the text; remove it";
  }
  if (c == 0xFEFF) return "a byte order mark; remove it";
  if (c == 0xFFFD) {
    return "a replacement character, the trace of a failed decoding; decode the source again, e.g. "
           "as "
           "GB18030";
  }
  if (U_IS_UNICODE_NONCHAR(c)) return "not a character of Unicode; remove it";
  return nullptr;
}

// Whether `s` is UTF-8 and each of its code points is as asked.
template <typename Is>
bool EachIs(absl::string_view s, Is is) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(s.data());
  const size_t size = s.size();
  for (size_t next = 0; next < size;) {
    UChar32 c;
    U8_NEXT(bytes, next, size, c);
    if (c < 0 || !is(c)) return false;
  }
  return true;
}

}  // namespace

absl::Status CheckUtf8Text(absl::string_view s, bool multiline) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(s.data());
  const size_t size = s.size();
  for (size_t next = 0; next < size;) {
    const size_t at = next;
    UChar32 c;
    U8_NEXT(bytes, next, size, c);
    if (c < 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("not UTF-8 at byte ", at, "; encode the text as UTF-8"));
    }
    if (const char* fault = Fault(c, multiline)) {
      return absl::InvalidArgumentError(absl::StrFormat("U+%04X at byte %d is %s", c, at, fault));
    }
  }
  return absl::OkStatus();
}

bool IsUtf8(absl::string_view s) {
  return EachIs(s, [](UChar32) { return true; });
}

bool IsBlank(absl::string_view s) {
  return EachIs(s, [](UChar32 c) {
    return u_isUWhiteSpace(c) || u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
  });
}

size_t CodePoints(absl::string_view utf8) {
  size_t count = 0;
  for (const char c : utf8) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

}  // namespace santong::text
