// /healthz and /readyz, for load balancers that speak HTTP only.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/generic/generic_stub.h>

#include <memory>

#include "server/gateway/exchange.h"

namespace santong::gateway {

// Asks the gRPC health service (grpc.health.v1), so that both always say the same: 200 "serving" or
// 503 "not serving".
class Health final : public AsyncHandler {
 public:
  // `service` is the name that is asked for: empty for the process, or "readiness".
  Health(const std::shared_ptr<grpc::Channel>& channel, std::string service)
      : stub_(channel), service_(std::move(service)) {}
  void Handle(std::shared_ptr<Exchange> exchange) override;

 private:
  grpc::GenericStub stub_;
  const std::string service_;
};

}  // namespace santong::gateway
