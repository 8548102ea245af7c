#include "server/confined/pool.h"

#include <utility>

namespace santong::confined {

Pool::Pool(int threads, size_t waiting_max) : waiting_max_(waiting_max) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

Pool::~Pool() {
  {
    absl::MutexLock lock(&mutex_);
    ending_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
}

bool Pool::Add(std::function<void()> work) {
  absl::MutexLock lock(&mutex_);
  if (ending_ || waiting_.size() >= waiting_max_) return false;
  waiting_.push_back(std::move(work));
  return true;
}

void Pool::Work() {
  while (true) {
    std::function<void()> work;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &Pool::HasWork));
      if (waiting_.empty()) return;
      work = std::move(waiting_.front());
      waiting_.pop_front();
    }
    work();
  }
}

}  // namespace santong::confined
