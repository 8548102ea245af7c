// GuardedStore: a store that takes writes only while this server has the right to, and, where a
// standby is required, answers none before the standby has it.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/kv/change_log.h"
#include "storage/kv/store.h"

namespace santong::standby {

// Thread-safe. Reads pass.
//
// With RequireStandby an answer waits until the standby has everything up to it, so a number that
// anybody was told is on two disks; and since a standby that was promoted takes nothing any more, a
// first that was replaced can tell nobody a number, whatever it knows of the replacement. What is
// written and waits for its answer can already be read here.
class GuardedStore final : public kv::Store {
 public:
  // Both, the same store, must outlive it. `now` does not go back.
  GuardedStore(kv::Store& store, const kv::ChangeLog& log, std::function<absl::Time()> now);
  // Answers what still waits with UNAVAILABLE.
  ~GuardedStore() override;

  std::unique_ptr<kv::Reader> Snapshot() const override { return store_.Snapshot(); }
  void Transact(Body body, Done done) override;
  uint64_t Changes() const override { return store_.Changes(); }
  absl::Status Writable() const override;
  std::vector<kv::Figure> Figures() const override { return store_.Figures(); }

  // From now on writes are refused with this, for good; what is in hand is finished.
  void Refuse(absl::Status why);
  // The last change there will be, once Refuse was called; waits for what is in hand.
  absl::StatusOr<uint64_t> Settle();
  // From now on answers wait for Acknowledge, and are UNAVAILABLE after `patience`: the write is
  // here, and whether it will stand is not known. Without a word from the standby for so long, no
  // write is taken.
  void RequireStandby(absl::Duration patience);
  bool standby_required() const;
  // The standby has everything up to `change` on its disk.
  void Acknowledge(uint64_t change);
  // To be called now and then: answers what has waited too long.
  void Expire();
  // Seconds since the standby's last word; infinite when none came.
  double StandbyAgeSeconds() const;
  // Called after each write, on the thread that did it; set before the first.
  void OnWritten(std::function<void()> written) { written_ = std::move(written); }

 private:
  struct Waiting {
    uint64_t change;
    absl::Time until;
    Done done;
  };

  absl::Status Refusal() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  void Written(Done done, absl::Status status);
  static void Answer(std::vector<Done> ready, const absl::Status& status);

  kv::Store& store_;
  const kv::ChangeLog& log_;
  const std::function<absl::Time()> now_;
  std::function<void()> written_;
  mutable absl::Mutex mutex_;
  absl::Status refusal_ ABSL_GUARDED_BY(mutex_);
  std::optional<absl::Duration> patience_ ABSL_GUARDED_BY(mutex_);
  std::optional<absl::Time> heard_ ABSL_GUARDED_BY(mutex_);
  int entering_ ABSL_GUARDED_BY(mutex_) = 0;  // Transacts on their way into the store
  uint64_t acknowledged_ ABSL_GUARDED_BY(mutex_) = 0;
  std::deque<Waiting> waiting_ ABSL_GUARDED_BY(mutex_);  // by change, ascending
};

}  // namespace santong::standby
