// The identifier that makes a call repeatable.
#pragma once

#include <string>

namespace santong::client {

// A random UUID (RFC 9562, version 4) in lower case.
std::string NewRequestId();

}  // namespace santong::client
