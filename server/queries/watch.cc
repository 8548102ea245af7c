#include "server/queries/watch.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/domain/error/refusal.h"
#include "server/domain/visibility/visibility.h"
#include "storage/tables/event_table.h"

namespace santong::queries {

absl::StatusOr<v1::WatchCatalogResponse> ReadPublicEvents(const kv::Reader& reader,
                                                          uint64_t sequence) {
  auto last = tables::LastEvent(reader);
  if (!last.ok()) return last.status();
  const uint64_t to = std::min(*last, sequence + kEventsPerPart);
  v1::WatchCatalogResponse part;
  uint64_t seen = sequence;
  for (size_t bytes = 0; seen < to && bytes < kBytesPerPart;) {
    auto event = tables::GetEvent(reader, ++seen);
    if (!event.ok()) return event.status();
    if (!event->public_()) continue;
    *part.add_events() = visibility::PublicView(*event);
    bytes += event->ByteSizeLong();
  }
  part.set_sent_to_sequence(static_cast<int64_t>(seen));
  return part;
}

absl::Status CheckSequence(const kv::Reader& reader, int64_t sequence) {
  auto last = tables::LastEvent(reader);
  if (!last.ok()) return last.status();
  if (sequence <= static_cast<int64_t>(*last)) return absl::OkStatus();
  return error::RefuseField(
      "after_sequence",
      absl::StrCat("is past the last event, ", *last,
                   "; use one that this register has sent, or 0 after it was restored"),
      absl::StrCat("大于最后一项的序号", *last,
                   "；请用本登记簿发送过的序号，系统恢复过备份的请用0"));
}

}  // namespace santong::queries
