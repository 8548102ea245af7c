// A normative text as a page shows it: its chapters, articles and items with their links.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/pages/view.h"

namespace santong::pages {

// A book, chapter, section, article or annex, for a table of contents and for choosing one.
struct Heading {
  std::string anchor;  // "art-12"
  std::string label;   // 第十二条, as printed
  std::string words;   // what follows the label, cut short
  bool is_article = false;
};

std::vector<Heading> HeadingsOf(absl::string_view text);

// Adds a section PART for each paragraph of the text: CLASS, WORDS, and where it begins a part
// ANCHOR and LABEL.
void ShowText(absl::string_view text, const Visit& visit, Dictionary& values);

}  // namespace santong::pages
