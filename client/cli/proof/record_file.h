// A file of records that only grows: each is its length, 4 bytes big-endian, and its bytes. What a
// crash left of a last record is cut off.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace santong::cli {

class RecordFile {
 public:
  explicit RecordFile(std::string path) : path_(std::move(path)) {}

  // In order. INVALID_ARGUMENT when the file cannot be read.
  absl::Status Read(absl::FunctionRef<void(absl::string_view record)> take);
  // Records one after the other, as Frame makes them. INVALID_ARGUMENT when it cannot be written.
  absl::Status Append(absl::string_view framed) const;
  static std::string Frame(absl::string_view record);

 private:
  const std::string path_;
};

}  // namespace santong::cli
