// The rows of a CSV file, one by one.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/import/byte_source.h"

namespace santong::cli {

class CsvReader {
 public:
  explicit CsvReader(std::unique_ptr<TextSource> text);
  ~CsvReader();

  // The next row that is not empty; false at the end. INVALID_ARGUMENT when a quote is never
  // closed and when one row has more than 16 MiB.
  absl::StatusOr<bool> Next(std::vector<std::string>* row);

  const TextSource& text() const { return *text_; }

 private:
  struct Parser;
  std::unique_ptr<TextSource> text_;
  std::unique_ptr<Parser> parser_;
};

}  // namespace santong::cli
