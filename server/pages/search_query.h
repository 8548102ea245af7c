// A search as its address has it: /search?q=…&state=…&organ=…&year=…
#pragma once

#include <string>

#include "santong/v1/catalog_search.pb.h"
#include "server/pages/site.h"

namespace santong::pages {

// The fields of the address that narrow a search, in the order in which they are shown.
extern const char* const kFilterFields[7];

// What the address asks for. A filter value has the quotation marks taken out that would end it.
v1::SearchDocumentsRequest SearchRequestOf(const Visit& visit);
// Whether the address asks for anything.
bool AsksForSomething(const Visit& visit);
// The fields of the address without page, language and mode; with `field` set to `value` instead
// of what it was.
gateway::Fields SearchFields(const Visit& visit, absl::string_view field = {},
                             const std::string& value = {});
// A value of a filter field in words: an organ's name, a state's.
std::string FilterWords(const Visit& visit, absl::string_view field, const std::string& value);

}  // namespace santong::pages
