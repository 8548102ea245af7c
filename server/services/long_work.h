// LongWork: calls that take seconds or minutes, one after the other on a thread of their own, so
// that they hold up none of gRPC's.
#pragma once

#include <cstddef>
#include <deque>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"

namespace santong::services {

// Thread-safe.
class LongWork {
 public:
  // Called once: with OK on the thread, or with TRY_AGAIN, which is to be its answer.
  using Job = absl::AnyInvocable<void(const absl::Status& begun) &&>;

  // At most `waiting_max` wait behind the one that runs.
  explicit LongWork(size_t waiting_max);
  // Waits for the job that runs; those that wait get TRY_AGAIN.
  ~LongWork();

  // Runs the job when its turn comes; with TRY_AGAIN before it returns, where too many wait.
  void Do(Job job);

 private:
  void Run();

  const size_t waiting_max_;
  absl::Mutex mutex_;
  bool closing_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<Job> waiting_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace santong::services
