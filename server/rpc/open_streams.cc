#include "server/rpc/open_streams.h"

#include "absl/hash/hash.h"
#include "absl/random/random.h"

namespace santong::rpc {

OpenStreams::OpenStreams(int64_t each)
    : each_(each),
      seed_(absl::Uniform<uint64_t>(absl::BitGen())),
      open_(each > 0 ? std::make_unique<std::atomic<int32_t>[]>(kCells) : nullptr) {}

bool OpenStreams::Enter(absl::string_view network, Place* place) {
  if (each_ == 0 || network.empty()) return true;
  std::atomic<int32_t>& cell = open_[absl::HashOf(seed_, network) % kCells];
  Place entered(&cell);
  if (cell.fetch_add(1, std::memory_order_relaxed) >= each_) return false;  // and leaves again
  *place = std::move(entered);
  return true;
}

}  // namespace santong::rpc
