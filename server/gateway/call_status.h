// How a call ended, in the words of each protocol.
#pragma once

#include <grpcpp/support/status.h>

#include <string>

#include "absl/status/status.h"
#include "server/gateway/http.h"

namespace santong::gateway {

// "failed_precondition"; Connect writes "canceled" with one l.
const char* ConnectCodeOf(grpc::StatusCode code);
// The HTTP status of a Connect error.
int HttpStatusOf(grpc::StatusCode code);

// {"code":…,"message":…,"details":[{"type","value","debug"}]}: Connect's error with the google.rpc
// details that `status` carries.
std::string ConnectErrorJson(const grpc::Status& status);
// The whole answer of a unary call that failed; never cached.
HttpResponse ConnectError(const grpc::Status& status);

// The JSON that ends a Connect stream: {} or {"error":…}, with the trailers as its metadata.
std::string ConnectEndJson(const grpc::Status& status, const Fields& trailers);

// grpc-status, grpc-message and grpc-status-details-bin with the trailers, as lines of a header:
// what ends a gRPC-Web answer.
std::string GrpcWebTrailers(const grpc::Status& status, const Fields& trailers);

// A refusal of the gateway itself, with the same details as the services', in the client's
// language.
grpc::Status Refused(const absl::Status& status, const HttpRequest& request);

}  // namespace santong::gateway
