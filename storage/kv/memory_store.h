// MemoryStore: the reference engine. It keeps nothing, and exists to be obviously right: the other
// engines are held against it, and tests of everything above the store run on it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/btree_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "storage/kv/pending.h"
#include "storage/kv/store.h"

namespace santong::kv {

// Thread-safe. Has no thread of its own: the caller that finds nobody writing runs the bodies that
// are queued, so with one thread every Transact is finished when it returns. Readers must die
// before it.
class MemoryStore : public Store {
 public:
  struct Options {
    // Runs each body twice on the same state; where the two results or writes differ the body is
    // refused with INTERNAL, because another engine may run it twice too.
    bool run_bodies_twice = true;
    // Bodies that may wait behind the one that is running.
    size_t queue_bodies_max = 1 << 16;
  };

  MemoryStore() : MemoryStore(Options()) {}
  explicit MemoryStore(Options options) : options_(options) {}
  // Waits for the body that is running; those queued behind it get UNAVAILABLE.
  ~MemoryStore() override;

  std::unique_ptr<Reader> Snapshot() const override;
  void Transact(Body body, Done done) override;
  uint64_t Changes() const override;
  absl::Status Writable() const override;

  // What a disk does in the field: from now on every Transact is refused with `reason` before its
  // body runs, until it is called with OK.
  void RefuseWrites(absl::Status reason);

 private:
  class View;
  struct Job {
    Body body;
    Done done;
  };
  struct Version {
    uint64_t since;
    std::optional<std::string> value;  // none: deleted
  };
  // Oldest first, never empty.
  using Versions = std::vector<Version>;
  using Rows = absl::btree_map<std::string, Versions>;

  void WriteUntilIdle();
  absl::Status Run(Body& body);
  void Apply(Pending::Writes writes);
  // Drops what no view can see any more.
  void Prune(Rows::iterator row) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Options options_;
  mutable absl::Mutex mutex_;
  Rows rows_ ABSL_GUARDED_BY(mutex_);
  uint64_t now_ ABSL_GUARDED_BY(mutex_) = 0;
  mutable std::multiset<uint64_t> views_ ABSL_GUARDED_BY(mutex_);
  std::deque<Job> queue_ ABSL_GUARDED_BY(mutex_);
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool closing_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status writable_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace santong::kv
