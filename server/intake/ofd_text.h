// The words of a page of OFD at their places (GB/T 33190, 文字对象).
#pragma once

#include <pugixml.hpp>
#include <vector>

#include "server/intake/printed_lines.h"

namespace santong::intake {

// Adds the words of one <TextObject>: a run for each stretch of characters that follow one another
// on one line. Nothing of an object that is not shown. False when it has characters that the file
// gives as shapes only: those are left out.
bool AddTextObject(const pugi::xml_node& object, std::vector<PrintedWords>* words);

}  // namespace santong::intake
