#include "server/services/public_counts.h"

#include <algorithm>

namespace santong::services {

PublicCounts::Answer PublicCounts::Ask(const std::string& question, absl::CivilDay today,
                                       int64_t now_nanos, v1::Statistics* kept) {
  absl::MutexLock lock(&mutex_);
  if (!counting_ && now_nanos >= next_nanos_) {
    counting_ = true;
    begun_nanos_ = now_nanos;
    return Answer::kCount;
  }
  for (const Kept& one : kept_) {
    if (one.question != question || one.day != today) continue;
    *kept = one.statistics;
    return Answer::kKept;
  }
  return Answer::kComeAgain;
}

void PublicCounts::End(const std::string& question, absl::CivilDay today, int64_t now_nanos,
                       const v1::Statistics* counted) {
  absl::MutexLock lock(&mutex_);
  counting_ = false;
  next_nanos_ = now_nanos + kPauseTimes * (now_nanos - begun_nanos_);
  if (counted == nullptr) return;
  const auto same = [&](const Kept& one) { return one.question == question; };
  kept_.erase(std::remove_if(kept_.begin(), kept_.end(), same), kept_.end());
  if (kept_.size() == kKeptMax) kept_.pop_front();
  kept_.push_back({question, today, *counted});
}

}  // namespace santong::services
