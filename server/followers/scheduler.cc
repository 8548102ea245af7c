#include "server/followers/scheduler.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/synchronization/notification.h"

namespace santong::followers {
namespace {

// Some tens of milliseconds of the writer's time.
constexpr int kEntriesPerTransaction = 300;

absl::StatusOr<acts::DueStep> Ask(const Due& due, acts::DueAsk ask) {
  // Shared: the reply may come while the store closes, after this frame is gone.
  struct Answer {
    absl::Notification done;
    absl::StatusOr<acts::DueStep> step;
  };
  auto answer = std::make_shared<Answer>();
  due(std::move(ask), [answer](absl::StatusOr<acts::DueStep> step) {
    answer->step = std::move(step);
    answer->done.Notify();
  });
  answer->done.WaitForNotification();
  return std::move(answer->step);
}

// How far a kind has come in this round.
struct Progress {
  const Due* due;
  acts::DueStep step;
};

}  // namespace

absl::StatusOr<int> RunRound(const std::vector<Due>& due, absl::Time now, absl::CivilDay today) {
  std::vector<Progress> kinds;
  for (const Due& one : due) {
    auto first = Ask(one, {.now = now, .today = today, .until = today, .limit = 0, .after = ""});
    if (!first.ok()) return first.status();
    kinds.push_back({&one, *std::move(first)});
  }
  int total = 0;
  while (true) {
    Progress* next = nullptr;
    absl::CivilDay until = today;
    for (Progress& kind : kinds) {
      if (!kind.step.next_day.has_value()) continue;
      if (next == nullptr || *kind.step.next_day < *next->step.next_day) next = &kind;
    }
    if (next == nullptr) return total;
    for (const Progress& kind : kinds) {
      if (&kind != next && kind.step.next_day.has_value())
        until = std::min(until, *kind.step.next_day);
    }
    auto step = Ask(*next->due, {.now = now,
                                 .today = today,
                                 .until = until,
                                 .limit = kEntriesPerTransaction,
                                 .after = next->step.after});
    if (!step.ok()) return step.status();
    total += step->acts;
    next->step = *std::move(step);
  }
}

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
    report_(RunRound(due_, now_(), today_()));
    absl::MutexLock lock(&mutex_);
    if (mutex_.AwaitWithTimeout(absl::Condition(&stopping_), interval_)) return;
  }
}

}  // namespace santong::followers
