// santong-print: a santong.work.v1.PrintJob on standard input; the number of pages, a line break
// and the PDF on standard output. Started by santongd for each document. Exit code 1: it could not.
#include <unistd.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "server/confined/confine.h"
#include "server/print/pages.h"

namespace santong::print {
namespace {

constexpr confined::Confinement kConfinement = {.memory_bytes_max = int64_t{1} << 30,
                                                .cpu_seconds_max = 30};

bool Write(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

int Run() {
  if (!confined::LimitThisProcess(kConfinement).ok() || !confined::ForbidNetworkAndWrites().ok()) {
    return 1;
  }
  work::v1::PrintJob job;
  if (!job.ParseFromFileDescriptor(STDIN_FILENO)) return 1;
  const auto pdf = Print(job);
  return pdf.ok() && Write(absl::StrCat(pdf->pages, "\n")) && Write(pdf->bytes) ? 0 : 1;
}

}  // namespace
}  // namespace santong::print

// Nothing is left to be done at the end, and little of it would be let through.
int main() { _exit(santong::print::Run()); }
