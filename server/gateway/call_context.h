// What goes with a call to the services, and what comes back beside its messages.
#pragma once

#include <grpcpp/client_context.h>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/gateway/http.h"

namespace santong::gateway {

// Fills `context` for a call on behalf of `request`: who calls (authorization), in which language
// (accept-language), under which id (x-request-id), from where (call_metadata), until when. Other
// headers are not passed on: the services read none. INVALID_ARGUMENT for a value that is no
// printable ASCII, which gRPC does not carry; DEADLINE_EXCEEDED for no time at all.
absl::Status FillContext(const HttpRequest& request, absl::Duration timeout,
                         grpc::ClientContext& context);

// What the service sent before and after its messages; names that end in -bin hold unpadded base64.
Fields HeadersOf(const grpc::ClientContext& context);
Fields TrailersOf(const grpc::ClientContext& context);

}  // namespace santong::gateway
