// Following: a standby's thread that asks the first for changes and makes them durable.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/followers/follower.h"
#include "server/standby/first_client.h"
#include "storage/kv/change_log.h"

namespace santong::standby {

// How far a standby is.
struct Progress {
  bool following = false;         // the last call to the first succeeded
  absl::Status problem;           // why it did not
  uint64_t lag_changes = 0;       // that the first is known to have more
  absl::Duration lag;             // since everything was here, or since it began
  int64_t first_last_event = 0;   // of the first, when it was heard last
  absl::Duration heard_ago;       // infinite when it never was
  bool standby_required = false;  // at the first, when it was heard last
};

// Thread-safe. An interrupted connection is tried again for ever; so is a refusal, because the
// operator may mend what it names.
class Following {
 public:
  // `log` is of a copy of `store` at the first. All must outlive it. `now` does not go back.
  Following(kv::ChangeLog& log, FirstClient& first, std::string store,
            std::function<absl::Time()> now);
  ~Following();

  Progress Now() const;
  // OK while it follows, else why it does not.
  absl::Status Word() const;
  // Waits until everything up to `change` is here; false when it is not within `limit`.
  bool AwaitChange(uint64_t change, absl::Duration limit) const;
  // From here on nothing is taken from the first, nor told it: what was asked for last is what it
  // knows this to have. Waits for the call that is under way.
  void Stop();

 private:
  void Run();
  absl::Status Round();
  bool IsStopping() { return stopping_.Within(absl::ZeroDuration()); }

  kv::ChangeLog& log_;
  FirstClient& first_;
  const std::string store_;
  const std::function<absl::Time()> now_;
  const absl::Time began_;
  followers::Stopping stopping_;
  mutable absl::Mutex mutex_;
  Progress progress_ ABSL_GUARDED_BY(mutex_);
  uint64_t here_ ABSL_GUARDED_BY(mutex_) = 0;
  std::optional<absl::Time> abreast_ ABSL_GUARDED_BY(mutex_);
  std::optional<absl::Time> heard_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace santong::standby
