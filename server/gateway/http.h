// An HTTP request and its answer as plain values: what the socket side (http_server.h) hands to
// whoever answers a path, and what it gets back. Nothing here knows a socket or a template.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/gateway/kept_body.h"

namespace santong::gateway {

using Fields = std::vector<std::pair<std::string, std::string>>;

// The value of the first field with this name, or empty.
inline absl::string_view FieldOf(const Fields& fields, absl::string_view name) {
  for (const auto& [key, value] : fields) {
    if (key == name) return value;
  }
  return {};
}

struct HttpRequest {
  std::string method;  // "GET"
  std::string path;    // percent-decoded, UTF-8, without the query: "/documents/7"
  Fields query;        // decoded, in the order of the request
  Fields headers;      // names in lower case
  std::string body;    // whole, at most the server's limit
  std::string peer;    // the client's address as gRPC writes one: "ipv4:10.1.2.3:4711"
  bool tls = false;
  // Metadata that every call made for this request must carry: the client's address, by which
  // calls without a login are limited.
  Fields call_metadata;
};

struct HttpResponse {
  int status = 200;
  // Content-Type among them. The length, Date, ETag and gzip are the server's, and so are the
  // security headers unless one stands here.
  Fields headers;
  std::string body{};
  std::shared_ptr<const KeptBody> kept{};  // stands for the body when there is one
};

// Why the server itself refuses a request that it did not read to its end.
struct Unread {
  int status = 400;           // e.g. 413
  std::string why;            // in HTTP's own words
  size_t body_bytes_max = 0;  // what a body may have
};

// An answer of one line, for people.
inline HttpResponse PlainAnswer(int status, absl::string_view line) {
  return {status, {{"Content-Type", "text/plain; charset=utf-8"}}, std::string(line) + "\n"};
}

// Answers GET, HEAD (as GET; the body stays here) and POST on a worker thread; may block.
// Thread-safe.
class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  virtual HttpResponse Handle(const HttpRequest& request) = 0;
  // The answer to a request that the server itself refuses; its head alone is there, as far as it
  // was read. Does not block.
  virtual HttpResponse Refuse(const HttpRequest& head, const Unread& unread) {
    (void)head;
    return PlainAnswer(unread.status, unread.why);
  }
};

}  // namespace santong::gateway
