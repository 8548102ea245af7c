#include "storage/search/entry_numbers.h"

#include <algorithm>

#include "storage/search/search_index.h"

namespace santong::search {
namespace {

// The least day that is told apart from those before it: 875 A.D.
constexpr int64_t kFirstDayNumbered = -400000;
constexpr int64_t kLastDayNumbered = 3000000;
// Nothing was issued between here and the year 1697 that a register lists by its day.
constexpr int64_t kUndatedDays = 300000;

// The first number behind those of entries without a day.
int64_t EndOfUndatedEntries() { return FirstEntryOf(kFirstDayNumbered + kUndatedDays); }

}  // namespace

int64_t FirstEntryOf(int64_t day) {
  return (std::clamp(day, kFirstDayNumbered, kLastDayNumbered) - kFirstDayNumbered + 1) *
         kEntriesPerDay;
}

// `title_index_docsize` is FTS5's list of what its table was given.
absl::StatusOr<int64_t> EndOfEntries(Connection& connection, int64_t day) {
  auto statement = connection.Prepare("SELECT 1 FROM title_index_docsize WHERE id = ?1");
  if (!statement.ok()) return statement.status();
  for (int64_t end = std::max(FirstEntryOf(day + 1), EndOfUndatedEntries());;
       end += kEntriesPerDay) {
    auto is_full = statement->Bind(end - 1).Step();
    if (!is_full.ok()) return is_full.status();
    if (absl::Status status = statement->Run(); !status.ok()) return status;
    if (!*is_full) return end;
  }
}

absl::StatusOr<int64_t> EntryNumbers::Next(Connection& connection, int64_t day) {
  auto statement =
      connection.Prepare("SELECT max(id) FROM title_index_docsize WHERE id >= ?1 AND id < ?2");
  if (!statement.ok()) return statement.status();
  int64_t first = FirstEntryOf(day);
  int64_t end = day == kNoDay ? EndOfUndatedEntries() : first + kEntriesPerDay;
  const auto further = goes_on_at_.find(day);
  if (further != goes_on_at_.end()) {
    first = further->second;
    end = first + kEntriesPerDay;
  }
  for (bool is_full = false;; first = end, end += kEntriesPerDay, is_full = true) {
    auto row = statement->Bind(first).Bind(end).Step();
    if (!row.ok()) return row.status();
    const int64_t used = statement->Integer(0);  // 0 for none
    if (absl::Status status = statement->Run(); !status.ok()) return status;
    const int64_t next = std::max(first, used + 1);
    if (next == end) continue;
    if (is_full) goes_on_at_[day] = first;
    return next;
  }
}

}  // namespace santong::search
