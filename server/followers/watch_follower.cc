#include "server/followers/watch_follower.h"

#include <utility>

namespace santong::followers {

absl::StatusOr<bool> WatchFollower::Advance() {
  absl::MutexLock lock(&mutex_);
  for (const auto& [id, wake] : waiting_) wake();
  return false;
}

int64_t WatchFollower::Add(Wake wake) {
  absl::MutexLock lock(&mutex_);
  waiting_.emplace(next_, std::move(wake));
  return next_++;
}

void WatchFollower::Remove(int64_t id) {
  absl::MutexLock lock(&mutex_);
  waiting_.erase(id);
}

double WatchFollower::watchers() const {
  absl::MutexLock lock(&mutex_);
  return static_cast<double>(waiting_.size());
}

}  // namespace santong::followers
