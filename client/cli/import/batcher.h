// Reads rows ahead in a thread of its own and hands them out in batches.
#pragma once

#include <atomic>
#include <deque>
#include <string>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "client/cli/import/row_source.h"
#include "client/lib/import_stream.h"

namespace santong::cli {

// What is kept of a row until its answer comes.
struct RowNote {
  int64_t row = 0;
  std::string source_id;
  std::string title;
  std::string sha256;   // of the text; empty unless it is asked for
  std::string problem;  // why it could not be read and is not sent; empty when it is sent
  std::string source;   // as it stands in the file; empty unless it is asked for
};

class Batcher {
 public:
  // `hash`: note the SHA-256 of each text; `keep_source`: note each row as it stands in the file.
  Batcher(std::unique_ptr<RowSource> rows, bool hash, bool keep_source = false);
  ~Batcher();

  // Starts reading; rows up to `after_row` are passed over.
  void Start(int64_t after_row);
  // The next batch; one without a request at the end, again and again. Waits.
  client::ImportBatch Next();
  // The notes of the rows before `row` that were never sent, then that of the row itself. Waits for
  // nothing: a row's note is there before its batch.
  std::deque<RowNote> TakeNotes(int64_t row);
  // What is left at the end: rows that were never sent.
  std::deque<RowNote> TakeRest();
  // As RowSource has it.
  std::string Heading() const { return rows_->Heading(); }
  // How much of the file is read, between 0 and 1.
  double Fraction() const { return fraction_; }
  // Why reading ended before the file did; OK when it did not.
  absl::Status status();

 private:
  struct Building;
  void ReadAll(int64_t after_row);
  absl::StatusOr<bool> ReadRow(int64_t after_row, Building* building);
  bool Push(client::ImportBatch batch);
  bool HasRoomOrStopped() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool HasBatchOrEnded() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::unique_ptr<RowSource> rows_;
  const bool hash_;
  const bool keep_source_;
  std::atomic<double> fraction_ = 0;
  std::thread thread_;
  absl::Mutex mutex_;
  std::deque<client::ImportBatch> ready_ ABSL_GUARDED_BY(mutex_);
  std::deque<RowNote> notes_ ABSL_GUARDED_BY(mutex_);
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace santong::cli
