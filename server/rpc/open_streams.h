// How many streams without a login one neighbourhood of addresses may hold open. Each takes memory
// for as long as its client likes, whether it reads or not.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "absl/strings/string_view.h"

namespace santong::rpc {

// Thread-safe, without locks, in memory of a fixed size, as RateLimit: two networks may now and
// then share one allowance.
class OpenStreams {
 public:
  // At most `each` of a network. 0: no limit.
  explicit OpenStreams(int64_t each);
  OpenStreams(const OpenStreams&) = delete;
  OpenStreams& operator=(const OpenStreams&) = delete;

  // One that is open, until it is destroyed; the OpenStreams must outlive it.
  struct Leave {
    void operator()(std::atomic<int32_t>* open) const {
      open->fetch_sub(1, std::memory_order_relaxed);
    }
  };
  using Place = std::unique_ptr<std::atomic<int32_t>, Leave>;

  // False when `network` (NetworkOf) holds its share already. Otherwise true, and `place` is one
  // more; an empty network is never limited and takes none.
  bool Enter(absl::string_view network, Place* place);

 private:
  static constexpr size_t kCells = size_t{1} << 16;

  const int64_t each_;
  const uint64_t seed_;
  std::unique_ptr<std::atomic<int32_t>[]> open_;
};

}  // namespace santong::rpc
