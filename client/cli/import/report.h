// What became of the rows: counted for the summary, row by row in a file.
#pragma once

#include <cstdint>
#include <fstream>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "client/cli/import/batcher.h"
#include "client/cli/output/table.h"
#include "client/cli/words.h"
#include "santong/v1/import.pb.h"

namespace santong::cli {

class Report {
 public:
  explicit Report(Language language) : language_(language) {}

  // Also writes each row to a CSV file.
  absl::Status Open(const std::string& path);

  void Add(const RowNote& note, const v1::ImportResult& result);
  // A row that could not be read and was not sent.
  void AddUnreadable(const RowNote& note);
  // Rows that an earlier run had taken and that were not sent again.
  void AddResumed(int64_t rows) { resumed_ += rows; }

  // A line for each outcome, each gap and each reason, with its count.
  Table Summary() const;
  // INVALID_ARGUMENT when the file could not be written.
  absl::Status Close();

  int64_t rows() const { return rows_; }
  int64_t refused() const { return refused_; }

 private:
  void Write(const RowNote& note, const std::string& outcome, const std::string& document,
             const std::string& gaps, const std::string& reason);

  const Language language_;
  std::string path_;
  std::ofstream file_;
  int64_t rows_ = 0;
  int64_t refused_ = 0;
  int64_t resumed_ = 0;
  std::map<int, int64_t> outcomes_;
  std::map<int, int64_t> gaps_;
  std::map<std::string, int64_t> reasons_;
};

}  // namespace santong::cli
