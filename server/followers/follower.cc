#include "server/followers/follower.h"

#include <utility>

namespace santong::followers {

FollowerThread::FollowerThread(Follower& follower, absl::Duration interval, Report report)
    : follower_(follower),
      interval_(interval),
      report_(std::move(report)),
      thread_([this] { Run(); }) {}

FollowerThread::~FollowerThread() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void FollowerThread::Run() {
  absl::Status reported;
  while (true) {
    const absl::StatusOr<bool> more = follower_.Advance();
    if (!more.ok() && more.status() != reported) report_(more.status());
    reported = more.status();
    const absl::Duration wait = more.ok() && *more ? absl::ZeroDuration() : interval_;
    absl::MutexLock lock(&mutex_);
    if (mutex_.AwaitWithTimeout(absl::Condition(&stopping_), wait)) return;
  }
}

}  // namespace santong::followers
