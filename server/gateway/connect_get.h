// The query of a Connect GET: ?connect=v1&base64=1&compression=gzip&encoding=json&message=…
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "server/gateway/codec.h"
#include "server/gateway/http.h"

namespace santong::gateway {

struct ConnectGet {
  Codec codec = Codec::kJson;
  std::string message;  // as the codec writes it, unpacked
};

// Takes the parameters in any order and leaves out those that it does not know. INVALID_ARGUMENT
// for a message that is missing or no base64 or no gzip although it says so, and for another
// version; UNIMPLEMENTED for a compression, NOT_FOUND for an encoding (HTTP: 415) that there is
// not; RESOURCE_EXHAUSTED for more than `max` bytes.
absl::StatusOr<ConnectGet> ReadConnectGet(const Fields& query, size_t max);

}  // namespace santong::gateway
