// What every answer gets before it goes out: security headers, ETag and 304, gzip.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "server/gateway/http.h"

namespace santong::gateway {

// Adds the security headers that are not there.
void AddSecurityHeaders(const HttpRequest& request, Fields& headers);

// Changes `response` to the answer that `request` is to get: the security headers; a GET's 200 with
// `Cache-Control: public…` gets a strong ETag, unless the handler set one, and becomes 304 when the
// client's If-None-Match names it. Text of more than a KiB is gzipped for a client that takes it,
// unless the handler encoded it. A kept body has become `body`.
void FinishAnswer(const HttpRequest& request, HttpResponse& response);

// The strong ETag of a body, with its quotes.
std::string TagOf(absl::string_view body);

// The value of the first header with this name in any case, or empty.
absl::string_view HeaderOf(const Fields& headers, absl::string_view name);

}  // namespace santong::gateway
