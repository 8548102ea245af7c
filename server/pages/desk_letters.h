// The desk: the letters (文书) of a document, a filing and an objection.
#pragma once

#include <string>

#include "server/pages/desk.h"
#include "server/pages/view.h"

namespace santong::pages {

// Shows in a section LETTERS a link to each letter that the register has of the resource for this
// clerk, with the day of the act that it tells of; no section where it has none.
void ShowLetters(const Site& site, const Visit& visit, const Clerk& clerk,
                 const std::string& resource, Dictionary& body);

}  // namespace santong::pages
