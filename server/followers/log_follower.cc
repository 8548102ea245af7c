#include "server/followers/log_follower.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/domain/digest/sha256.h"
#include "server/domain/proof/leaf.h"
#include "server/domain/proof/merkle.h"
#include "server/domain/proof/number_map.h"
#include "server/domain/proof/organ_counts.h"
#include "server/followers/log_mark.h"
#include "server/followers/tiles.h"
#include "server/queries/proofs.h"
#include "storage/kv/remembering_reader.h"
#include "storage/schema/keys.h"
#include "storage/tables/event_table.h"
#include "storage/tables/log_table.h"

namespace santong::followers {
namespace {

// A checkpoint covers at most this many leaves more than the one before, so that what it brings up
// to date fits in one transaction.
constexpr uint64_t kLeavesMax = 10000;
// A log that does not grow is signed again after this long, so that "as of" stays near today.
constexpr absl::Duration kRestateAfter = absl::Hours(1);
// Of an interval without end.
constexpr absl::Duration kPauseMax = absl::Hours(24);

// What a checkpoint changes, gathered on a snapshot: this thread alone writes the map, the counts
// and checkpoints, so that nothing of it can be stale when it is put.
class Gathered {
 public:
  Gathered(const kv::Reader& reader, UpperNodes& upper) : reader_(reader), upper_(upper) {}

