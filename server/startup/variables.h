// The variables of the environment that only seem to set something.
#pragma once

#include "absl/status/status.h"

namespace santong::startup {

// INVALID_ARGUMENT, with the name that was probably meant, when `environment` ("NAME=value" each, a
// null pointer at the end) has one that is nearly the server's. What is merely unknown may be the
// client's, or be made by what starts the server, e.g. a container's links.
absl::Status CheckVariables(const char* const* environment);

}  // namespace santong::startup
