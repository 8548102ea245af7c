// A letter (文书) on a page of this site, ready to be printed, and as a file.
#pragma once

#include <string>

#include "server/pages/view.h"

namespace santong::pages {

// letter_paper.html in the content's {{>LETTER_PAPER}}: `text` is the letter as the API gives it, a
// paragraph a line. The page that the API gives has its style in it, which no page of this site
// may.
void ShowLetter(const std::string& title, const std::string& text, Dictionary& values);

// The letter as a file of plain text.
gateway::HttpResponse LetterFile(std::string text);

}  // namespace santong::pages
