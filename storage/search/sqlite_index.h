// The search index in a SQLite file beside the store: FTS5 with the bigram tokenizer for words,
// ordinary columns for filters and order.
//
// The file holds no text, only where each pair of characters stands. A text gets an entry whose
// number grows with the day by which it is listed, so that FTS5, which yields entries in the order
// of their numbers, yields the newest first and can stop early. A text that changed gets a new
// entry and its old one is no longer in the table `entry`; its postings stay until the index is
// built anew and cost a look each. What a filter asks for stands among the words as well, so that a
// rare organ is found among common words without a look at each of them.
//
// While it is built, batches are only put beside each other; its last batch merges them into one
// and gives the rest of the file back.
//
// DO NOT CHANGE the tables, the folding or the numbering without raising kSchemaVersion: a file of
// another version is thrown away and built again.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/synchronization/mutex.h"
#include "storage/search/entry_numbers.h"
#include "storage/search/search_index.h"
#include "storage/search/sqlite.h"

namespace santong::search {

class SqliteIndex final : public SearchIndex {
 public:
  // A file that is not there is made, one of another schema or that is none of ours made anew.
  // Where that fails, e.g. on a full disk, the index is not there (UNAVAILABLE) until Check can
  // open it or Reset make it: nothing else waits for it.
  static std::unique_ptr<SqliteIndex> Open(const std::string& path);

  absl::StatusOr<Progress> GetProgress() const override;
  absl::Status Apply(absl::Span<const Record> records, const Progress& progress) override;
  absl::Status Reset() override;
  absl::Status Check() const override;
  void Distrust() const override;
  absl::Status CheckWhole() const override;
  absl::StatusOr<Holding> Held(int64_t first, int64_t last) const override;
  absl::StatusOr<Wording> Words(absl::FunctionRef<bool()> stopped) const override;

  absl::StatusOr<std::vector<Hit>> Find(const Query& query) const override;
  absl::StatusOr<int64_t> Count(const Query& query, int64_t limit) const override;
  absl::StatusOr<std::vector<FacetRow>> Facets(const Query& query, int64_t limit) const override;
  absl::StatusOr<std::vector<std::string>> NearTitles(absl::string_view folded,
                                                      int limit) const override;
  absl::StatusOr<int64_t> FirstDay(int64_t behind) const override;
  absl::StatusOr<std::vector<CitationRow>> CitedBy(uint64_t document, CitationPlace after,
                                                   int limit) const override;
  absl::StatusOr<std::vector<CitationRow>> Citing(const std::vector<std::string>& folded_numbers,
                                                  const std::string& folded_title,
                                                  CitationPlace after, int limit) const override;

 private:
  // One file from its making to its end. Readers that are under way keep it.
  struct File {
    std::unique_ptr<Connection> writer;
    EntryNumbers numbers;  // the writer's
    uint64_t inode = 0;
    absl::Mutex mutex;
    std::vector<std::unique_ptr<Connection>> idle ABSL_GUARDED_BY(mutex);
    bool damaged ABSL_GUARDED_BY(mutex) = false;
  };

  explicit SqliteIndex(std::string path) : path_(std::move(path)) {}

  // Opens the file as it is; DATA_LOSS when it is not of this schema.
  absl::StatusOr<std::shared_ptr<File>> OpenFile() const;
  // Opens it where it is not open. DATA_LOSS for a file that only Reset can mend.
  absl::Status OpenAgain() const;
  std::shared_ptr<File> file() const;
  // Runs `ask` on a reader of its own, within the time that a call may take.
  absl::Status Read(absl::FunctionRef<absl::Status(Connection&)> ask) const;
  // Of the file that the status was met in: one that was put in its place is not damaged by it.
  static void NoteDamage(File& file, const absl::Status& status);

  const std::string path_;
  mutable absl::Mutex mutex_;
  mutable std::shared_ptr<File> file_ ABSL_GUARDED_BY(mutex_);  // nullptr: not open
};

}  // namespace santong::search
