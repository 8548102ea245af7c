#include "server/queries/verify_index.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/queries/search_record.h"
#include "server/queries/verify.h"
#include "storage/schema/keys.h"
#include "storage/tables/document_table.h"
#include "storage/tables/event_table.h"
#include "storage/tables/log_table.h"

namespace santong::queries {
namespace {

constexpr int64_t kDocumentsAtOnce = 1000;
constexpr char kBuiltAnew[] = "; its file, search.db, is built anew";

class IndexVerifier {
 public:
  IndexVerifier(const kv::Store& store, const search::SearchIndex& index, int problems_max,
                absl::FunctionRef<bool()> stopped, v1::VerifyStoreResponse* response)
      : store_(store),
        index_(index),
        problems_max_(problems_max),
        stopped_(stopped),
        response_(*response) {}

  absl::Status Run() {
    if (absl::Status whole = index_.CheckWhole(); !whole.ok()) {
      Unreadable(whole);
      return absl::OkStatus();
    }
    auto compared = CompareRows();
    // One that is built anew anyway needs no closer look.
    if (!compared.ok() || !*compared || distrusted_) return compared.status();
    return CompareWords();
  }

 private:
  // Every row, a round of documents after the other. False where that came to no end.
  absl::StatusOr<bool> CompareRows() {
    // An identifier below 1 is nobody's; a row that bears one is in the first round.
    int64_t first = INT64_MIN;
    int64_t last = kDocumentsAtOnce;
    while (true) {
      if (stopped_()) return Stopped();
      auto held = index_.Held(first, last);
      if (!held.ok()) {
        Unreadable(held.status());
        return false;
      }
      // After the index was read, so that the register knows all that the index does.
      const auto reader = store_.Snapshot();
      auto comparable = TakeEvents(*reader, held->progress);
      if (!comparable.ok() || !*comparable) return comparable;
      absl::Status compared = Compare(*reader, *held, first, last);
      if (!compared.ok()) return compared;
      if (last == INT64_MAX) return true;
      auto newest = NewestDocument(*reader);
      if (!newest.ok()) return newest.status();
      first = last + 1;
      // The last round takes all that is left, whatever its identifier.
      last = first > *newest ? INT64_MAX : last + kDocumentsAtOnce;
    }
  }

  // Every word of every document that has rows; that they are the right ones has been seen.
  absl::Status CompareWords() {
    auto held = index_.Words(stopped_);
    if (absl::IsCancelled(held.status())) return Stopped();
    if (!held.ok()) {
      Unreadable(held.status());
      return absl::OkStatus();
    }
    const auto reader = store_.Snapshot();
    auto comparable = TakeEvents(*reader, held->progress);
    if (!comparable.ok() || !*comparable) return comparable.status();
    const auto end = held->entries.end();
    for (auto first = held->entries.begin(); first != end;) {
      if (stopped_()) return Stopped();
      const int64_t id = first->document;
      const auto last = std::find_if(
          first, end, [id](const search::EntryWords& entry) { return entry.document != id; });
      if (!IsChanged(id)) {
        auto record = ReadRecord(*reader, static_cast<uint64_t>(id));
        if (record.ok()) {
          const std::vector<search::EntryWords> words = search::WordsOf(*record);
          if (!std::equal(first, last, words.begin(), words.end())) {
            Problem(absl::StrCat("the search index does not find documents/", id,
                                 " by the words that it has"));
          }
        }
      }
      first = last;
    }
    return absl::OkStatus();
  }

  static absl::Status Stopped() { return absl::CancelledError("the client went away"); }

  void Problem(const std::string& sentence) {
    distrusted_ = true;
    index_.Distrust();
    Say(absl::StrCat(sentence, kBuiltAnew));
  }
  void Say(std::string sentence) {
    if (response_.problems_size() < problems_max_) response_.add_problems(std::move(sentence));
  }

  // Damage is a problem, and so is what cannot be looked at; neither ends the whole check.
  void Unreadable(const absl::Status& status) {
    if (absl::IsDataLoss(status)) {
      Problem(std::string(status.message()));
    } else {
      Say(absl::StrCat("the search index cannot be looked at now, ask again: ", status.message()));
    }
  }

