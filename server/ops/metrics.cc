#include "server/ops/metrics.h"

#include <prometheus/client_metric.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <vector>

#include "absl/synchronization/mutex.h"

namespace santong::ops {
namespace {

// The names of gRPC's codes by their numbers.
constexpr const char* kStatusNames[] = {
    "OK",        "CANCELLED",      "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",
    "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
    "ABORTED",   "OUT_OF_RANGE",   "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",
    "DATA_LOSS", "UNAUTHENTICATED"};

const prometheus::Histogram::BucketBoundaries& DurationSeconds() {
  static const auto& boundaries = *new prometheus::Histogram::BucketBoundaries{
      0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};
  return boundaries;
}

}  // namespace

// The registry, and the gauges that are read when somebody looks.
struct Metrics::State : public prometheus::Collectable {
  std::vector<prometheus::MetricFamily> Collect() const override {
    std::vector<prometheus::MetricFamily> families = registry.Collect();
    absl::MutexLock lock(&mutex);
    for (const Gauge& gauge : gauges) {
      prometheus::MetricFamily family;
      family.name = gauge.name;
      family.help = gauge.help;
      family.type = prometheus::MetricType::Gauge;
      family.metric.emplace_back();
      family.metric.back().gauge.value = gauge.read();
      if (!gauge.label.name.empty()) family.metric.back().label.push_back(gauge.label);
      families.push_back(std::move(family));
    }
    return families;
  }

  struct Gauge {
    std::string name;
    std::string help;
    std::function<double()> read;
    prometheus::ClientMetric::Label label;  // without a name: none
  };

  prometheus::Registry registry;
  prometheus::Family<prometheus::Histogram>& durations =
      prometheus::BuildHistogram()
          .Name("grpc_server_call_duration_seconds")
          .Help("From the start of a call to its end, by method and status")
          .Register(registry);
  mutable absl::Mutex mutex;
  std::vector<Gauge> gauges ABSL_GUARDED_BY(mutex);
};

Metrics::Metrics() : state_(std::make_shared<State>()) {}
Metrics::~Metrics() = default;

std::unique_ptr<MethodMetrics> Metrics::ForMethod(absl::string_view method) {
  return std::unique_ptr<MethodMetrics>(new MethodMetrics(*this, method));
}

void Metrics::AddGauge(absl::string_view name, absl::string_view help,
                       std::function<double()> read) {
  absl::MutexLock lock(&state_->mutex);
  state_->gauges.push_back({std::string(name), std::string(help), std::move(read), {}});
}

void Metrics::AddInfo(absl::string_view name, absl::string_view help, absl::string_view label,
                      absl::string_view value) {
  absl::MutexLock lock(&state_->mutex);
  state_->gauges.push_back({std::string(name),
                            std::string(help),
                            [] { return 1.0; },
                            {std::string(label), std::string(value)}});
}

std::string Metrics::Text() const {
  return prometheus::TextSerializer().Serialize(state_->Collect());
}

std::shared_ptr<prometheus::Collectable> Metrics::collectable() const { return state_; }

prometheus::Histogram* Metrics::HistogramOf(const std::string& method, int status) {
  return &state_->durations.Add({{"grpc_method", method}, {"grpc_status", kStatusNames[status]}},
                                DurationSeconds());
}

void MethodMetrics::Observe(int status, double seconds) {
  if (status < 0 || status >= kStatuses) status = 2;  // UNKNOWN
  prometheus::Histogram* histogram = histograms_[status].load(std::memory_order_acquire);
  if (histogram == nullptr) {
    // Two threads that come here at once are given the same histogram.
    histogram = metrics_.HistogramOf(method_, status);
    histograms_[status].store(histogram, std::memory_order_release);
  }
  histogram->Observe(seconds);
}

}  // namespace santong::ops
