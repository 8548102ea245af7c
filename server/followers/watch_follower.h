// Tells those who wait for the history that it went on.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "server/followers/follower.h"

namespace santong::followers {

// Holds nothing but who waits. Thread-safe.
class WatchFollower final : public Follower {
 public:
  using Wake = std::function<void()>;

  WatchFollower() = default;

  absl::string_view name() const override { return "watch"; }
  // Wakes everyone: what came since, they read themselves. Also when nothing came, so that each can
  // look at its clock.
  absl::StatusOr<bool> Advance() override;

  // `wake` is called on the follower's thread until Remove returns; it must not call Add or Remove.
  int64_t Add(Wake wake);
  void Remove(int64_t id);
  double watchers() const;
  // Whoever wakes from now on ends: the server drains.
  void Close() { closed_.store(true); }
  bool closed() const { return closed_.load(); }

 private:
  mutable absl::Mutex mutex_;
  std::map<int64_t, Wake> waiting_ ABSL_GUARDED_BY(mutex_);
  int64_t next_ ABSL_GUARDED_BY(mutex_) = 1;
  // Not behind the mutex: watchers ask while they are woken.
  std::atomic<bool> closed_{false};
};

}  // namespace santong::followers