  absl::Status Take(const tables::LogLeaf& row) {
    auto leaf = proof::ParseLeaf(row.bytes);
    if (!leaf.ok())
      return absl::DataLossError(
          absl::StrCat("leaf of event ", row.sequence, ": ", leaf.status().message()));
    ++counts_[{leaf->organ, leaf->type}];
    const std::string hash = proof::LeafHash(row.bytes);
    std::vector<std::string> numbers = leaf->former_numbers;
    if (!leaf->registration_number.empty()) numbers.push_back(leaf->registration_number);
    for (const std::string& number : numbers) {
      auto set = proof::SetInMap(
          proof::MapKey(number), hash,
          [this](int bits, absl::string_view path) { return Node(bits, path); },
          [this](int bits, absl::string_view path, absl::string_view node) {
            std::string key = schema::MapNodeKey(bits, path);
            upper_.Keep(bits, key, node);
            nodes_[std::move(key)] = std::string(node);
          });
      if (!set.ok()) return set.status();
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> MapRoot() const {
    return proof::MapRoot([this](int bits, absl::string_view path) { return Node(bits, path); });
  }

  absl::StatusOr<std::string> CountsText() {
    absl::Status scanned = tables::ScanOrganCounts(
        reader_, [this](const std::string& organ, const std::string& type, uint64_t count) {
          stored_counts_[{organ, type}] = count;
        });
    if (!scanned.ok()) return scanned;
    for (const auto& [key, count] : counts_) stored_counts_[key] += count;
    return proof::CountsText(stored_counts_);
  }

  std::map<std::string, std::string> TakeNodes() && { return std::move(nodes_); }

  // After CountsText.
  void Put(kv::Transaction& txn) const {
    for (const auto& [key, node] : nodes_) txn.Put(key, node);
    for (const auto& [key, count] : counts_) {
      txn.Put(schema::OrganCountKey(key.first, key.second),
              schema::EncodeUint64(stored_counts_.at(key)));
    }
  }

 private:
  absl::StatusOr<std::optional<std::string>> Node(int bits, absl::string_view path) const {
    const std::string key = schema::MapNodeKey(bits, path);
    if (auto kept = upper_.Find(bits, key); kept.has_value()) return kept;
    if (auto changed = nodes_.find(key); changed != nodes_.end()) return changed->second;
    auto stored = tables::GetMapNode(reader_, bits, path);
    if (stored.ok() && stored->has_value()) upper_.Keep(bits, key, **stored);
    return stored;
  }

  const kv::Reader& reader_;
  UpperNodes& upper_;
  std::map<std::string, std::string> nodes_;
  proof::OrganCounts counts_;
  proof::OrganCounts stored_counts_;
};

// Whether a checkpoint of the log's size says all that a new one would say.
bool IsCurrent(absl::string_view bytes, const std::vector<proof::SigningKey>& keys, absl::Time now,
               absl::Duration restate_after) {
  auto note = proof::ParseNote(bytes);
  if (!note.ok()) return false;
  auto checkpoint = proof::ParseCheckpoint(note->text);
  absl::Time time;
  std::string error;
  if (!checkpoint.ok() ||
      !absl::ParseTime(absl::RFC3339_full, proof::ExtensionOf(*checkpoint, "time"), &time,
                       &error) ||
      now - time > restate_after) {
    return false;
  }
  return std::all_of(keys.begin(), keys.end(), [&](const proof::SigningKey& key) {
    return proof::VerifyNote(*note, {key.verifier()}).ok();
  });
}

// The line "history": how far the chain of all events reached, and its hash.
absl::StatusOr<std::string> HistoryLine(const kv::Reader& reader, uint64_t size, bool whole) {
  uint64_t sequence = 0;
  if (whole) {
    auto last = tables::LastChained(reader);
    if (!last.ok()) return last.status();
    sequence = *last;
  } else {
    auto leaf = tables::GetLogLeaf(reader, size - 1);
    if (!leaf.ok()) return leaf.status();
    sequence = leaf->sequence;
  }
  if (sequence == 0)
    return absl::StrCat("history 0 ", absl::Base64Escape(std::string(proof::kHashBytes, '\0')));
  auto link = tables::GetChainLink(reader, sequence);
  if (!link.ok()) return link.status();
  return absl::StrCat("history ", sequence, " ", absl::Base64Escape(link->hash));
}

absl::StatusOr<std::string> SignedNote(const proof::Checkpoint& checkpoint,
                                       const std::vector<proof::SigningKey>& keys) {
  const std::string text = proof::FormatCheckpoint(checkpoint);
  std::string note = absl::StrCat(text, "\n");
  for (const proof::SigningKey& key : keys) {
    auto line = key.Sign(text);
    if (!line.ok()) return line;
    note += *line;
  }
  return note;
}

// Signs once; `from` is the size of the newest checkpoint.
absl::StatusOr<LogRound> SignOnce(kv::Store& store, const std::vector<proof::SigningKey>& keys,
                                  absl::Time now, uint64_t from, bool first, UpperNodes& upper,
                                  const Remember& remember) {
  auto reader = store.Snapshot();
  auto size = queries::LogSize(*reader);
  if (!size.ok()) return size.status();
  const uint64_t to = std::min(*size, from + kLeavesMax);
  Gathered gathered(*reader, upper);
  absl::Status taken;
  absl::Status scanned = tables::ScanLogLeaves(*reader, first ? 0 : from,
                                               [&](uint64_t index, const tables::LogLeaf& leaf) {
                                                 if (index >= to) return false;
                                                 taken = gathered.Take(leaf);
                                                 return taken.ok();
                                               });
  if (!taken.ok()) return taken;
  if (!scanned.ok()) return scanned;
  auto root = proof::RootAt(
      to, [&](int level, uint64_t index) { return tables::GetLogNode(*reader, level, index); });
  if (!root.ok()) return root.status();
  auto map_root = gathered.MapRoot();
  if (!map_root.ok()) return map_root.status();
  auto counts = gathered.CountsText();
  if (!counts.ok()) return counts.status();
  auto history = HistoryLine(*reader, to, to == *size);
  if (!history.ok()) return history.status();
  auto note = SignedNote(
      {keys.front().verifier().name,
       to,
       *root,
       {absl::StrCat("map ", absl::Base64Escape(*map_root)),
        absl::StrCat("counts ", absl::Base64Escape(digest::Sha256(*counts))), *history,
        absl::StrCat("time ", absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", now, absl::UTCTimeZone()))}},
      keys);
  if (!note.ok()) return note.status();
  // First outside: a crash between the two leaves a mark of leaves that the store holds.
  if (remember != nullptr) {
    if (absl::Status kept = remember(*note); !kept.ok()) return kept;
  }
  absl::Status written = kv::TransactAndWait(store, [&](kv::Transaction& txn) {
    gathered.Put(txn);
    tables::PutCheckpoint(txn, to, *note);
    tables::PutLastSigned(txn, to);
    return absl::OkStatus();
  });
  if (!written.ok()) return written;
  return LogRound{to, true, std::move(gathered).TakeNodes()};
}

}  // namespace

absl::StatusOr<LogRound> SignLog(kv::Store& store, const std::vector<proof::SigningKey>& keys,
                                 absl::Time now, absl::Duration restate_after, UpperNodes& upper,
                                 const Remember& remember) {
  LogRound round;
  // What came meanwhile is for the next round: else who waits for this one would wait for them all.
  std::optional<uint64_t> size_at_start;
  while (true) {
    bool current = false, first = false;
    {
      auto reader = store.Snapshot();
      auto size = queries::LogSize(*reader);
      if (!size.ok()) return size.status();
      auto last = tables::LastSigned(*reader);
      if (!last.ok()) return last.status();
      first = !last->has_value();
      round.size = last->value_or(0);
      if (!size_at_start.has_value()) size_at_start = *size;
      if (round.is_new && round.size >= *size_at_start) return round;
      if (!first && round.size == *size) {
        auto note = tables::GetCheckpoint(*reader, round.size);
        if (!note.ok()) return note.status();
        current = IsCurrent(*note, keys, now, restate_after);
      }
    }
    if (current) return round;
    auto done = SignOnce(store, keys, now, round.size, first, upper, remember);
    if (!done.ok()) return done;
    round = *std::move(done);
  }
}

absl::Status CheckLogKeys(const kv::Reader& reader, const std::vector<proof::SigningKey>& keys,
                          absl::string_view continues) {
  auto last = tables::LastSigned(reader);
  if (!last.ok()) return last.status();
  if (!last->has_value()) return absl::OkStatus();
  auto bytes = tables::GetCheckpoint(reader, **last);
  if (!bytes.ok()) return bytes.status();
  auto note = proof::ParseNote(*bytes);
  if (!note.ok()) return absl::DataLossError("the newest checkpoint is no signed note");
  for (const proof::SigningKey& key : keys) {
    if (proof::VerifyNote(*note, {key.verifier()}).ok()) return absl::OkStatus();
  }
  auto newest = proof::ParseCheckpoint(note->text);
  if (newest.ok() && newest->origin == continues && continues != keys.front().verifier().name)
    return absl::OkStatus();
  return absl::FailedPreconditionError(
      "none of the log's signing keys signed its newest checkpoint: give back the key file, or put "
      "the old key beside the new one");
}

LogFollower::LogFollower(kv::Store& store, std::vector<proof::SigningKey> keys, Options options,
                         Now now, Report report)
    : store_(store),
      keys_(std::move(keys)),
      options_(std::move(options)),
      now_(std::move(now)),
      report_(std::move(report)) {
  for (const proof::SigningKey& key : keys_) verifier_keys_.push_back(key.verifier().Format());
  thread_ = std::thread([this] { Run(); });
}

LogFollower::~LogFollower() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
    called_.notify_all();
  }
  thread_.join();
  const std::lock_guard<std::mutex> lock(mutex_);
  if (waiting_.empty()) return;
  const auto reader = store_.Snapshot();
  for (Waiting& waiting : waiting_)
    std::move(waiting.done)(absl::UnavailableError("the server is closing"), *reader);
}

void LogFollower::SignNow(Done done, Tiles tiles) {
  const std::lock_guard<std::mutex> lock(mutex_);
  waiting_.push_back({std::move(done), tiles});
  called_.notify_all();
}

void LogFollower::Run() {
  while (true) {
    std::vector<Waiting> waiting;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      waiting.swap(waiting_);
    }
    RunRound(std::move(waiting));
    std::unique_lock<std::mutex> lock(mutex_);
    called_.wait_for(lock, absl::ToChronoNanoseconds(std::min(options_.interval, kPauseMax)),
                     [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
  }
}

void LogFollower::RunRound(std::vector<Waiting> waiting) {
  const absl::Time now = now_();
  auto round = Sign(now);
  const auto snapshot = store_.Snapshot();
  kv::RememberingReader after(*snapshot);
  if (round.ok()) {
    for (const auto& [key, node] : round->map_nodes) after.Remember(key, node);
  }
  // Also where the time of day was put back: else mirrors would wait until it is there again.
  bool tiles = now < tiles_written_ || now - tiles_written_ >= options_.interval;
  for (Waiting& one : waiting) {
    if (one.tiles == Tiles::kNow) {
      tiles = true;
    } else {
      std::move(one.done)(round.status(), after);
    }
  }
  if (tiles && round.ok() && options_.signs && !options_.tiles_dir.empty()) {
    absl::Status written = WriteTiles(*snapshot, options_.tiles_dir);
    if (written.ok()) {
      tiles_written_ = now;
    } else {
      round = written;
    }
  }
  if (round.ok() && (tiles || options_.tiles_dir.empty())) {
    const std::lock_guard<std::mutex> lock(mutex_);
    covered_ = round->size;
  }
  report_(round);
  for (Waiting& one : waiting) {
    if (one.tiles == Tiles::kNow) std::move(one.done)(round.status(), after);
  }
}

absl::StatusOr<LogRound> LogFollower::Sign(absl::Time now) {
  if (!options_.signs) return LogRound();
  Remember remember;
  if (!options_.mark_file.empty()) {
    remember = [this](absl::string_view note) { return RememberSigned(options_.mark_file, note); };
  }
  auto round = SignLog(store_, keys_, now, kRestateAfter, upper_, remember);
  if (!round.ok()) upper_.Forget();
  return round;
}

}  // namespace santong::followers
