// What makes a form repeatable: a UUID that it carries from its first page to its last.
#pragma once

#include <string>

namespace santong::pages {

// A random UUID, version 4.
std::string NewRequestId();
// The n-th of the calls that one form makes, n < 256; as random as the first.
std::string NthRequestId(std::string request_id, int n);

}  // namespace santong::pages
