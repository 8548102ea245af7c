// What follows the history by itself, behind the writes and never in their way.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace santong::followers {

// Keeps its own place in the history, where it outlives the process if it must.
class Follower {
 public:
  virtual ~Follower() = default;

  // For the log.
  virtual absl::string_view name() const = 0;
  // Takes a bounded part of what came since its place. True when there may be more than that, so
  // that it is asked again at once: what comes one by one is taken together, an interval later.
  // After an error it is asked again at the next round.
  virtual absl::StatusOr<bool> Advance() = 0;
};

// The wish that a thread ends, and its pauses. They are measured on a clock that nobody sets: a
// wait of Abseil's ends at a time of day, and lasts hours longer where that is put back meanwhile.
class Stopping {
 public:
  void Stop() {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  // Waits for it for so long at most; whether it came.
  bool Within(absl::Duration pause) {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, absl::ToChronoNanoseconds(pause), [this] { return stopping_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
};

// Advances one follower on a thread of its own, from its making to its end: as long as there is
// more, and every `interval`.
class FollowerThread {
 public:
  // An error of a round; one that stays the same is reported once.
  using Report = std::function<void(const absl::Status&)>;

  // The follower must outlive the thread.
  FollowerThread(Follower& follower, absl::Duration interval, Report report);
  // Waits for the part that is being taken.
  ~FollowerThread();

 private:
  void Run();

  Follower& follower_;
  const absl::Duration interval_;
  const Report report_;
  Stopping stopping_;
  std::thread thread_;
};

}  // namespace santong::followers
