#include "server/standby/following.h"

#include <algorithm>
#include <utility>

#include "grpcpp/grpcpp.h"

namespace santong::standby {
namespace {

// How long the first may hold an answer back when nothing is written, and how long one may take.
constexpr absl::Duration kWait = absl::Milliseconds(500);
constexpr absl::Duration kAnswerMax = absl::Seconds(10);
constexpr absl::Duration kPause = absl::Milliseconds(200);

}  // namespace

Following::Following(kv::ChangeLog& log, FirstClient& first, std::string store,
                     std::function<absl::Time()> now)
    : log_(log),
      first_(first),
      store_(std::move(store)),
      now_(std::move(now)),
      began_(now_()),
      thread_([this] { Run(); }) {}

Following::~Following() { Stop(); }

void Following::Stop() {
  stopping_.Stop();
  if (thread_.joinable()) thread_.join();
  absl::MutexLock lock(&mutex_);
  progress_.following = false;
}

Progress Following::Now() const {
  absl::MutexLock lock(&mutex_);
  Progress progress = progress_;
  const absl::Time now = now_();
  progress.lag = now - abreast_.value_or(began_);
  progress.heard_ago = heard_.has_value() ? now - *heard_ : absl::InfiniteDuration();
  return progress;
}

absl::Status Following::Word() const {
  const Progress progress = Now();
  if (progress.following || !progress.problem.ok()) return progress.problem;
  return absl::UnavailableError("the first was not heard yet");
}

bool Following::AwaitChange(uint64_t change, absl::Duration limit) const {
  const auto is_here = [this, change]()
                           ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return here_ >= change; };
  absl::MutexLock lock(&mutex_);
  return mutex_.AwaitWithTimeout(absl::Condition(&is_here), limit);
}

void Following::Run() {
  while (true) {
    const absl::Status round = Round();
    if (IsStopping()) return;
    {
      absl::MutexLock lock(&mutex_);
      progress_.following = round.ok();
      progress_.problem = round;
    }
    if (stopping_.Within(round.ok() ? absl::ZeroDuration() : kPause)) return;
  }
}

absl::Status Following::Round() {
  auto here = log_.LastChange();
  if (!here.ok()) return here.status();
  v1::ReadChangesRequest request;
  request.set_store(store_);
  request.set_after_change(static_cast<int64_t>(*here));
  request.set_wait_millis(static_cast<int32_t>(absl::ToInt64Milliseconds(kWait)));
  v1::ReadChangesResponse reply;
  const absl::Time asked = now_();
  absl::Status status =
      FromCall(first_.stub().ReadChanges(first_.NewContext(kAnswerMax).get(), request, &reply),
               first_.address());
  if (!status.ok()) return status;
  uint64_t last = *here;
  for (const v1::StoreChanges& changes : reply.changes()) {
    if (IsStopping()) return absl::OkStatus();
    status = log_.Apply({static_cast<uint64_t>(changes.first()),
                         static_cast<uint64_t>(changes.count()), changes.data()});
    if (!status.ok()) return status;
    last = static_cast<uint64_t>(changes.first() + changes.count() - 1);
  }
  absl::MutexLock lock(&mutex_);
  here_ = last;
  const auto first_last = static_cast<uint64_t>(reply.last_change());
  progress_.lag_changes = first_last - std::min(first_last, last);
  progress_.first_last_event = reply.last_event_sequence();
  progress_.standby_required = reply.standby_required();
  heard_ = asked;
  if (progress_.lag_changes == 0) abreast_ = asked;
  return absl::OkStatus();
}

}  // namespace santong::standby
