// How many connections each client address holds, so that none takes the places of all others.
//
// Nobody says when a connection ends: gRPC closes the descriptor that it was handed without a word
// (1.51), and a duplicate to watch it by would keep the socket open. So the kernel is asked, by the
// descriptors themselves (netlink is closed to the server by its unit): a number that is given
// anew has ended before, and when an address seems to hold its share, each of its numbers is asked
// who is at the other end. Nothing is to be given back, so nothing can be forgotten.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"

namespace santong::ops {

// What a peer is counted by, as bytes: an IPv4 address (4, also when it is written in IPv6), the
// first 64 bits of an IPv6 one (8: the least that a provider gives to one customer, who may call
// from all of it). Empty for who is not counted: 127.0.0.1 and ::1, from where a reverse proxy on
// this machine speaks for everybody, and unix sockets. Another address of 127.0.0.0/8 is taken by
// choice alone, and counts as any other.
std::string ClientOf(const sockaddr_storage& peer);

// Thread-safe.
class ClientShares {
 public:
  // At most `each` connections of one client. 0: no limit.
  explicit ClientShares(int64_t each) : each_(each) {}
  ClientShares(const ClientShares&) = delete;
  ClientShares& operator=(const ClientShares&) = delete;

  // Whether the connection that was just accepted as `descriptor` may stay; the caller closes it
  // where it may not. `now_nanos` is from any fixed point, never going back. That a connection of a
  // full client ended is seen within a second.
  bool Enter(int descriptor, int64_t now_nanos);
  // For a connection that stays whosever it is; its number may have been a counted one's.
  void EnterUncounted(int descriptor);

 private:
  struct Share {
    absl::flat_hash_set<int> descriptors;  // may hold some that were closed
    int64_t looked_nanos = 0;              // when they were last asked; 0: never
  };

  void Forget(int descriptor) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void DropEnded(const std::string& client, Share& share) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const int64_t each_;
  absl::Mutex mutex_;
  // A descriptor stands in the share of its client and here, or in neither.
  absl::flat_hash_map<int, std::string> client_of_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, Share> shares_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace santong::ops
