#include "server/ops/client_shares.h"

#include <netinet/in.h>

#include <cstddef>
#include <cstring>
#include <utility>

namespace santong::ops {
namespace {

constexpr size_t kCustomerBytesV6 = 8;
constexpr size_t kMappedBytes = 12;  // before the IPv4 address that is written in IPv6
// To ask takes up to 2 microseconds a descriptor: all 20,000 that may be connections take 4 % of a
// processor at most, however many clients are full and knock on.
constexpr int64_t kLookAgainNanos = int64_t{1000} * 1000 * 1000;

// Empty also where nobody is at the other end, or where it is no socket at all.
std::string ClientAt(int descriptor) {
  sockaddr_storage peer{};
  socklen_t size = sizeof peer;
  if (getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) != 0) return {};
  return ClientOf(peer);
}

std::string ClientOfV4(const char* bytes) {
  in_addr_t address = 0;
  std::memcpy(&address, bytes, sizeof address);
  if (address == htonl(INADDR_LOOPBACK)) return {};
  return std::string(bytes, sizeof address);
}

}  // namespace

std::string ClientOf(const sockaddr_storage& peer) {
  if (peer.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(peer);
    return ClientOfV4(reinterpret_cast<const char*>(&v4.sin_addr));
  }
  if (peer.ss_family != AF_INET6) return {};
  const in6_addr& v6 = reinterpret_cast<const sockaddr_in6&>(peer).sin6_addr;
  const char* const bytes = reinterpret_cast<const char*>(&v6);
  if (IN6_IS_ADDR_V4MAPPED(&v6)) return ClientOfV4(bytes + kMappedBytes);
  if (IN6_IS_ADDR_LOOPBACK(&v6)) return {};
  return std::string(bytes, kCustomerBytesV6);
}

bool ClientShares::Enter(int descriptor, int64_t now_nanos) {
  if (each_ == 0) return true;
  std::string client = ClientAt(descriptor);
  const absl::MutexLock lock(&mutex_);
  Forget(descriptor);
  if (client.empty()) return true;
  Share& share = shares_[client];
  const auto full = [&] { return static_cast<int64_t>(share.descriptors.size()) >= each_; };
  if (full() && (share.looked_nanos == 0 || now_nanos - share.looked_nanos >= kLookAgainNanos)) {
    share.looked_nanos = now_nanos;
    DropEnded(client, share);
  }
  if (full()) return false;
  share.descriptors.insert(descriptor);
  client_of_[descriptor] = std::move(client);
  return true;
}

void ClientShares::EnterUncounted(int descriptor) {
  const absl::MutexLock lock(&mutex_);
  Forget(descriptor);
}

void ClientShares::Forget(int descriptor) {
  const auto known = client_of_.find(descriptor);
  if (known == client_of_.end()) return;
  const auto share = shares_.find(known->second);
  share->second.descriptors.erase(descriptor);
  if (share->second.descriptors.empty()) shares_.erase(share);
  client_of_.erase(known);
}

// A number that was closed may be a file's by now, or another client's whom no thread has counted
// yet.
void ClientShares::DropEnded(const std::string& client, Share& share) {
  absl::erase_if(share.descriptors, [&](int descriptor) {
    mutex_.AssertHeld();
    const bool ended = ClientAt(descriptor) != client;
    if (ended) client_of_.erase(descriptor);
    return ended;
  });
}

}  // namespace santong::ops
