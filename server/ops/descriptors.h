// How many files and connections the process may have open at once, and which connection gets no
// place when that comes near: the store must always be able to open a file, and a socket that
// cannot be accepted would wait in the way of all others.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "server/ops/log.h"
#include "server/ops/metrics.h"

namespace santong::ops {

// Thread-safe.
class Descriptors {
 public:
  // Sets the process's own limit to `wanted`, or to what the system allows where that is less.
  // Both must outlive it.
  Descriptors(int64_t wanted, Metrics& metrics, Log& log);

  int64_t limit() const { return limit_; }

  // Whether a connection that was accepted as `descriptor` may stay; the caller closes it where it
  // may not. The system gives the lowest number that is free, so the number says how many are in
  // use. Calls stop at 5/8 of the limit and HTTP at 6/8, so that neither keeps the other out; the
  // rest is the store's.
  bool AdmitCall(int descriptor) { return Admit(descriptor, limit_ * 5 / 8, "gRPC"); }
  bool AdmitHttp(int descriptor) { return Admit(descriptor, limit_ * 6 / 8, "HTTP"); }
  // A connection that was refused for another reason: no place, or accepting it failed.
  void CountRefused(const char* port);

 private:
  bool Admit(int descriptor, int64_t end, const char* port);

  int64_t limit_ = 0;
  std::shared_ptr<std::atomic<int64_t>> refused_ = std::make_shared<std::atomic<int64_t>>(0);
  std::atomic<int64_t> said_nanos_ = 0;  // when the last line was written
  Log& log_;
};

}  // namespace santong::ops
