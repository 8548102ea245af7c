#include "server/followers/citation_follower.h"

#include <string>
#include <utility>
#include <vector>

#include "santong/store/v1/citation_alert.pb.h"
#include "santong/v1/event.pb.h"
#include "server/domain/document/state_kind.h"
#include "server/queries/citations.h"
#include "storage/schema/keys.h"
#include "storage/tables/document_table.h"
#include "storage/tables/message.h"

namespace santong::followers {
namespace {

// Documents that one event is put before at most: no office looks at more.
constexpr int kCitingMax = 10'000;

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
  auto citing = queries::CitingDocuments(reader, index, *id, *cited, kCitingMax);
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

}  // namespace

absl::StatusOr<bool> CitationFollower::Advance() {
  const auto progress = index_.GetProgress();
  // A damaged index is made whole by the one who follows it.
  if (!progress.ok() || !progress->built) return false;
  const auto reader = store_.Snapshot();
  std::vector<Row> rows;
  const auto to = place_.Look(*reader, progress->sequence, [&](const v1::Event& event) {
    return AddAlerts(*reader, index_, event, &rows);
  });
  if (!to.ok()) return to.status();
  if (*to == place_.value()) return false;
  const bool more = place_.IsFull(*to);
  const absl::Status moved =
      rows.empty() ? place_.Pass(*to) : place_.Move(*to, [&](kv::Transaction& txn) {
        for (const Row& row : rows) txn.Put(row.key, row.value);
      });
  if (!moved.ok()) return moved;
  return more;
}

}  // namespace santong::followers
