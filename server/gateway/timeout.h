// How long a client waits: connect-timeout-ms and grpc-timeout.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace santong::gateway {

// "1500": milliseconds, at most ten digits. Infinite for an empty header; INVALID_ARGUMENT for any
// other.
absl::StatusOr<absl::Duration> ConnectTimeout(absl::string_view header);
// "1500m": at most eight digits and a unit (H M S m u n). As above.
absl::StatusOr<absl::Duration> GrpcTimeout(absl::string_view header);

}  // namespace santong::gateway
