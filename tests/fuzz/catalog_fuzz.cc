// Any bytes as what a search asks for: a filter, words, and a text in which the words are marked.
// It is refused, or it keeps its bounds.
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/domain/catalog/filter.h"
#include "server/domain/catalog/words.h"
#include "server/domain/text/normalize.h"
#include "tests/fuzz/must.h"

namespace {

using santong::catalog::Piece;

std::string Joined(const std::vector<Piece>& pieces) {
  std::string text;
  for (const Piece& piece : pieces) text += piece.text;
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace santong;
  const absl::string_view input(reinterpret_cast<const char*>(data), size);

  const auto filter = catalog::ParseFilter(input);
  if (filter.ok()) {
    for (const catalog::FilterCondition& condition : *filter)
      SANTONG_MUST(!condition.values.empty());
  } else {
    SANTONG_MUST(filter.status().code() == absl::StatusCode::kInvalidArgument);
  }

  const auto words = catalog::SearchWords(input);
  if (!words.ok()) {
    SANTONG_MUST(words.status().code() == absl::StatusCode::kInvalidArgument);
    return 0;
  }
  SANTONG_MUST(words->size() <= catalog::kWordsMax);
  std::set<std::string> seen;
  for (const std::string& word : *words) {
    SANTONG_MUST(!word.empty() && text::FoldForMatch(word) == word);
    SANTONG_MUST(seen.insert(word).second);
  }
  // Texts are UTF-8 before anything is marked in them.
  if (!text::CheckUtf8Text(input, /*multiline=*/true).ok()) return 0;
  const std::vector<Piece> marked = catalog::Highlight(input, *words);
  SANTONG_MUST(marked.empty() || Joined(marked) == input);
  (void)catalog::Excerpt(input, *words, 80);
  return 0;
}
