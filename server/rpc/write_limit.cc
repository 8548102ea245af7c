#include "server/rpc/write_limit.h"

#include <grpcpp/server_context.h>

#include "server/ops/clock.h"

namespace santong::rpc {
namespace {

// A write may last longer than the limit by this part of it.
constexpr int kLooksInLimit = 10;

}  // namespace

WriteLimit::WriteLimit(absl::Duration longest) : longest_(longest), thread_([this] { Run(); }) {}

WriteLimit::~WriteLimit() {
  {
    absl::MutexLock lock(&mutex_);
    ended_ = true;
    changed_.SignalAll();
  }
  thread_.join();
}

void WriteLimit::Run() {
  const int64_t longest_nanos = absl::ToInt64Nanoseconds(longest_);
  absl::MutexLock lock(&mutex_);
  while (!ended_) {
    if (open_.empty()) {
      changed_.Wait(&mutex_);
      continue;
    }
    changed_.WaitWithTimeout(&mutex_, longest_ / kLooksInLimit);
    const int64_t now = ops::Clock::MonotonicNanos();
    for (Stream* stream : open_) {
      int64_t begin = stream->begin_nanos_.load();
      // What ended meanwhile, and perhaps began anew, is left alone; what is cancelled is so once.
      if (begin != 0 && now - begin > longest_nanos &&
          stream->begin_nanos_.compare_exchange_strong(begin, 0)) {
        stream->context_.TryCancel();
      }
    }
  }
}

WriteLimit::Stream::Stream(WriteLimit& limit, const grpc::CallbackServerContext& context)
    : limit_(limit), context_(context) {
  absl::MutexLock lock(&limit_.mutex_);
  if (limit_.open_.empty()) limit_.changed_.Signal();
  limit_.open_.insert(this);
}

WriteLimit::Stream::~Stream() {
  absl::MutexLock lock(&limit_.mutex_);
  limit_.open_.erase(this);
}

void WriteLimit::Stream::Begin() { begin_nanos_.store(ops::Clock::MonotonicNanos()); }

}  // namespace santong::rpc
