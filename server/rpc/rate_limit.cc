#include "server/rpc/rate_limit.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "absl/hash/hash.h"
#include "absl/random/random.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace santong::rpc {
namespace {

constexpr int64_t kNanosPerMinute = int64_t{60} * 1000 * 1000 * 1000;
constexpr size_t kNetworkBytesV4 = 3;
constexpr size_t kNetworkBytesV6 = 7;

// The first `length` bytes of the address written in `text`; empty when it is none.
template <size_t kBytes>
std::string Prefix(int family, const std::string& text, size_t length) {
  std::array<char, kBytes> bytes{};
  if (inet_pton(family, text.c_str(), bytes.data()) != 1) return {};
  return std::string(bytes.data(), length);
}

}  // namespace

std::string NetworkOf(absl::string_view peer) {
  const size_t port = peer.rfind(':');
  if (port == absl::string_view::npos) return {};
  absl::string_view host = peer.substr(0, port);
  if (absl::ConsumePrefix(&host, "ipv4:")) {
    return Prefix<sizeof(in_addr)>(AF_INET, std::string(host), kNetworkBytesV4);
  }
  if (!absl::ConsumePrefix(&host, "ipv6:")) return {};
  // gRPC writes the brackets as they are or as in a URI.
  std::string address = absl::StrReplaceAll(host, {{"%5B", ""}, {"%5D", ""}, {"[", ""}, {"]", ""}});
  address = address.substr(0, address.find('%'));  // the zone of a link-local address
  return Prefix<sizeof(in6_addr)>(AF_INET6, address, kNetworkBytesV6);
}

RateLimit::RateLimit(int64_t per_minute)
    : interval_nanos_(per_minute > 0 ? kNanosPerMinute / per_minute : 0),
      seed_(absl::Uniform<uint64_t>(absl::BitGen())),
      whole_at_(per_minute > 0 ? std::make_unique<std::atomic<int64_t>[]>(kCells) : nullptr) {}

absl::Duration RateLimit::Take(absl::string_view network, int64_t now_nanos) {
  if (interval_nanos_ == 0 || network.empty()) return absl::ZeroDuration();
  std::atomic<int64_t>& cell = whole_at_[absl::HashOf(seed_, network) % kCells];
  int64_t whole_at = cell.load(std::memory_order_relaxed);
  while (true) {
    const int64_t next = std::max(whole_at, now_nanos) + interval_nanos_;
    const int64_t early = next - now_nanos - kNanosPerMinute;
    if (early > 0) return absl::Nanoseconds(early);
    if (cell.compare_exchange_weak(whole_at, next, std::memory_order_relaxed)) {
      return absl::ZeroDuration();
    }
  }
}

}  // namespace santong::rpc
