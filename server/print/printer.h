// Prints documents in processes of their own: santong-print, one a document. Fonts and what shapes
// and draws them are large programs that read what anybody wrote.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "santong/work/v1/print_job.pb.h"

namespace santong::print {

struct PrintedPdf {
  int pages;
  std::string bytes;
};

class Printer {
 public:
  // `program` is the path of santong-print.
  explicit Printer(std::string program) : program_(std::move(program)) {}

  // Blocks for a minute at most; may be called from any thread. FILE_OVER_LIMIT when it takes too
  // long; INTERNAL when the program could not work.
  absl::StatusOr<PrintedPdf> Print(const work::v1::PrintJob& job) const;

 private:
  const std::string program_;
};

}  // namespace santong::print
