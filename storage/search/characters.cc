#include "storage/search/characters.h"

#include <bitset>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"

namespace santong::search {
namespace {

// The characters that are written with three bytes at most. Texts hold hardly any other.
constexpr size_t kCommonMax = 0x10000;

// The code point of a common character; kCommonMax for any other.
size_t CommonCodePoint(absl::string_view character) {
  const auto byte = [&](size_t at) { return static_cast<unsigned char>(character[at]); };
  switch (character.size()) {
    case 1:
      return byte(0) < 0x80 ? byte(0) : kCommonMax;
    case 2:
      return static_cast<size_t>(byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
    case 3:
      return static_cast<size_t>(byte(0) & 0x0F) << 12 | static_cast<size_t>(byte(1) & 0x3F) << 6 |
             (byte(2) & 0x3F);
    default:
      return kCommonMax;
  }
}

}  // namespace

std::string CharactersOf(absl::string_view utf8) {
  // A bit each: a text has thousands, and a hash of each would cost more than to look it up.
  std::bitset<kCommonMax> seen;
  absl::flat_hash_set<absl::string_view> seen_others;
  std::string runs;
  for (size_t at = 0; at < utf8.size();) {
    const size_t end = EndOfCharacter(utf8, at);
    const absl::string_view character = utf8.substr(at, end - at);
    at = end;
    if (const size_t code = CommonCodePoint(character); code < kCommonMax) {
      if (seen[code]) continue;
      seen.set(code);
    } else if (!seen_others.insert(character).second) {
      continue;
    }
    absl::StrAppend(&runs, " ", character);
  }
  return runs;
}

}  // namespace santong::search
