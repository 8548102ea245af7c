// FoldForMatch and FoldWidths. One pass maps what Chinese official texts are made of; anything else
// sends the whole string through ICU's NFKC first, and then through the same pass.
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "server/domain/text/normalize.h"

namespace santong::text {
namespace {

enum class LetterCase { kFolded, kKept };

constexpr UChar32 kDropped = -1;
constexpr UChar32 kUnknown = -2;

const icu::Normalizer2& Normalizer(LetterCase letter_case) {
  UErrorCode error = U_ZERO_ERROR;  // both are built into ICU and cannot fail
  return letter_case == LetterCase::kFolded ? *icu::Normalizer2::getNFKCCasefoldInstance(error)
                                            : *icu::Normalizer2::getNFKCInstance(error);
}

UChar32 MapAscii(UChar32 c, LetterCase letter_case) {
  switch (c) {
    case ' ':
    case '\t':
    case '\n':
    case '\v':
    case '\f':
    case '\r':
      return kDropped;
    case '[':
    case '{':
      return '(';
    case ']':
    case '}':
      return ')';
    case '<':
      return 0x300A;  // 《, because < composes with U+0338
    case '>':
      return 0x300B;
    case '\'':
    case '`':
      return '"';
    default:
      return letter_case == LetterCase::kFolded && c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
  }
}

// The punctuation of official texts; kUnknown for what is not listed.
UChar32 MapPunctuation(UChar32 c) {
  switch (c) {
    case 0x3000:  // ideographic space
    case 0x00A0:
    case 0x200B:
      return kDropped;
    case 0x3001:  // 、
    case 0x3002:  // 。
      return c;
    case 0x3010:  // 【
    case 0x3014:  // 〔
    case 0x3016:  // 〖
    case 0x3018:  // 〘
    case 0x301A:  // 〚
    case 0xFE5D:  // ﹝
    case 0x2985:  // ⦅
      return '(';
    case 0x3011:
    case 0x3015:
    case 0x3017:
    case 0x3019:
    case 0x301B:
    case 0xFE5E:
    case 0x2986:
      return ')';
    case 0x300A:  // 《
    case 0x3008:  // 〈
    case 0x00AB:  // «
    case 0x2039:  // ‹
    case 0x226A:  // ≪
      return 0x300A;
    case 0x300B:
    case 0x3009:
    case 0x00BB:
    case 0x203A:
    case 0x226B:
      return 0x300B;
    case 0x2018:  // ‘ ’ ‚ ‛ “ ” „ ‟
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x300C:  // 「」『』
    case 0x300D:
    case 0x300E:
    case 0x300F:
    case 0x301D:  // 〝〞〟
    case 0x301E:
    case 0x301F:
      return '"';
    case 0x2010:  // ‐ ‑ ‒ – — ―
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:  // −
    case 0x2500:  // ─ and ━, typed for a dash
    case 0x2501:
    case 0x30FC:  // ー
      return '-';
    case 0x00B7:  // ·
    case 0x2022:  // •
    case 0x2027:  // ‧
    case 0x2219:  // ∙
    case 0x30FB:  // ・
      return 0x00B7;
    case 0x3007:  // 〇
    case 0x25CB:  // ○
    case 0x25EF:  // ◯
      return 0x3007;
    default:
      return kUnknown;
  }
}

bool IsChineseDigit(UChar32 c) {
  switch (c) {
    case 0x3007:  // 〇
    case 0x4E00:  // 一
    case 0x4E8C:  // 二
    case 0x4E09:  // 三
    case 0x56DB:  // 四
    case 0x4E94:  // 五
    case 0x516D:  // 六
    case 0x4E03:  // 七
    case 0x516B:  // 八
    case 0x4E5D:  // 九
      return true;
    default:
      return false;
  }
}

bool IsUnifiedHan(UChar32 c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF);
}

UChar32 Map(UChar32 c, LetterCase letter_case, bool normalized) {
  if (c < 0x80) return MapAscii(c, letter_case);
  if (IsUnifiedHan(c)) return c;
  if (c >= 0xFF01 && c <= 0xFF5E) return MapAscii(c - 0xFEE0, letter_case);
  const UChar32 mapped = MapPunctuation(c);
  if (mapped != kUnknown || !normalized) return mapped;
  const bool hidden =
      u_isUWhiteSpace(c) || u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
  return hidden ? kDropped : c;
}

void Append(UChar32 c, std::string* out) {
  if (c < 0x80) {
    out->push_back(static_cast<char>(c));
    return;
  }
  char bytes[U8_MAX_LENGTH];
  int32_t length = 0;
  U8_APPEND_UNSAFE(bytes, length, c);
  out->append(bytes, length);
}

// Where the run of Chinese characters (U+4E00 to U+9FFF) ends that begins at `at`; `at` for none.
size_t EndOfHan(const uint8_t* bytes, size_t at, size_t size) {
  while (size - at >= 3) {
    const uint8_t lead = bytes[at], second = bytes[at + 1], third = bytes[at + 2];
    if (lead < 0xE4 || lead > 0xE9 || (lead == 0xE4 && second < 0xB8)) break;
    if ((second & 0xC0) != 0x80 || (third & 0xC0) != 0x80) break;
    at += 3;
  }
  return at;
}

// False, with `out` in any state, when `s` is not `normalized` and holds what only ICU can fold.
bool MapAll(absl::string_view s, LetterCase letter_case, bool normalized, std::string* out) {
  out->clear();
  out->reserve(s.size());
  const auto* bytes = reinterpret_cast<const uint8_t*>(s.data());
  UChar32 last = 0;
  for (size_t next = 0; next < s.size();) {
    // Most of a text stays as it is, and is taken as one.
    if (const size_t end = EndOfHan(bytes, next, s.size()); end > next) {
      out->append(s.data() + next, end - next);
      last = (bytes[end - 3] & 0x0F) << 12 | (bytes[end - 2] & 0x3F) << 6 | (bytes[end - 1] & 0x3F);
      next = end;
      continue;
    }
    UChar32 c;
    U8_NEXT_OR_FFFD(bytes, next, s.size(), c);
    UChar32 mapped = Map(c, letter_case, normalized);
    if (mapped == kUnknown) return false;
    if (mapped == kDropped || (mapped == '-' && last == '-')) continue;
    if ((mapped == 'o' || mapped == 'O') && IsChineseDigit(last)) mapped = 0x3007;
    Append(mapped, out);
    last = mapped;
  }
  return true;
}

// ICU passes broken bytes through, and removing what stands between two could make a character of
// them.
std::string ReplaceBrokenBytes(absl::string_view s) {
  std::string valid;
  valid.reserve(s.size());
  const auto* bytes = reinterpret_cast<const uint8_t*>(s.data());
  for (size_t next = 0; next < s.size();) {
    UChar32 c;
    U8_NEXT_OR_FFFD(bytes, next, s.size(), c);
    Append(c, &valid);
  }
  return valid;
}

std::string Fold(absl::string_view s, LetterCase letter_case) {
  std::string folded;
  if (MapAll(s, letter_case, /*normalized=*/false, &folded)) return folded;
  const icu::Normalizer2& normalizer = Normalizer(letter_case);
  std::string normal = ReplaceBrokenBytes(s);
  // Removing a blank can bring a letter and an accent together, hence the second round.
  for (int round = 0; round < 2; ++round) {
    UErrorCode error = U_ZERO_ERROR;
    std::string input = std::move(normal);
    normal.clear();
    icu::StringByteSink<std::string> sink(&normal);
    normalizer.normalizeUTF8(0, icu::StringPiece(input.data(), static_cast<int32_t>(input.size())),
                             sink, nullptr, error);
    MapAll(normal, letter_case, /*normalized=*/true, &folded);
    if (normalizer.isNormalizedUTF8(folded, error)) break;
    normal = folded;
  }
  return folded;
}

}  // namespace

std::string FoldForMatch(absl::string_view s) { return Fold(s, LetterCase::kFolded); }

std::string FoldWidths(absl::string_view s) { return Fold(s, LetterCase::kKept); }

}  // namespace santong::text
