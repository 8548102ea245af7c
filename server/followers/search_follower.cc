#include "server/followers/search_follower.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "server/queries/search_record.h"
#include "storage/schema/keys.h"
#include "storage/tables/document_table.h"
#include "storage/tables/event_table.h"
#include "storage/tables/log_table.h"

namespace santong::followers {
namespace {

// Documents of one batch while the index is built, and events of one while it follows; fewer where
// the texts are long.
constexpr size_t kDocumentsPerBatch = 1000;
constexpr uint64_t kEventsPerBatch = 1000;

size_t BytesOf(const search::Record& record) {
  size_t bytes = 0;
  for (const search::Text& text : record.texts) bytes += text.text.size();
  return bytes;
}

// The chain's link of an event, hex; empty for 0, before every event. A copy has links only where
// its loads ended; of an event between two of them the first is known.
absl::StatusOr<std::string> LinkOf(const kv::Reader& reader, uint64_t sequence) {
  if (sequence == 0) return std::string();
  auto link = tables::GetChainLinkUpTo(reader, sequence);
  if (!link.ok()) return link.status();
  return absl::BytesToHexString(link->hash);
}

// Whether the index followed another history than the store's: the store was put back to an older
// state, and may have gone on from there.
absl::StatusOr<bool> IsOfAnotherHistory(const kv::Reader& reader, uint64_t last,
                                        const search::Progress& progress) {
  if (progress.sequence > last) return true;
  auto link = LinkOf(reader, progress.sequence);
  if (!link.ok()) return link.status();
  return *link != progress.link;
}

}  // namespace

absl::StatusOr<bool> SearchFollower::Advance() {
  auto progress = index_.GetProgress();
  absl::Status sound = index_.Check();
  const auto reader = store_.Snapshot();
  auto last = tables::LastEvent(*reader);
  if (!last.ok()) return last.status();
  absl::StatusOr<bool> foreign = false;
  if (progress.ok()) foreign = IsOfAnotherHistory(*reader, *last, *progress);
  if (!foreign.ok()) return foreign.status();
  if (absl::IsDataLoss(sound) || absl::IsDataLoss(progress.status()) || *foreign) {
    if (absl::Status status = index_.Reset(); !status.ok()) return status;
    progress = search::Progress{};
  }
  if (!progress.ok()) return progress.status();
  return progress->built ? Follow(*reader, *last, *progress) : Build(*reader, *last, *progress);
}

absl::StatusOr<bool> SearchFollower::Build(const kv::Reader& reader, uint64_t last,
                                           search::Progress progress) {
  // What happens while it is built is taken afterwards, from here on.
  if (progress.scanned_document == 0) {
    auto link = LinkOf(reader, last);
    if (!link.ok()) return link.status();
    progress.sequence = last;
    progress.link = *std::move(link);
  }
  std::vector<uint64_t> ids;
  absl::Status damage;
  absl::Status scanned = reader.Scan(schema::DocumentKey(progress.scanned_document + 1),
                                     schema::PrefixEnd(schema::TablePrefix('d')),
                                     [&](absl::string_view key, absl::string_view) {
                                       auto id = schema::DocumentIdOf(key);
                                       damage = id.status();
                                       if (id.ok()) ids.push_back(*id);
                                       return damage.ok() && ids.size() < kDocumentsPerBatch;
                                     });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  std::vector<search::Record> records;
  size_t bytes = 0;
  for (const uint64_t id : ids) {
    if (bytes >= batch_bytes_max_) break;
    auto record = queries::ReadRecord(reader, id);
    if (!record.ok()) return record.status();
    progress.scanned_document = id;
    bytes += BytesOf(*record);
    if (!record->texts.empty()) records.push_back(*std::move(record));
  }
  const bool took_all = ids.empty() || progress.scanned_document == ids.back();
  progress.built = took_all && ids.size() < kDocumentsPerBatch;
  if (absl::Status status = index_.Apply(records, progress); !status.ok()) return status;
  return true;
}

absl::StatusOr<bool> SearchFollower::Follow(const kv::Reader& reader, uint64_t last,
                                            search::Progress progress) {
  if (progress.sequence == last) return false;
  uint64_t to = std::min(last, progress.sequence + kEventsPerBatch);
  std::set<uint64_t> seen;
  std::vector<std::pair<uint64_t, uint64_t>> changed;  // the first event of a document, and it
  absl::Status scanned =
      tables::ScanEvents(reader, progress.sequence + 1, to, [&](const v1::Event& event) {
        if (auto id = tables::DocumentId(event.resource()); id.ok() && seen.insert(*id).second)
          changed.emplace_back(static_cast<uint64_t>(event.sequence()), *id);
        return absl::OkStatus();
      });
  if (!scanned.ok()) return scanned;
  std::vector<search::Record> records;
  size_t bytes = 0;
  for (const auto& [first, id] : changed) {
    if (bytes >= batch_bytes_max_) {
      to = first - 1;  // what is left begins there; what was read is as new as the snapshot
      break;
    }
    auto record = queries::ReadRecord(reader, id);
    if (!record.ok()) return record.status();
    bytes += BytesOf(*record);
    records.push_back(*std::move(record));
  }
  std::sort(records.begin(), records.end(), [](const search::Record& a, const search::Record& b) {
    return a.document < b.document;
  });
  auto link = LinkOf(reader, to);
  if (!link.ok()) return link.status();
  progress.sequence = to;
  progress.link = *std::move(link);
  if (absl::Status status = index_.Apply(records, progress); !status.ok()) return status;
  return to < last;
}

double SearchLag(const kv::Store& store, const search::SearchIndex& index) {
  const auto last = tables::LastEvent(*store.Snapshot());
  const auto progress = index.GetProgress();
  if (!last.ok()) return 0;
  const uint64_t done = progress.ok() && progress->built ? progress->sequence : 0;
  return static_cast<double>(*last - std::min(*last, done));
}

}  // namespace santong::followers
