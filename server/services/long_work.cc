#include "server/services/long_work.h"

#include <utility>

#include "server/domain/error/refusal.h"

namespace santong::services {

LongWork::LongWork(size_t waiting_max) : waiting_max_(waiting_max), thread_([this] { Run(); }) {}

LongWork::~LongWork() {
  {
    absl::MutexLock lock(&mutex_);
    closing_ = true;
  }
  thread_.join();
}

void LongWork::Do(Job job) {
  {
    absl::MutexLock lock(&mutex_);
    if (!closing_ && waiting_.size() < waiting_max_) {
      waiting_.push_back(std::move(job));
      return;
    }
  }
  std::move(job)(error::Refuse(v1::ERROR_REASON_TRY_AGAIN));
}

void LongWork::Run() {
  while (true) {
    Job job;
    bool closing = false;
    {
      const auto called = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        return closing_ || !waiting_.empty();
      };
      absl::MutexLock lock(&mutex_, absl::Condition(&called));
      if (waiting_.empty()) return;
      job = std::move(waiting_.front());
      waiting_.pop_front();
      closing = closing_;
    }
    std::move(job)(closing ? error::Refuse(v1::ERROR_REASON_TRY_AGAIN) : absl::OkStatus());
  }
}

}  // namespace santong::services
