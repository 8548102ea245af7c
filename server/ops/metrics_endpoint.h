// GET /metrics for Prometheus, off unless --metrics-address is given.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/ops/metrics.h"

namespace santong::ops {

class MetricsEndpoint {
 public:
  // `address` is HOST:PORT with a loopback host, e.g. 127.0.0.1:9464; port 0 takes a free one.
  // `metrics` must outlive the endpoint. INVALID_ARGUMENT when the host is not loopback,
  // UNAVAILABLE when the port is taken.
  static absl::StatusOr<std::unique_ptr<MetricsEndpoint>> Start(absl::string_view address,
                                                                const Metrics& metrics);
  ~MetricsEndpoint();
  int port() const;

 private:
  struct State;
  explicit MetricsEndpoint(std::unique_ptr<State> state);
  const std::unique_ptr<State> state_;
};

}  // namespace santong::ops
