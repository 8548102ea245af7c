// InterruptedStore: the memory's store, with something that comes between a caller's look and its
// transaction, or in the place of one.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

#include "storage/kv/memory_store.h"

namespace santong::testing {

class InterruptedStore : public kv::Store {
 public:
  // Called before the transaction that comes `after` so many others from now on; what is not OK
  // is its result.
  void Interrupt(int after, std::function<absl::Status()> by) {
    left_ = after;
    by_ = std::move(by);
  }
  std::unique_ptr<kv::Reader> Snapshot() const override { return store_.Snapshot(); }
  void Transact(Body body, Done done) override {
    if (by_ != nullptr && left_-- == 0) {
      const auto by = std::exchange(by_, nullptr);
      if (absl::Status refused = by(); !refused.ok()) return std::move(done)(std::move(refused));
    }
    store_.Transact(std::move(body), std::move(done));
  }
  uint64_t Changes() const override { return store_.Changes(); }
  absl::Status Writable() const override { return store_.Writable(); }

 private:
  kv::MemoryStore store_;
  int left_ = 0;
  std::function<absl::Status()> by_;
};

}  // namespace santong::testing
