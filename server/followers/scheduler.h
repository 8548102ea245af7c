// Carries out what is due by itself: each once, also when the server was down on its day.
#pragma once

#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "server/acts/request.h"

namespace santong::followers {

// Runs once at its start and then every `interval`, on a thread of its own.
class Scheduler {
 public:
  using Now = std::function<absl::Time()>;
  using Today = std::function<absl::CivilDay()>;
  // Called after each round with how many acts were done, or why the round failed; it is tried
  // again at the next.
  using Report = std::function<void(const absl::StatusOr<int>&)>;

  // Carries out what is due of one kind of resource, a bounded number of them; replies with how
  // many acts that were, 0 when nothing is due any more (DocumentWriter::RunDue).
  using Due = std::function<void(absl::Time, absl::CivilDay, int limit, acts::Reply<int>)>;

  // `due` in the order in which they are asked.
  Scheduler(std::vector<Due> due, Now now, Today today, absl::Duration interval, Report report);
  // Waits for the round that runs.
  ~Scheduler();

 private:
  void Run();
  // Everything that is due, a bounded number of resources in each transaction.
  absl::StatusOr<int> RunRound();
  absl::StatusOr<int> RunAll(const Due& due);

  const std::vector<Due> due_;
  const Now now_;
  const Today today_;
  const absl::Duration interval_;
  const Report report_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace santong::followers
