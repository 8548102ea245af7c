#include "server/followers/scheduler.h"

#include <memory>
#include <utility>

#include "absl/synchronization/notification.h"

namespace santong::followers {
namespace {

constexpr int kResourcesPerTransaction = 100;

}  // namespace

Scheduler::Scheduler(std::vector<Due> due, Now now, Today today, absl::Duration interval,
                     Report report)
    : due_(std::move(due)),
      now_(std::move(now)),
      today_(std::move(today)),
      interval_(interval),
      report_(std::move(report)),
      thread_([this] { Run(); }) {}

Scheduler::~Scheduler() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void Scheduler::Run() {
  while (true) {
    report_(RunRound());
    absl::MutexLock lock(&mutex_);
    if (mutex_.AwaitWithTimeout(absl::Condition(&stopping_), interval_)) return;
  }
}

absl::StatusOr<int> Scheduler::RunRound() {
  int total = 0;
  for (const Due& due : due_) {
    auto acts = RunAll(due);
    if (!acts.ok()) return acts;
    total += *acts;
  }
  return total;
}

absl::StatusOr<int> Scheduler::RunAll(const Due& due) {
  int total = 0;
  while (true) {
    // Shared: the reply may come while the store closes, after this frame is gone.
    struct Answer {
      absl::Notification done;
      absl::StatusOr<int> acts;
    };
    auto answer = std::make_shared<Answer>();
    due(now_(), today_(), kResourcesPerTransaction, [answer](absl::StatusOr<int> acts) {
      answer->acts = std::move(acts);
      answer->done.Notify();
    });
    answer->done.WaitForNotification();
    if (!answer->acts.ok()) return answer->acts;
    total += *answer->acts;
    // Each act takes its resource out of what is due, so a round with none is the last.
    if (*answer->acts == 0) return total;
  }
}

}  // namespace santong::followers
