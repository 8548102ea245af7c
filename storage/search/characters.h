// A text by its characters (UTF-8).
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace santong::search {

// Where the character that begins at `at` ends; `at` is below the text's size.
inline size_t EndOfCharacter(absl::string_view text, size_t at) {
  ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  return at;
}

// Each character that occurs, once, each after a blank: runs of one, which a search for one
// character looks for. `utf8` must be UTF-8.
std::string CharactersOf(absl::string_view utf8);

}  // namespace santong::search
