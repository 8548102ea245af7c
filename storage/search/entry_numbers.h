// The numbers of the search index's entries. They grow with the day by which a document is listed,
// so that the newest is found first. A day has few numbers, since FTS5 stores how far one entry of
// a word is from the next; where a day has used its last one it goes on in the next that has not.
// A number is given once: FTS5 keeps the words of an entry that is no more.
#pragma once

#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "storage/search/sqlite.h"

namespace santong::search {

// DO NOT CHANGE: stored on disk.
inline constexpr int64_t kEntriesPerDay = 1 << 8;

// Where the numbers of a day begin.
int64_t FirstEntryOf(int64_t day);

// The number behind the last one that a document listed by `day`, or before it, can have. Asks the
// file which days are full; INTERNAL, DATA_LOSS and so on as SQLite says.
absl::StatusOr<int64_t> EndOfEntries(Connection& connection, int64_t day);

// Gives numbers, for one writer.
class EntryNumbers {
 public:
  // The next number of a day, kNoDay for none; the entry must be written before the next is asked.
  absl::StatusOr<int64_t> Next(Connection& connection, int64_t day);
  // To be called where entries that were written are undone.
  void Forget() { goes_on_at_.clear(); }

 private:
  // Of each day that is full: where the numbers begin among which it goes on. Only so as not to
  // walk there each time.
  absl::flat_hash_map<int64_t, int64_t> goes_on_at_;
};

}  // namespace santong::search
