// The target of an HTTP request ("/documents/7?at=2026-01-01"), decoded.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/gateway/http.h"

namespace santong::gateway {

struct Target {
  std::string path;  // percent-decoded
  Fields query;      // decoded, '+' as a space
};

// INVALID_ARGUMENT for what is no absolute path with an optional query (RFC 9112, 3.2.1), for a
// path or query that is not UTF-8 or holds a control character, and for a path with a segment "."
// or "..", however it is written.
absl::StatusOr<Target> ParseTarget(absl::string_view target);

}  // namespace santong::gateway
