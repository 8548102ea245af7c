#include "server/ops/metrics_endpoint.h"

#include <prometheus/exposer.h>

#include <exception>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/ops/address.h"

namespace santong::ops {

struct MetricsEndpoint::State {
  std::unique_ptr<prometheus::Exposer> exposer;
};

MetricsEndpoint::MetricsEndpoint(std::unique_ptr<State> state) : state_(std::move(state)) {}
MetricsEndpoint::~MetricsEndpoint() = default;

absl::StatusOr<std::unique_ptr<MetricsEndpoint>> MetricsEndpoint::Start(absl::string_view address,
                                                                        const Metrics& metrics) {
  if (!IsLoopback(address) || absl::StartsWith(address, "unix:")) {
    return absl::InvalidArgumentError(absl::StrCat(
        "metrics_address ", address,
        " is not a loopback address with a port; metrics are served without a login, so use e.g. "
        "127.0.0.1:9464 and let a proxy on this machine carry them further"));
  }
  auto state = std::make_unique<State>();
  try {  // civetweb's C++ face throws when the port is taken
    state->exposer = std::make_unique<prometheus::Exposer>(std::string(address), /*num_threads=*/1);
  } catch (const std::exception& e) {
    return absl::UnavailableError(absl::StrCat(
        "metrics_address ", address, " cannot be bound: ", e.what(), "; choose another port"));
  }
  state->exposer->RegisterCollectable(metrics.collectable());
  return std::unique_ptr<MetricsEndpoint>(new MetricsEndpoint(std::move(state)));
}

int MetricsEndpoint::port() const { return state_->exposer->GetListeningPorts().front(); }

}  // namespace santong::ops
