#include "server/followers/scheduler.h"

#include <memory>
#include <utility>

#include "absl/synchronization/notification.h"

namespace santong::followers {
namespace {

constexpr int kDocumentsPerTransaction = 100;

}  // namespace

Scheduler::Scheduler(acts::DocumentWriter& writer, Now now, Today today, absl::Duration interval,
                     Report report)
    : writer_(writer),
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
  while (true) {
    // Shared: the reply may come while the store closes, after this frame is gone.
    struct Answer {
      absl::Notification done;
      absl::StatusOr<int> acts;
    };
    auto answer = std::make_shared<Answer>();
    writer_.RunDue(now_(), today_(), kDocumentsPerTransaction, [answer](absl::StatusOr<int> acts) {
      answer->acts = std::move(acts);
      answer->done.Notify();
    });
    answer->done.WaitForNotification();
    if (!answer->acts.ok()) return answer->acts;
    total += *answer->acts;
    // Each act takes its document out of what is due, so a round with none is the last.
    if (*answer->acts == 0) return total;
  }
}

}  // namespace santong::followers
