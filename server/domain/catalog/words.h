// What is searched for, as it was typed: words, and phrases in quotation marks.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace santong::catalog {

// The most words of one search.
inline constexpr size_t kWordsMax = 32;

// The words of `query`, each folded (text::FoldForMatch) and none twice. Blanks of any width divide
// words; within "…" or “…” they belong to the word. A mark that is never closed reaches to the end.
// INVALID_ARGUMENT for more than kWordsMax.
absl::StatusOr<std::vector<std::string>> SearchWords(absl::string_view query);

// A piece of a text, and whether it is what was searched for.
struct Piece {
  std::string text;
  bool match;
};

// `text` in pieces, with every place of every word. Empty when none stands in it.
std::vector<Piece> Highlight(absl::string_view text, const std::vector<std::string>& words);

// The surroundings of the first of the words that stands in `text`: about `characters` of them, in
// pieces, line breaks as blanks. Empty when none stands in it.
std::vector<Piece> Excerpt(absl::string_view text, const std::vector<std::string>& words,
                           size_t characters);

}  // namespace santong::catalog
