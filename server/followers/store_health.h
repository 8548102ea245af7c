// Says when the store stops taking writes, and when it takes them again.
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "server/followers/follower.h"
#include "storage/kv/store.h"

namespace santong::followers {

class StoreHealth final : public Follower {
 public:
  // Called with the store's word (Store::Writable) at the first look and after each change, on the
  // follower's thread.
  using Changed = std::function<void(const absl::Status& writable)>;

  // The store must outlive it.
  StoreHealth(const kv::Store& store, Changed changed)
      : store_(store), changed_(std::move(changed)) {}

  absl::string_view name() const override { return "store health"; }
  absl::StatusOr<bool> Advance() override {
    const absl::Status writable = store_.Writable();
    if (writable == last_) return false;
    changed_(writable);
    last_ = writable;
    return false;
  }

 private:
  const kv::Store& store_;
  const Changed changed_;
  std::optional<absl::Status> last_;
};

}  // namespace santong::followers
