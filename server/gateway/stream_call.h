// One call with a stream, made for an exchange: the client's messages are there already (HTTP/1.1
// sends them before it reads), the service's go out as they come.
#pragma once

#include <grpcpp/generic/generic_stub.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "server/gateway/exchange.h"
#include "server/gateway/method_table.h"
#include "server/gateway/wire.h"

namespace santong::gateway {

// Calls `method` with the bytes of `messages` and answers the exchange piece by piece; the next
// message is asked for when the one before it is on its way. Stub and method must outlive the
// exchange.
void CallStream(grpc::GenericStub& stub, const Method& method, absl::Duration timeout,
                const std::vector<std::string>& messages, std::shared_ptr<Exchange> exchange,
                const Wire& wire);

}  // namespace santong::gateway
