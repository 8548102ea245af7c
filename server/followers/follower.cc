#include "server/followers/follower.h"

#include <sys/resource.h>
#include <unistd.h>

#include <utility>

namespace santong::followers {
namespace {

constexpr int kNice = 10;

}  // namespace

FollowerThread::FollowerThread(Follower& follower, absl::Duration interval, Report report)
    : follower_(follower),
      interval_(interval),
      report_(std::move(report)),
      thread_([this] { Run(); }) {}

FollowerThread::~FollowerThread() {
  stopping_.Stop();
  thread_.join();
}

void FollowerThread::Run() {
  // Calls go first: what follows may be late, they may not. On Linux this is of the thread alone;
  // where it is not allowed, nothing is lost.
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNice);
  absl::Status reported;
  while (true) {
    const absl::StatusOr<bool> more = follower_.Advance();
    if (!more.ok() && more.status() != reported) report_(more.status());
    reported = more.status();
    const absl::Duration wait = more.ok() && *more ? absl::ZeroDuration() : interval_;
    if (stopping_.Within(wait)) return;
  }
}

}  // namespace santong::followers
