// A text by its characters (UTF-8).
#pragma once

#include <cstddef>

#include "absl/strings/string_view.h"

namespace santong::search {

// Where the character that begins at `at` ends; `at` is below the text's size.
inline size_t EndOfCharacter(absl::string_view text, size_t at) {
  ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  return at;
}

}  // namespace santong::search
