// Calls to the registry: one function for every unary method.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "client/lib/channel.h"
#include "client/lib/method.h"

namespace santong::client {

// Safe from any thread.
class Client {
 public:
  explicit Client(std::shared_ptr<const Connection> connection);
  ~Client();

  // Calls the method and waits. A request that has a request_id and bears none is given one, which
  // every retry repeats. The error is as MakeCallStatus makes it.
  absl::Status Call(const Method& method, google::protobuf::Message* request,
                    google::protobuf::Message* response) const;

  // The same with a typed response.
  template <class Response>
  absl::StatusOr<Response> Call(const Method& method, google::protobuf::Message& request) const {
    Response response;
    const absl::Status status = Call(method, &request, &response);
    if (!status.ok()) return status;
    return response;
  }

  // Why there is no connection, in gRPC's words, which are English: nobody listens, the certificate
  // is not believed. Empty when there is one after all.
  std::string WhyNotReached() const;

  // Calls a List method until `limit` entries are there or the end; the pages are merged into
  // `response`, whose next_page_token is empty at the end. What each page says of the whole, as the
  // facets of a search, is taken from the first.
  absl::Status List(const Method& method, google::protobuf::Message* request,
                    google::protobuf::Message* response, int limit) const;

  const Connection& connection() const { return *connection_; }

 private:
  struct Stub;
  std::shared_ptr<const Connection> connection_;
  std::unique_ptr<Stub> stub_;
};

// Gives a request that can be repeated an identifier unless it bears one; returns it, or "" where
// the request has no such field (its own or its options').
std::string EnsureRequestId(google::protobuf::Message* request);

}  // namespace santong::client
