#include "server/pages/letter_view.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace santong::pages {

void ShowLetter(const std::string& title, const std::string& text, Dictionary& values) {
  Dictionary& paper = *Include(values, "LETTER_PAPER", "letter_paper.html");
  paper.SetValue("NAME", title);
  bool first = true;
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipWhitespace())) {
    // The text begins with its title.
    if (std::exchange(first, false) && absl::StrContains(line, title)) continue;
    paper.AddSectionDictionary("LINE")->SetValue("WORDS", {line.data(), line.size()});
  }
}

gateway::HttpResponse LetterFile(std::string text) {
  return {200,
          {{"Content-Type", "text/plain; charset=utf-8"},
           {"Content-Disposition", "attachment; filename=\"letter.txt\""},
           {"Cache-Control", "no-store"}},
          std::move(text)};
}

}  // namespace santong::pages
