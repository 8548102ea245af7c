#include "server/followers/correction_follower.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/synchronization/notification.h"
#include "santong/v1/event.pb.h"
#include "server/followers/document_changes.h"
#include "storage/schema/keys.h"
#include "storage/tables/event_table.h"

namespace santong::followers {
namespace {

constexpr uint64_t kEventsPerRound = 1000;
// Where there is nothing to tell, the place is stored so seldom: writers are not held up by it.
constexpr uint64_t kEventsUnstoredMax = 10'000;

// The event up to which was looked; 0 at first.
absl::StatusOr<uint64_t> Place(const kv::Reader& reader) {
  auto bytes = reader.Get(schema::CorrectionsToKey());
  if (absl::IsNotFound(bytes.status())) return 0;
  if (!bytes.ok()) return bytes.status();
  return schema::DecodeUint64(*bytes);
}

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
  if (!place_.has_value()) {
    auto stored = Place(*reader);
    if (!stored.ok()) return stored.status();
    place_ = stored_ = *stored;
  }
  auto last = tables::LastEvent(*reader);
  if (!last.ok()) return last.status();
  const uint64_t to = std::min(*last, *place_ + kEventsPerRound);
  if (to <= *place_) return false;
  int acts = 0;
  for (uint64_t sequence = *place_ + 1; sequence <= to; ++sequence) {
    auto event = tables::GetEvent(*reader, sequence);
    if (!event.ok()) return event.status();
    if (!ChangesDocument(*event)) continue;
    for (const DocumentChanged& told : told_) {
      auto done = Tell(told, event->resource());
      if (!done.ok()) return done.status();
      acts += *done;
    }
  }
  place_ = to;
  if (acts == 0 && to - stored_ < kEventsUnstoredMax) return true;
  absl::Status written = kv::TransactAndWait(store_, [&](kv::Transaction& txn) {
    txn.Put(schema::CorrectionsToKey(), schema::EncodeUint64(to));
    return absl::OkStatus();
  });
  if (!written.ok()) return written;
  stored_ = to;
  return true;
}

}  // namespace santong::followers
