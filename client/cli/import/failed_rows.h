// The rows that were not taken, in the form of the file that they came from: mended, that file is
// imported like any other.
#pragma once

#include <cstdint>
#include <fstream>
#include <string>
#include <utility>

#include "absl/status/status.h"

namespace santong::cli {

// One thread at a time. Without a path it does nothing.
class FailedRows {
 public:
  explicit FailedRows(std::string path) : path_(std::move(path)) {}

  bool wanted() const { return !path_.empty(); }
  const std::string& path() const { return path_; }

  // INVALID_ARGUMENT when the file cannot be written; what it holds is left.
  absl::Status Open();
  // `heading` is the line before the first row; may be empty. What an earlier run wrote is written
  // anew: its rows are answered again.
  void Begin(const std::string& heading);
  // The row as RowSource::Source gives it.
  void Add(const std::string& source);
  // INVALID_ARGUMENT when the file could not be written.
  absl::Status Close();
  int64_t rows() const { return rows_; }

 private:
  const std::string path_;
  std::ofstream file_;
  bool begun_ = false;
  int64_t rows_ = 0;
};

}  // namespace santong::cli
