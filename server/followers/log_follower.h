// Signs the log: at a steady interval, and when somebody waits for it. Before it signs it brings
// the map of numbers and the counts of organs up to the size that it signs, all in one transaction,
// so that every snapshot shows a map that its newest checkpoint vouches for. At its interval, and
// when they are asked for, it writes the tiles (c2sp.org/tlog-tiles) for mirrors: not for each of
// the many checkpoints that receipts ask for.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/domain/proof/note.h"
#include "storage/kv/store.h"

namespace santong::followers {

// What one round did.
struct LogRound {
  uint64_t size = 0;  // of the newest checkpoint
  bool is_new = false;
  // The nodes of the map of numbers that its last checkpoint changed, by their keys: on the paths
  // of the numbers that it covers, so that their receipts need not read what was just written.
  std::map<std::string, std::string> map_nodes{};
};

// The nodes near the root of the map of numbers, which every number's path goes through: kept from
// round to round by the one thread that writes the map.
class UpperNodes {
 public:
  // Levels that are kept: 8,191 nodes of about 200 bytes.
  static constexpr int kLevels = 13;

  std::optional<std::string> Find(int bits, absl::string_view key) const {
    if (bits >= kLevels) return std::nullopt;
    const auto found = nodes_.find(key);
    return found == nodes_.end() ? std::nullopt : std::make_optional(found->second);
  }
  void Keep(int bits, absl::string_view key, absl::string_view node) {
    if (bits < kLevels) nodes_.insert_or_assign(key, std::string(node));
  }
  // When what was kept may not have been written.
  void Forget() { nodes_.clear(); }

 private:
  absl::flat_hash_map<std::string, std::string> nodes_;
};

// One round, by itself: signs until the newest checkpoint covers what the log held when the round
// began. Signs a log that has not
// grown only when its checkpoint is older than `restate_after`, or lacks the signature of a key.
// `keys` sign in order; the first gives the log its name. Waits for the store.
// `remember`, where there is one, is given each note before it is stored or served. `upper` is what
// the round before left there; it is to be forgotten when this one fails.
using Remember = std::function<absl::Status(absl::string_view note)>;
absl::StatusOr<LogRound> SignLog(kv::Store& store, const std::vector<proof::SigningKey>& keys,
                                 absl::Time now, absl::Duration restate_after, UpperNodes& upper,
                                 const Remember& remember = nullptr);

// FAILED_PRECONDITION when the store's newest checkpoint is signed by none of `keys`: a store never
// goes on under a key that nobody knows. A log whose end was lost goes on under a new name:
// `continues` is the name of the log that it was, empty when it is still the same.
absl::Status CheckLogKeys(const kv::Reader& reader, const std::vector<proof::SigningKey>& keys,
                          absl::string_view continues = "");

class LogFollower {
 public:
  struct Options {
    absl::Duration interval;
    bool signs = true;      // false: on a standby, whose first signs
    std::string tiles_dir;  // empty: none are written
    std::string mark_file;  // of RememberSigned; empty: nothing is remembered
  };
  using Now = std::function<absl::Time()>;
  // Called after each round, with why it failed; it is tried again at the next.
  using Report = std::function<void(const absl::StatusOr<LogRound>&)>;
  // `after` is the store as it was after the round; it dies with the call.
  using Done = absl::AnyInvocable<void(const absl::Status&, const kv::Reader& after) &&>;

  // `store` must outlive the follower.
  LogFollower(kv::Store& store, std::vector<proof::SigningKey> keys, Options options, Now now,
              Report report);
  // Waits for the round that runs; who still waits gets UNAVAILABLE.
  ~LogFollower();

  enum class Tiles { kWithTheNext, kNow };

  // Calls `done` on the follower's thread after a round that began after this call, with why it
  // failed: all who wait for one round share its checkpoint, and what is read of it. With kNow the
  // tiles are written before `done`. Thread-safe.
  void SignNow(Done done, Tiles tiles = Tiles::kWithTheNext);

  // Whether a round since the start has signed the log's first `leaves` leaves and written their
  // tiles: until then the newest checkpoint may be under the name or the keys of before, or ahead
  // of what mirrors can fetch. Thread-safe.
  bool Covers(uint64_t leaves) const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return covered_.has_value() && leaves <= *covered_;
  }

  // The verifier keys, as C2SP writes them.
  const std::vector<std::string>& verifier_keys() const { return verifier_keys_; }

 private:
  struct Waiting {
    Done done;
    Tiles tiles;
  };
  void Run();
  void RunRound(std::vector<Waiting> waiting);
  absl::StatusOr<LogRound> Sign(absl::Time now);

  kv::Store& store_;
  const std::vector<proof::SigningKey> keys_;
  const Options options_;
  const Now now_;
  const Report report_;
  std::vector<std::string> verifier_keys_;
  // Of the thread.
  absl::Time tiles_written_ = absl::InfinitePast();
  UpperNodes upper_;
  // As Stopping has it, and not Abseil's: a wait of its ends at a time of day, which may be set.
  mutable std::mutex mutex_;  // of what follows
  std::condition_variable called_;
  std::optional<uint64_t> covered_;
  bool stopping_ = false;
  std::vector<Waiting> waiting_;
  std::thread thread_;
};

}  // namespace santong::followers
