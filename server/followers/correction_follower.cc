#include "server/followers/correction_follower.h"

#include <cstdint>
#include <memory>
#include <utility>

#include "absl/synchronization/notification.h"
#include "santong/v1/event.pb.h"

namespace santong::followers {
namespace {

absl::StatusOr<int> Tell(const DocumentChanged& told, const std::string& document) {
  // Shared: the reply may come while the store closes, after this frame is gone.
  struct Answer {
    absl::Notification done;
    absl::StatusOr<int> acts;
  };
  auto answer = std::make_shared<Answer>();
  told(document, [answer](absl::StatusOr<int> acts) {
    answer->acts = std::move(acts);
    answer->done.Notify();
  });
  answer->done.WaitForNotification();
  return answer->acts;
}

}  // namespace

absl::StatusOr<bool> CorrectionFollower::Advance() {
  const auto reader = store_.Snapshot();
  int acts = 0;
  const auto to = place_.Look(*reader, UINT64_MAX, [&](const v1::Event& event) -> absl::Status {
    for (const DocumentChanged& told : told_) {
      auto done = Tell(told, event.resource());
      if (!done.ok()) return done.status();
      acts += *done;
    }
    return absl::OkStatus();
  });
  if (!to.ok()) return to.status();
  if (*to == place_.value()) return false;
  const bool more = place_.IsFull(*to);
  const absl::Status moved =
      acts == 0 ? place_.Pass(*to) : place_.Move(*to, [](kv::Transaction&) {});
  if (!moved.ok()) return moved;
  return more;
}

}  // namespace santong::followers
