#include "server/ops/descriptors.h"

#include <sys/resource.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>

#include "absl/strings/string_view.h"
#include "server/ops/clock.h"

namespace santong::ops {
namespace {

// A flood is told in one line in so long.
constexpr int64_t kLineNanos = int64_t{10} * 1000 * 1000 * 1000;

// The folder holds the one that reads it, too.
double OpenNow() {
  std::error_code error;
  const std::filesystem::directory_iterator all("/proc/self/fd", error);
  return error ? 0 : static_cast<double>(std::distance(begin(all), end(all)) - 1);
}

// Whether a line is to be written, the last one having been at `said_nanos`.
bool IsTimeForLine(std::atomic<int64_t>& said_nanos) {
  const int64_t now = Clock::MonotonicNanos();
  int64_t said = said_nanos.load();
  if (said != 0 && now - said < kLineNanos) return false;
  return said_nanos.compare_exchange_strong(said, now);
}

}  // namespace

Descriptors::Descriptors(int64_t wanted, int64_t per_address, Metrics& metrics, Log& log)
    : per_address_(per_address), clients_(per_address), log_(log) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = std::min(static_cast<rlim_t>(wanted), limit.rlim_max);
  setrlimit(RLIMIT_NOFILE, &limit);
  getrlimit(RLIMIT_NOFILE, &limit);
  limit_ = static_cast<int64_t>(limit.rlim_cur);
  metrics.AddGauge("santong_descriptors_max", "files and connections that may be open at once",
                   [limit = limit_] { return static_cast<double>(limit); });
  metrics.AddGauge("santong_descriptors_open", "files and connections that are open", OpenNow);
  metrics.AddGauge("santong_connections_refused",
                   "connections that were closed at once since the start, for want of a place",
                   [refused = refused_] { return static_cast<double>(refused->load()); });
  metrics.AddGauge(
      "santong_connections_refused_by_address",
      "of those, the ones whose client address had as many as it may",
      [refused = refused_by_address_] { return static_cast<double>(refused->load()); });
}

bool Descriptors::AdmitCall(int descriptor) {
  return HasPlace(descriptor, limit_ * 5 / 8, "gRPC") && HasShare(descriptor, "gRPC");
}

bool Descriptors::AdmitHttp(int descriptor, bool is_trusted_proxy) {
  if (!HasPlace(descriptor, limit_ * 6 / 8, "HTTP")) return false;
  if (!is_trusted_proxy) return HasShare(descriptor, "HTTP");
  clients_.EnterUncounted(descriptor);
  return true;
}

void Descriptors::CountRefused(const char* port) {
  const int64_t refused = refused_->fetch_add(1) + 1;
  if (!IsTimeForLine(said_nanos_)) return;
  log_.Write(
      LogLevel::kWarning, "connections are refused: too many are open",
      {{"port", absl::string_view(port)}, {"refused", refused}, {"max_descriptors", limit_}});
}

bool Descriptors::HasPlace(int descriptor, int64_t end, const char* port) {
  if (descriptor < end) return true;
  CountRefused(port);
  return false;
}

// Whose address it is stands in no log.
bool Descriptors::HasShare(int descriptor, const char* port) {
  if (clients_.Enter(descriptor, Clock::MonotonicNanos())) return true;
  refused_->fetch_add(1);
  const int64_t refused = refused_by_address_->fetch_add(1) + 1;
  if (IsTimeForLine(said_by_address_nanos_)) {
    log_.Write(LogLevel::kWarning, "connections are refused: one address has too many",
               {{"port", absl::string_view(port)},
                {"refused", refused},
                {"max_connections_per_address", per_address_}});
  }
  return false;
}

}  // namespace santong::ops
