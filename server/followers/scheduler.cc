#include "server/followers/scheduler.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <set>
#include <utility>

#include "absl/synchronization/notification.h"

namespace santong::followers {
namespace {

// Some tens of milliseconds of the writer's time.
constexpr int kEntriesPerTransaction = 300;

// More in one round are not the fault of each.
constexpr size_t kSetAsideNamed = 20;

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
  acts::DueStep step{};
  std::set<uint64_t> set_aside{};
};

// The next step of the kind. One that fails is the kind's last in this round.
void Advance(Progress& kind, acts::DueAsk ask, Round& round) {
  ask.after = kind.step.after;
  ask.set_aside = kind.set_aside;
  auto step = Ask(*kind.due, std::move(ask));
  if (!step.ok()) {
    round.status.Update(step.status());
    kind.step.next_day.reset();
    return;
  }
  kind.step = *std::move(step);
  round.acts += kind.step.acts;
  for (acts::SetAside& one : kind.step.set_aside) {
    if (one.id != 0) kind.set_aside.insert(one.id);
    ++round.set_aside;
    if (round.first_set_aside.size() < kSetAsideNamed)
      round.first_set_aside.push_back(std::move(one));
  }
}

}  // namespace

Round RunRound(const std::vector<Due>& due, absl::Time now, absl::CivilDay today) {
  Round round;
  std::vector<Progress> kinds;
  for (const Due& one : due) {
    kinds.push_back({.due = &one});
    Advance(kinds.back(), {.now = now, .today = today, .until = today, .limit = 0}, round);
  }
  while (true) {
    Progress* next = nullptr;
    absl::CivilDay until = today;
    for (Progress& kind : kinds) {
      if (!kind.step.next_day.has_value()) continue;
      if (next == nullptr || *kind.step.next_day < *next->step.next_day) next = &kind;
    }
    if (next == nullptr) return round;
    for (const Progress& kind : kinds) {
      if (&kind != next && kind.step.next_day.has_value())
        until = std::min(until, *kind.step.next_day);
    }
    Advance(*next, {.now = now, .today = today, .until = until, .limit = kEntriesPerTransaction},
            round);
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
  stopping_.Stop();
  thread_.join();
}

void Scheduler::Run() {
  while (true) {
    report_(RunRound(due_, now_(), today_()));
    if (stopping_.Within(interval_)) return;
  }
}

}  // namespace santong::followers
