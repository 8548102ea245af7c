// One unary call made for an exchange.
#pragma once

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/status.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "server/gateway/exchange.h"
#include "server/gateway/method_table.h"

namespace santong::gateway {

struct UnaryResult {
  grpc::Status status;
  std::string reply;  // the message's bytes, when the status is OK
  Fields headers;
  Fields trailers;
};

// Calls `method` with the message's bytes and answers the exchange with what `answer` makes of the
// result, on a thread of gRPC. Stub and method must outlive the exchange.
void CallUnary(grpc::GenericStub& stub, const Method& method, absl::Duration timeout,
               const std::string& message, std::shared_ptr<Exchange> exchange,
               std::function<HttpResponse(UnaryResult)> answer);

}  // namespace santong::gateway
