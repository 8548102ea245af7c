#include "server/followers/event_place.h"

#include <algorithm>

#include "server/followers/document_changes.h"
#include "storage/schema/keys.h"
#include "storage/tables/event_table.h"

namespace santong::followers {
namespace {

constexpr uint64_t kEventsUnstoredMax = 10'000;

// The stored place; 0 at first.
absl::StatusOr<uint64_t> Stored(const kv::Reader& reader, const std::string& key) {
  auto bytes = reader.Get(key);
  if (absl::IsNotFound(bytes.status())) return 0;
  if (!bytes.ok()) return bytes.status();
  return schema::DecodeUint64(*bytes);
}

}  // namespace

absl::StatusOr<uint64_t> EventPlace::Look(
    const kv::Reader& reader, uint64_t limit,
    const std::function<absl::Status(const v1::Event&)>& see) {
  if (!place_.has_value()) {
    auto stored = Stored(reader, key_);
    if (!stored.ok()) return stored.status();
    place_ = stored_ = *stored;
  }
  auto last = tables::LastEvent(reader);
  if (!last.ok()) return last.status();
  const uint64_t to = std::max(*place_, std::min({limit, *last, *place_ + kEventsPerRound}));
  absl::Status looked = tables::ScanEvents(reader, *place_ + 1, to, [&](const v1::Event& event) {
    return ChangesDocument(event) ? see(event) : absl::OkStatus();
  });
  if (!looked.ok()) return looked;
  return to;
}

absl::Status EventPlace::Move(uint64_t to, const std::function<void(kv::Transaction&)>& write) {
  absl::Status written = kv::TransactAndWait(store_, [&](kv::Transaction& txn) {
    write(txn);
    txn.Put(key_, schema::EncodeUint64(to));
    return absl::OkStatus();
  });
  if (written.ok()) place_ = stored_ = to;
  return written;
}

absl::Status EventPlace::Pass(uint64_t to) {
  if (to - stored_ >= kEventsUnstoredMax) return Move(to, [](kv::Transaction&) {});
  place_ = to;
  return absl::OkStatus();
}

}  // namespace santong::followers
