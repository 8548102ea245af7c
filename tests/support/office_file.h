// Files as offices send them, made in memory.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace santong::testing {

using Entries = std::vector<std::pair<std::string, std::string>>;  // names and bytes

// A ZIP file of these entries. With `password`, they are encrypted.
std::string MakeZip(const Entries& entries, const std::string& password = "");

// A .docx file of this body, the elements within <w:body>; `numbering` and `styles` are what stands
// within <w:numbering> and <w:styles>, `more` are further entries.
std::string MakeDocx(const std::string& body, const std::string& numbering = "",
                     const std::string& styles = "", const Entries& more = {});

// <w:p> of these words; `properties` stands within <w:pPr>.
std::string Paragraph(const std::string& words, const std::string& properties = "");
// <w:numPr> for the properties of a paragraph.
std::string Numbered(int number, int level);
// <w:lvl> of a numbering definition.
std::string NumberLevel(int level, const std::string& format, const std::string& text,
                        const std::string& more = "");
// <w:abstractNum> with these levels and the <w:num> of the same number.
std::string NumberDefinition(int number, const std::string& levels);

// A PDF, a page of these lines each; a page without lines bears a picture.
std::string MakePdf(const std::vector<std::vector<std::string>>& pages);

}  // namespace santong::testing
