// The store: an ordered map of bytes with snapshots and serializable transactions.
//
// Everything above this file sees keys and values only; no engine type leaks through it. A second
// engine (a distributed SQL database with serializable transactions) must be able to stand behind
// it, which is why a transaction is a body that may run again, and why nothing here names a file.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace santong::kv {

// Reads one consistent state. Not thread-safe; hold one a thread.
class Reader {
 public:
  virtual ~Reader() = default;

  // The value under `key`. NOT_FOUND when there is none; DATA_LOSS when the engine finds the stored
  // bytes damaged; UNAVAILABLE when the engine cannot read now.
  virtual absl::StatusOr<std::string> Get(absl::string_view key) const = 0;

  // Called with each entry in order; return false to stop. The views die with the call.
  using Visit = absl::FunctionRef<bool(absl::string_view key, absl::string_view value)>;

  // Visits the entries with begin <= key < end, ascending by bytes. An empty `end` means no upper
  // bound.
  virtual absl::Status Scan(absl::string_view begin, absl::string_view end, Visit visit) const = 0;

  // As Scan, but descending: from the last key below `end` down to `begin`.
  virtual absl::Status ScanBackward(absl::string_view begin, absl::string_view end,
                                    Visit visit) const = 0;
};

// A Reader that sees its own writes. Lives only inside a Store::Body.
class Transaction : public Reader {
 public:
  virtual void Put(absl::string_view key, absl::string_view value) = 0;
  virtual void Delete(absl::string_view key) = 0;
};

// Something that an engine tells of itself, for those who run it.
struct Figure {
  std::string name;  // lower case with underscores, its unit last: "block_cache_bytes"
  std::string help;
  // The value now; NaN while it cannot be read. Thread-safe; valid as long as the store is.
  std::function<double()> read;
};

// Thread-safe.
class Store {
 public:
  // Sees `txn` and nothing else; may run more than once (an engine may retry), so the same state
  // must give the same writes. A non-OK result leaves no trace and is handed to Done as it is.
  using Body = absl::AnyInvocable<absl::Status(Transaction& txn)>;
  // Called exactly once: after the writes are durable, or with the reason why they are not. It runs
  // on the thread that did the work, which may be the caller's own before Transact returns; so hold
  // no lock across Transact that Done takes. Must not block and must not call Transact and wait for
  // it.
  using Done = absl::AnyInvocable<void(absl::Status) &&>;

  virtual ~Store() = default;

  // A consistent view of everything that was durable when it was taken. It must die before the
  // store.
  virtual std::unique_ptr<Reader> Snapshot() const = 0;

  // Runs bodies one after the other in the order they were queued, never interleaved.
  // Done gets: the body's own error; UNAVAILABLE when the queue is full or the store is closing;
  // RESOURCE_EXHAUSTED when the store is read-only because the disk is full; DATA_LOSS on damage.
  virtual void Transact(Body body, Done done) = 0;

  // While this gives the same number, a Snapshot shows the same state; after an acknowledged write
  // it gives another. Cheap: what was read may be kept until it changes.
  virtual uint64_t Changes() const = 0;

  // Why the store takes no writes now, or OK when it does. Cheap; asked by the health service.
  virtual absl::Status Writable() const = 0;

  // Which ones there are is the engine's own; none by default.
  virtual std::vector<Figure> Figures() const { return {}; }
};

// Transact, and wait for it. For start-up, tests and tools; never inside a Body or a Done.
absl::Status TransactAndWait(Store& store, Store::Body body);

}  // namespace santong::kv
