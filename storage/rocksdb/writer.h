// Writer: takes bodies from any thread, and makes batches of them durable one after the other.
#pragma once

#include <cstddef>
#include <deque>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "storage/kv/store.h"
#include "storage/rocksdb/database.h"

namespace santong::kv {

// Thread-safe. Bodies run in the order in which they came, and so do Dones; neither under a lock.
class Writer {
 public:
  // `database` must live longer.
  Writer(Database& database, size_t queue_bodies_max);
  // Finishes the batch in hand; what still waits gets UNAVAILABLE.
  ~Writer();

  void Transact(Store::Body body, Store::Done done);

 private:
  struct Job {
    Store::Body body;
    Store::Done done;
    absl::Status result;
  };
  using Jobs = std::vector<Job>;

  void Loop();
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  Jobs TakeBatch() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void StopWriting(size_t bodies) ABSL_LOCKS_EXCLUDED(mutex_);
  void WriteAll(absl::Span<Job> jobs);
  // Runs and writes as many of the first jobs as fit a batch; returns how many.
  size_t WriteSome(absl::Span<Job> jobs);
  static void Finish(absl::Span<Job> jobs, const absl::Status& written);

  Database& database_;
  const size_t queue_bodies_max_;

  absl::Mutex mutex_;
  std::deque<Job> queue_ ABSL_GUARDED_BY(mutex_);
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;  // somebody has a batch in hand
  bool closing_ ABSL_GUARDED_BY(mutex_) = false;
  size_t last_batch_bodies_ ABSL_GUARDED_BY(mutex_) = 0;
  std::thread thread_;
};

}  // namespace santong::kv
