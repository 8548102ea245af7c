// The catalogue as it is searched: a read model that is derived from the register and can be built
// anew from it at any time. It knows no rule: what it is given is folded already, and what is not
// public is not given to it.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace santong::search {

// Days are counted from 1970-01-01.
inline constexpr int64_t kNoDay = INT64_MIN;

// A text of a document and the days on which it is shown, both included.
struct Text {
  uint32_t version;
  int64_t from_day;
  int64_t to_day;
  std::string text;  // folded
  // Of the text before it was folded: of a text with the same, the words that stand in the index
  // are the same, as long as the index is built anew when folding changes. Empty: not known.
  std::string sha256{};
};

// A time of one state, both days included, and whether the document may be relied on then.
struct StateSpan {
  int64_t from_day;
  int64_t to_day;
  int state;
  bool valid = false;
};

// What the document cites: title and number as printed, and folded for comparing.
struct Citation {
  std::string title;
  std::string number;
  std::string folded_title;
  std::string folded_number;
};

// A public document. One without texts is taken out.
struct Record {
  uint64_t document = 0;
  std::string title;          // folded
  std::string printed_title;  // for suggestions
  std::string organ;
  std::string jurisdiction;
  std::string subject;
  int kind = 0;
  int64_t listed_day = kNoDay;  // by which it is listed, newest first; its year is the filter's
  int year = 0;
  int64_t published_day = kNoDay;
  int64_t effective_day = kNoDay;
  int64_t written_day = kNoDay;
  std::vector<Text> texts;
  std::vector<StateSpan> states;
  std::vector<Citation> citations;
};

// How far the index is.
struct Progress {
  uint64_t sequence = 0;          // every event up to it is in, once `built`
  uint64_t scanned_document = 0;  // while it is built: the last document that was taken
  bool built = false;
  // What tells the history up to `sequence` from any other: its link in the chain of events, hex.
  std::string link{};
};

enum class Column {
  kState,
  kValid,  // 1 or 0
  kOrgan,
  kJurisdiction,
  kYear,
  kSubject,
  kKind,
  kPublishedDay,
  kEffectiveDay,
  kWrittenDay,
};
// A document without the year or the day that is asked about fits kNotIn alone.
enum class Operator { kIn, kNotIn, kLess, kAtMost, kGreater, kAtLeast };
using Value = std::variant<int64_t, std::string>;
struct Condition {
  Column column;
  Operator op;
  std::vector<Value> values;  // several for kIn and kNotIn only; none fits nothing
};

// Where a page ended. Hits come in tiers, and within one by descending `entry`.
struct Place {
  int tier = 0;
  int64_t entry = INT64_MAX;
};

struct Query {
  std::vector<std::string> words;  // folded; each must stand in the title or the text
  std::string title{};             // folded: what was typed where that may be a title as it stands
  std::vector<Condition> conditions;
  int64_t day = 0;           // texts and states of that day
  bool title_first = false;  // the title itself, then titles, then texts; else all in one tier
  Place after;
  int limit = 0;
};

struct Hit {
  uint64_t document;
  uint32_t version;
  int state;
  bool valid;
  Place place;
};

struct FacetRow {
  int state;
  bool valid;
  std::string organ;
  std::string jurisdiction;
  std::string subject;
  int year;
  int kind;
};

struct CitationPlace {
  uint64_t document = 0;
  int64_t ordinal = -1;
};
struct CitationRow {
  CitationPlace place;
  std::string title;
  std::string number;
};

// What the index holds of some documents, and how far it was, at one moment.
struct Holding {
  Progress progress;
  // By document, a line for each row, sorted: what LinesOf says of the record that was taken.
  std::map<int64_t, std::vector<std::string>> lines;
};

// A record as the lines of a Holding; the words of its texts are in none. Empty for one that is
// taken out.
std::vector<std::string> LinesOf(const Record& record);

// The words of one entry, that is of one text of a document, in all indexes of words: a number that
// is the same for the same words at the same places, within one process.
struct EntryWords {
  int64_t document = 0;
  int64_t version = 0;
  int64_t from_day = 0;
  uint64_t words = 0;

  friend auto operator<=>(const EntryWords&, const EntryWords&) = default;
};

// The words that stand in the index, and how far it was, at one moment.
struct Wording {
  Progress progress;
  std::vector<EntryWords> entries;  // sorted; none of an index that is being built
};

// What a Wording has of a record that was taken, sorted.
std::vector<EntryWords> WordsOf(const Record& record);

// Thread-safe; one caller at a time writes. DATA_LOSS from any call means that the index is damaged
// or gone: Reset makes it whole. RESOURCE_EXHAUSTED from a read: it would take too long.
// UNAVAILABLE: its file cannot be read now.
class SearchIndex {
 public:
  virtual ~SearchIndex() = default;

  virtual absl::StatusOr<Progress> GetProgress() const = 0;
  // Takes the records in place of what it held of their documents, and notes the progress: all or
  // nothing.
  virtual absl::Status Apply(absl::Span<const Record> records, const Progress& progress) = 0;
  // Begins anew with an empty index.
  virtual absl::Status Reset() = 0;
  // OK while the index is what was written to it, as far as has been seen; never looks at all of
  // it. Opens a file that could not be opened before.
  virtual absl::Status Check() const = 0;
  // Says that an answer was not what the register says: Check is DATA_LOSS until Reset.
  virtual void Distrust() const = 0;
  // Looks at all of it: DATA_LOSS with what is wrong where it does not hang together. Whether it
  // says what was written to it is for who knows that: Held and Words. Takes minutes for a large
  // index.
  virtual absl::Status CheckWhole() const = 0;
  // What it holds of the documents from `first` to `last`, both included.
  virtual absl::StatusOr<Holding> Held(int64_t first, int64_t last) const = 0;
  // The words of every entry; DATA_LOSS for one that a search does not find where it stands. Reads
  // every posting of one moment: a million documents of 4 KB have some 2,000,000,000, which take
  // one core some half an hour and 150 MB of memory, while what is written meanwhile waits beside
  // the file (-wal). Looks at `stopped` every few milliseconds: CANCELLED once it is true.
  virtual absl::StatusOr<Wording> Words(absl::FunctionRef<bool()> stopped) const = 0;

  virtual absl::StatusOr<std::vector<Hit>> Find(const Query& query) const = 0;
  // The number of hits, at most `limit`; `after` does not matter.
  virtual absl::StatusOr<int64_t> Count(const Query& query, int64_t limit) const = 0;
  // One row for each of the newest `limit` hits.
  virtual absl::StatusOr<std::vector<FacetRow>> Facets(const Query& query, int64_t limit) const = 0;
  // Printed titles that share the most with `folded`, the nearest first; empty when looking would
  // take too long.
  virtual absl::StatusOr<std::vector<std::string>> NearTitles(absl::string_view folded,
                                                              int limit) const = 0;
  // The first day of any text behind the day `behind`; kNoDay when there is none.
  virtual absl::StatusOr<int64_t> FirstDay(int64_t behind) const = 0;

  virtual absl::StatusOr<std::vector<CitationRow>> CitedBy(uint64_t document, CitationPlace after,
                                                           int limit) const = 0;
  // Citations of any of the numbers, and those of the title, whatever number they name. An empty
  // title is none.
  virtual absl::StatusOr<std::vector<CitationRow>> Citing(
      const std::vector<std::string>& folded_numbers, const std::string& folded_title,
      CitationPlace after, int limit) const = 0;
};

}  // namespace santong::search
