// How many files and connections the process may have open at once, and which connection gets no
// place when that comes near, or when its client has its share: the store must always be able to
// open a file, and a socket that cannot be accepted would wait in the way of all others.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "server/ops/client_shares.h"
#include "server/ops/log.h"
#include "server/ops/metrics.h"

namespace santong::ops {

// Thread-safe.
class Descriptors {
 public:
  // Sets the process's own limit to `wanted`, or to what the system allows where that is less. One
  // client address may hold `per_address` connections, at both ports together; 0: no limit. The
  // other two must outlive it.
  Descriptors(int64_t wanted, int64_t per_address, Metrics& metrics, Log& log);

  int64_t limit() const { return limit_; }

  // Whether a connection that was accepted as `descriptor` may stay; the caller closes it where it
  // may not. The system gives the lowest number that is free, so the number says how many are in
  // use. Calls stop at 5/8 of the limit and HTTP at 6/8, so that neither keeps the other out; the
  // rest is the store's. Every connection that is accepted is to be asked for here: a number that
  // is given anew says that the connection before it has ended.
  bool AdmitCall(int descriptor);
  // A trusted proxy speaks for many clients: its connections are nobody's share.
  bool AdmitHttp(int descriptor, bool is_trusted_proxy);
  // A connection that was refused for another reason: no place, or accepting it failed.
  void CountRefused(const char* port);

 private:
  using Count = std::shared_ptr<std::atomic<int64_t>>;

  bool HasPlace(int descriptor, int64_t end, const char* port);
  bool HasShare(int descriptor, const char* port);

  int64_t limit_ = 0;
  const int64_t per_address_;
  ClientShares clients_;
  Count refused_ = std::make_shared<std::atomic<int64_t>>(0);
  Count refused_by_address_ = std::make_shared<std::atomic<int64_t>>(0);
  // When the last line of each kind was written.
  std::atomic<int64_t> said_nanos_ = 0;
  std::atomic<int64_t> said_by_address_nanos_ = 0;
  Log& log_;
};

}  // namespace santong::ops
