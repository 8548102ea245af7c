// Writer: takes bodies from any thread, and makes batches of them durable one after the other.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "rocksdb/write_batch.h"
#include "storage/kv/pending.h"
#include "storage/kv/store.h"
#include "storage/rocksdb/database.h"

namespace santong::kv {

// Thread-safe. Bodies run in the order in which they came, and so do Dones; neither under a lock.
//
// Two threads, one behind the other: the runner runs the bodies of a batch while the committer puts
// the batch before it on disk and answers it. The bodies see what that batch writes. When it fails,
// those that ran upon it fail with it and nothing of them is written. A caller who finds nobody
// here runs its body by itself.
class Writer {
 public:
  // `database` must live longer.
  Writer(Database& database, size_t queue_bodies_max);
  // Finishes the batches in hand; what still waits gets UNAVAILABLE.
  ~Writer();

  void Transact(Store::Body body, Store::Done done);
  // Bodies that nobody runs yet.
  size_t Waiting() ABSL_LOCKS_EXCLUDED(mutex_);

  // Makes the changes of another store durable, between two batches, and waits for it.
  absl::Status Apply(const ChangeBatch& changes);

 private:
  struct Job {
    Store::Body body;
    Store::Done done;
    absl::Status result;
  };
  using Jobs = std::deque<Job>;
  struct Batch {
    explicit Batch(const Reader* base) : writes(base) {}
    std::vector<Job> jobs;
    Pending writes;
    rocksdb::WriteBatch log;  // the same writes, body after body
    absl::Status written;     // once committed
  };

  void RunLoop();
  void CommitLoop();
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  bool Idle() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return !running_ && Committed(); }
  bool Committed() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return committing_ == nullptr; }
  bool MustCommit() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return committing_ != nullptr || run_loop_ended_;
  }
  Jobs TakeJobs() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void AwaitCommitted() ABSL_LOCKS_EXCLUDED(mutex_);
  std::shared_ptr<Batch> Committing() ABSL_LOCKS_EXCLUDED(mutex_);
  rocksdb::WriteBatch SpareLog() ABSL_LOCKS_EXCLUDED(mutex_);
  void RunAll(Jobs jobs);
  // Runs as many of the first jobs as fit a batch, upon what `below` writes (it may be null).
  std::shared_ptr<Batch> RunSome(Jobs& jobs, const Batch* below);
  // Waits until `below` is committed; then hands this batch to the committer, or fails it too.
  void HandOver(std::shared_ptr<Batch> batch, const Batch* below);
  void Commit(Batch& batch);
  void RunAlone(Job job);
  template <typename Some>
  static void Finish(Some& jobs, const absl::Status& written);

  Database& database_;
  const size_t queue_bodies_max_;

  absl::Mutex mutex_;
  Jobs queue_ ABSL_GUARDED_BY(mutex_);
  bool running_ ABSL_GUARDED_BY(mutex_) = false;  // somebody runs bodies
  std::shared_ptr<Batch> committing_ ABSL_GUARDED_BY(mutex_);
  rocksdb::WriteBatch spare_log_ ABSL_GUARDED_BY(mutex_);  // empty, with the room of one before
  bool closing_ ABSL_GUARDED_BY(mutex_) = false;
  bool run_loop_ended_ ABSL_GUARDED_BY(mutex_) = false;
  size_t last_batch_bodies_ ABSL_GUARDED_BY(mutex_) = 0;
  std::thread runner_;
  std::thread committer_;
};

}  // namespace santong::kv
