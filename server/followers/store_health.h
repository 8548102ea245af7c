// Says when a store stops being well, and when it is well again.
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "server/followers/follower.h"

namespace santong::followers {

class StoreHealth final : public Follower {
 public:
  // Asked at every look, e.g. Store::Writable.
  using Word = std::function<absl::Status()>;
  // Called with that word at the first look and after each change, on the follower's thread.
  using Changed = std::function<void(const absl::Status& word)>;

  StoreHealth(Word word, Changed changed) : word_(std::move(word)), changed_(std::move(changed)) {}

  absl::string_view name() const override { return "store health"; }
  absl::StatusOr<bool> Advance() override {
    const absl::Status word = word_();
    if (word == last_) return false;
    changed_(word);
    last_ = word;
    return false;
  }

 private:
  const Word word_;
  const Changed changed_;
  std::optional<absl::Status> last_;
};

}  // namespace santong::followers
