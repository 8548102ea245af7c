#include "server/intake/plain.h"

#include <unicode/ucnv.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace santong::intake {
namespace {

bool IsUtf8(absl::string_view bytes) {
  const auto* s = reinterpret_cast<const uint8_t*>(bytes.data());
  for (size_t at = 0; at < bytes.size();) {
    UChar32 c;
    U8_NEXT(s, at, bytes.size(), c);
    if (c < 0) return false;
  }
  return true;
}

// ICU's converter, which stops at the first byte that is none of the encoding.
absl::StatusOr<std::string> Decode(absl::string_view bytes, const char* encoding) {
  UErrorCode error = U_ZERO_ERROR;
  UConverter* converter = ucnv_open(encoding, &error);
  if (U_FAILURE(error)) return absl::InternalError("ICU lacks a converter");
  ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  std::u16string wide(bytes.size() + 1, u'\0');
  const int32_t length = ucnv_toUChars(converter, wide.data(), static_cast<int32_t>(wide.size()),
                                       bytes.data(), static_cast<int32_t>(bytes.size()), &error);
  ucnv_close(converter);
  std::string utf8(static_cast<size_t>(length) * 3 + 1, '\0');
  int32_t utf8_length = 0;
  u_strToUTF8(utf8.data(), static_cast<int32_t>(utf8.size()), &utf8_length, wide.data(), length,
              &error);
  if (U_FAILURE(error)) return NotTaken("application/octet-stream");
  utf8.resize(static_cast<size_t>(utf8_length));
  return utf8;
}

}  // namespace

absl::StatusOr<Extracted> ReadPlain(absl::string_view bytes) {
  Extracted extracted;
  extracted.format = v1::FILE_FORMAT_TEXT;
  // An even length and a mark say UTF-16; a zero byte says that it is no text.
  const bool is_utf16 = absl::StartsWith(bytes, "\xFF\xFE") || absl::StartsWith(bytes, "\xFE\xFF");
  if (!is_utf16 && absl::StrContains(bytes, absl::string_view("\0", 1))) {
    return NotTaken("application/octet-stream");
  }
  if (!is_utf16 && IsUtf8(bytes)) {
    absl::ConsumePrefix(&bytes, "\xEF\xBB\xBF");
    extracted.text = std::string(bytes);
  } else {
    auto text = Decode(bytes, is_utf16 ? "UTF-16" : "GB18030");
    if (!text.ok()) return text.status();
    extracted.text = *std::move(text);
  }
  absl::StrReplaceAll({{"\r\n", "\n"}, {"\r", "\n"}}, &extracted.text);
  return extracted;
}

}  // namespace santong::intake
