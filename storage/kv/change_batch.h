// ChangeBatch: what was written to a store, in order, in the engine's own form.
#pragma once

#include <cstdint>
#include <string>

namespace santong::kv {

// Some changes that became durable together. Every change of a store has a number, one after the
// other; `bytes` hold those from `first` on, `count` of them.
struct ChangeBatch {
  uint64_t first = 0;
  uint64_t count = 0;
  std::string bytes;

  uint64_t last() const { return first + count - 1; }
};

}  // namespace santong::kv