  // Which documents changed after the index was complete. False for an index that cannot be
  // compared: it is being built, or follows another history and will be, or the store's own history
  // is damaged, which VerifyStore has said.
  absl::StatusOr<bool> TakeEvents(const kv::Reader& reader, const search::Progress& progress) {
    auto last = tables::LastEvent(reader);
    if (!last.ok()) return last.status();
    if (!progress.built || progress.sequence > *last) return false;
    if (progress.sequence > 0) {
      auto link = tables::GetChainLink(reader, progress.sequence);
      if (!link.ok() || absl::BytesToHexString(link->hash) != progress.link) return false;
    }
    complete_to_ = progress.sequence;
    for (events_to_ = std::max(events_to_, progress.sequence); events_to_ < *last;) {
      auto event = tables::GetEvent(reader, ++events_to_);
      if (!event.ok()) return false;
      if (auto id = tables::DocumentId(event->resource()); id.ok())
        changed_[static_cast<int64_t>(*id)] = events_to_;
    }
    return true;
  }

  absl::StatusOr<int64_t> NewestDocument(const kv::Reader& reader) {
    int64_t newest = 0;
    absl::Status damage;
    const std::string prefix = schema::TablePrefix('d');
    absl::Status scanned = reader.ScanBackward(prefix, schema::PrefixEnd(prefix),
                                               [&](absl::string_view key, absl::string_view) {
                                                 auto id = schema::DocumentIdOf(key);
                                                 damage = id.status();
                                                 if (id.ok()) newest = static_cast<int64_t>(*id);
                                                 return false;
                                               });
    if (!damage.ok()) return damage;
    if (!scanned.ok()) return scanned;
    return newest;
  }

  absl::Status Compare(const kv::Reader& reader, const search::Holding& held, int64_t first,
                       int64_t last) {
    std::vector<int64_t> ids;
    absl::Status damage;
    const std::string prefix = schema::TablePrefix('d');
    absl::Status scanned =
        reader.Scan(schema::DocumentKey(static_cast<uint64_t>(std::max<int64_t>(first, 1))),
                    schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
                      auto id = schema::DocumentIdOf(key);
                      damage = id.status();
                      if (!id.ok() || static_cast<int64_t>(*id) > last) return false;
                      ids.push_back(static_cast<int64_t>(*id));
                      return true;
                    });
    if (!damage.ok()) return damage;
    if (!scanned.ok()) return scanned;
    for (const auto& [id, lines] : held.lines) {
      if (!std::binary_search(ids.begin(), ids.end(), id) && !IsChanged(id))
        Problem(absl::StrCat("the search index holds documents/", id, ", which there is not"));
    }
    for (const int64_t id : ids) {
      if (IsChanged(id)) continue;
      auto record = ReadRecord(reader, static_cast<uint64_t>(id));
      // What is wrong in the store itself has been said by VerifyStore.
      if (!record.ok()) continue;
      const auto lines = held.lines.find(id);
      const bool same = lines == held.lines.end() ? record->texts.empty()
                                                  : lines->second == search::LinesOf(*record);
      if (!same) {
        Problem(absl::StrCat("the search index does not say of documents/", id,
                             " what the register says"));
      }
    }
    return absl::OkStatus();
  }

  // Since the index was complete.
  bool IsChanged(int64_t id) const {
    const auto changed = changed_.find(id);
    return changed != changed_.end() && changed->second > complete_to_;
  }

  const kv::Store& store_;
  const search::SearchIndex& index_;
  const int problems_max_;
  const absl::FunctionRef<bool()> stopped_;
  v1::VerifyStoreResponse& response_;
  std::map<int64_t, uint64_t> changed_;  // by document, its last event
  uint64_t events_to_ = 0;               // up to which `changed_` is
  uint64_t complete_to_ = 0;
  bool distrusted_ = false;
};

}  // namespace

absl::Status VerifyIndex(const kv::Store& store, const search::SearchIndex& index,
                         const v1::VerifyStoreRequest& request, absl::FunctionRef<bool()> stopped,
                         v1::VerifyStoreResponse* response) {
  const int problems_max = request.problems_max() == 0 ? kProblemsDefault : request.problems_max();
  const absl::Status status = IndexVerifier(store, index, problems_max, stopped, response).Run();
  if (!absl::IsDataLoss(status)) return status;
  // The store's own damage, with which the index cannot be compared; VerifyStore may have said it.
  const std::string sentence(status.message());
  const auto& said = response->problems();
  if (std::find(said.begin(), said.end(), sentence) == said.end() && said.size() < problems_max)
    response->add_problems(sentence);
  return absl::OkStatus();
}

}  // namespace santong::queries
