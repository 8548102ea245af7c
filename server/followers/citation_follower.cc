#include "server/followers/citation_follower.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "santong/store/v1/citation_alert.pb.h"
#include "santong/v1/event.pb.h"
#include "server/domain/document/state_kind.h"
#include "server/followers/document_changes.h"
#include "server/queries/citations.h"
#include "storage/schema/keys.h"
#include "storage/tables/document_table.h"
#include "storage/tables/event_table.h"
#include "storage/tables/message.h"

namespace santong::followers {
namespace {

// Events of one round, and documents that one event is put before at most: no office looks at more.
constexpr uint64_t kEventsPerRound = 1000;
constexpr int kCitingMax = 10'000;
// Where there is nothing to tell, the place is stored so seldom: writers are not held up by it.
constexpr uint64_t kEventsUnstoredMax = 10'000;

struct Row {
  std::string key;
  std::string value;
};

// What is put before the organs that cite the document of `event`.
absl::Status AddAlerts(const kv::Reader& reader, const search::SearchIndex& index,
                       const v1::Event& event, std::vector<Row>* rows) {
  auto id = tables::DocumentId(event.resource());
  if (!id.ok()) return id.status();
  auto cited = tables::GetDocument(reader, *id);
  if (!cited.ok()) return cited.status();
  auto citing = queries::CitingDocuments(index, *id, *cited, kCitingMax);
  if (!citing.ok()) return citing.status();
  for (uint64_t one : *citing) {
    auto document = tables::GetDocument(reader, one);
    if (!document.ok()) return document.status();
    if (!document::IsAtWork(document->state()) || document->versions_size() == 0) continue;
    store::v1::CitationAlert alert;
    alert.set_version(document->versions().rbegin()->number());
    alert.set_cited(cited->name());
    alert.set_cited_title(cited->title());
    alert.set_event_type(event.type());
    alert.set_date(event.date());
    rows->push_back({schema::CitationAlertKey(document->jurisdiction(),
                                              static_cast<uint64_t>(event.sequence()), one),
                     tables::Encode(alert)});
  }
  return absl::OkStatus();
}

// The event up to which was looked; 0 at first.
absl::StatusOr<uint64_t> Place(const kv::Reader& reader) {
  auto bytes = reader.Get(schema::CitationAlertsToKey());
  if (absl::IsNotFound(bytes.status())) return 0;
  if (!bytes.ok()) return bytes.status();
  return schema::DecodeUint64(*bytes);
}

}  // namespace

absl::StatusOr<bool> CitationFollower::Advance() {
  const auto progress = index_.GetProgress();
  // A damaged index is made whole by the one who follows it.
  if (!progress.ok() || !progress->built) return false;
  const auto reader = store_.Snapshot();
  if (!place_.has_value()) {
    auto stored = Place(*reader);
    if (!stored.ok()) return stored.status();
    place_ = stored_ = *stored;
  }
  auto last = tables::LastEvent(*reader);
  if (!last.ok()) return last.status();
  const uint64_t to = std::min({progress->sequence, *last, *place_ + kEventsPerRound});
  if (to <= *place_) return false;
  std::vector<Row> rows;
  for (uint64_t sequence = *place_ + 1; sequence <= to; ++sequence) {
    auto event = tables::GetEvent(*reader, sequence);
    if (!event.ok()) return event.status();
    if (!ChangesDocument(*event)) continue;
    if (absl::Status status = AddAlerts(*reader, index_, *event, &rows); !status.ok())
      return status;
  }
  if (rows.empty() && to - stored_ < kEventsUnstoredMax) {
    place_ = to;
    return true;
  }
  absl::Status written = kv::TransactAndWait(store_, [&](kv::Transaction& txn) {
    for (const Row& row : rows) txn.Put(row.key, row.value);
    txn.Put(schema::CitationAlertsToKey(), schema::EncodeUint64(to));
    return absl::OkStatus();
  });
  if (!written.ok()) return written;
  place_ = stored_ = to;
  return true;
}

}  // namespace santong::followers
