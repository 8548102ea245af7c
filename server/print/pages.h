// A document as pages in the layout of GB/T 9704-2012: A4, a block of 156 mm by 225 mm, 22 lines of
// 28 characters. Drawn by Pango and Cairo.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "santong/work/v1/print_job.pb.h"

namespace santong::print {

struct Pdf {
  int pages;
  std::string bytes;
};

// Above the text stand the registration number, the issuer's name where the job says so, the
// document number and the title; below each page its number and the notice that the printed
// original counts. Page one bears a QR code of the link that verifies the paper, or else of the
// address of publication. INTERNAL when Cairo fails.
absl::StatusOr<Pdf> Print(const work::v1::PrintJob& job);

}  // namespace santong::print
