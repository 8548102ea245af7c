// What the server counts, in Prometheus' form.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"

namespace prometheus {
class Collectable;
class Histogram;
}  // namespace prometheus

namespace santong::ops {

class Metrics;

// The durations of one method's calls: grpc_server_call_duration_seconds{grpc_method,grpc_status}.
class MethodMetrics {
 public:
  // `status` is a gRPC code, 0 to 16. Allocates on the first call with a status, never afterwards.
  void Observe(int status, double seconds);

 private:
  friend class Metrics;
  static constexpr int kStatuses = 17;

  MethodMetrics(Metrics& metrics, absl::string_view method) : metrics_(metrics), method_(method) {}

  Metrics& metrics_;
  const std::string method_;
  std::array<std::atomic<prometheus::Histogram*>, kStatuses> histograms_{};
};

// All metrics of one process. Thread-safe.
class Metrics {
 public:
  Metrics();
  ~Metrics();

  // `method` as "santong.v1.DocumentService/GetDocument". Lives as long as this.
  std::unique_ptr<MethodMetrics> ForMethod(absl::string_view method);
  // A gauge that `read` is asked for at every scrape, on the scraping thread; `read` must be valid
  // as long as this. `name` in Prometheus' form, e.g. santong_store_last_event.
  void AddGauge(absl::string_view name, absl::string_view help, std::function<double()> read);
  // A gauge that is always 1 and says something in its label, e.g. which version runs.
  void AddInfo(absl::string_view name, absl::string_view help, absl::string_view label,
               absl::string_view value);
  // What a scrape answers.
  std::string Text() const;
  // For the endpoint.
  std::shared_ptr<prometheus::Collectable> collectable() const;

 private:
  friend class MethodMetrics;
  prometheus::Histogram* HistogramOf(const std::string& method, int status);

  struct State;
  const std::shared_ptr<State> state_;
};

}  // namespace santong::ops
