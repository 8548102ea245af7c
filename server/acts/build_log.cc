#include "server/acts/build_log.h"

#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/match.h"
#include "server/acts/append_event.h"
#include "storage/tables/document_table.h"
#include "storage/tables/event_table.h"
#include "storage/tables/log_table.h"

namespace santong::acts {
namespace {

constexpr uint64_t kEventsPerTransaction = 1000;

// The last public event of each document after `first`.
absl::StatusOr<std::map<std::string, int64_t>> LastPublicEvents(const kv::Reader& reader,
                                                                uint64_t first, uint64_t last) {
  std::map<std::string, int64_t> events;
  for (uint64_t sequence = first; sequence <= last; ++sequence) {
    auto event = tables::GetEvent(reader, sequence);
    if (!event.ok()) return event.status();
    if (event->public_() && absl::StartsWith(event->resource(), "documents/"))
      events[event->resource()] = event->sequence();
  }
  return events;
}

absl::Status LinkStored(kv::Transaction& txn, uint64_t sequence,
                        const std::map<std::string, int64_t>& last_public) {
  auto bytes = tables::GetEventBytes(txn, sequence);
  if (!bytes.ok()) return bytes.status();
  auto event = tables::GetEvent(txn, sequence);
  if (!event.ok()) return event.status();
  if (!event->public_()) return LinkEvent(txn, sequence, *bytes, "");
  auto last = last_public.find(event->resource());
  absl::StatusOr<v1::Document> document = v1::Document();
  const bool describes = last != last_public.end() && last->second == event->sequence();
  if (describes) {
    auto id = tables::DocumentId(event->resource());
    if (!id.ok()) return absl::DataLossError("an event names no document");
    document = tables::GetDocument(txn, *id);
    if (!document.ok()) return document.status();
  }
  auto leaf = LeafOf(txn, *event, describes ? &*document : nullptr);
  if (!leaf.ok()) return leaf.status();
  return LinkEvent(txn, sequence, *bytes, proof::EncodeLeaf(*leaf));
}

}  // namespace

absl::StatusOr<int64_t> BuildLog(kv::Store& store) {
  uint64_t chained = 0, last = 0;
  std::map<std::string, int64_t> last_public;
  {
    auto snapshot = store.Snapshot();
    auto done = tables::LastChained(*snapshot);
    if (!done.ok()) return done.status();
    auto events = tables::LastEvent(*snapshot);
    if (!events.ok()) return events.status();
    chained = *done;
    last = *events;
    auto found = LastPublicEvents(*snapshot, chained + 1, last);
    if (!found.ok()) return found.status();
    last_public = *std::move(found);
  }
  const uint64_t before = chained;
  while (chained < last) {
    const uint64_t end = std::min(last, chained + kEventsPerTransaction);
    absl::Status linked = kv::TransactAndWait(store, [&](kv::Transaction& txn) {
      for (uint64_t sequence = chained + 1; sequence <= end; ++sequence) {
        absl::Status status = LinkStored(txn, sequence, last_public);
        if (!status.ok()) return status;
      }
      return absl::OkStatus();
    });
    if (!linked.ok()) return linked;
    chained = end;
  }
  return static_cast<int64_t>(last - before);
}

}  // namespace santong::acts
