// What follows the history by itself, behind the writes and never in their way.
#pragma once

#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
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
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace santong::followers
