// How many calls without a login one neighbourhood of addresses may make. A flood from one network
// neither stops the others nor fills the legal office's list; whoever logs in is not counted.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace santong::rpc {

// The network that a gRPC peer ("ipv4:10.1.2.3:4711", "ipv6:[2001:db8::1]:4711") belongs to, as its
// bytes: the first 24 bits of an IPv4 address, the first 56 of an IPv6 one (what a provider gives
// to one customer). Empty for a unix socket and for what cannot be read: those are not limited.
std::string NetworkOf(absl::string_view peer);

// A generic cell rate algorithm (ITU-T I.371) for each network. Thread-safe, without locks, in
// memory of a fixed size: networks share kCells cells by a hash that no caller can foresee, so two
// of them may now and then share one allowance, and no number of addresses makes it grow.
class RateLimit {
 public:
  // `per_minute` calls a minute on average, of which as many may come at once. 0: no limit.
  explicit RateLimit(int64_t per_minute);
  RateLimit(const RateLimit&) = delete;
  RateLimit& operator=(const RateLimit&) = delete;

  // Zero when a call of `network` at `now_nanos` (from any fixed point, never going back) is within
  // its allowance, which it then uses up; otherwise how long until the next one is. An empty
  // network is never limited.
  absl::Duration Take(absl::string_view network, int64_t now_nanos);

 private:
  static constexpr size_t kCells = size_t{1} << 16;

  const int64_t interval_nanos_;  // between calls at the steady rate; 0: no limit
  const uint64_t seed_;
  // When the allowance of each cell is whole again (its theoretical arrival time), in nanoseconds.
  std::unique_ptr<std::atomic<int64_t>[]> whole_at_;
};

}  // namespace santong::rpc
