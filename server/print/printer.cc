#include "server/print/printer.h"

#include "absl/strings/numbers.h"
#include "server/confined/program.h"
#include "server/domain/error/refusal.h"

namespace santong::print {
namespace {

constexpr confined::RunLimits kLimits = {.wall_clock = absl::Seconds(60),
                                         .output_bytes_max = 64 << 20};

}  // namespace

absl::StatusOr<PrintedPdf> Printer::Print(const work::v1::PrintJob& job) const {
  auto result = confined::RunProgram(program_, job.SerializeAsString(), kLimits);
  if (absl::IsInternal(result.status())) return result.status();
  if (!result.ok()) {
    return error::Refuse(v1::ERROR_REASON_FILE_OVER_LIMIT,
                         {{"limit", "time, memory"}, {"limit_zh", "处理时间、内存"}});
  }
  PrintedPdf pdf;
  const size_t head = result->output.find('\n');
  if (result->exit_code != 0 || head == std::string::npos ||
      !absl::SimpleAtoi(result->output.substr(0, head), &pdf.pages)) {
    return absl::InternalError("santong-print gave no pages");
  }
  pdf.bytes = result->output.substr(head + 1);
  return pdf;
}

}  // namespace santong::print
