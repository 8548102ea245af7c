// What makes a form repeatable: a UUID that it carries from its first page to its last.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace santong::pages {

// A random UUID, version 4.
std::string NewRequestId();
// The identifier of one of the calls that one form makes: the same as often as the form is sent,
// and another one for every other `part`. A UUID, version 8 (RFC 9562, section 5.8); empty for a
// form without an identifier.
std::string RequestIdOf(const std::string& request_id, absl::string_view part);

}  // namespace santong::pages
