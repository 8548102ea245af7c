#include "server/startup/due_report.h"

#include <cstdint>

#include "absl/strings/string_view.h"

namespace santong::startup {

DueReport::DueReport(ops::Metrics& metrics, ops::Log& log)
    : log_(log),
      set_aside_(std::make_shared<std::atomic<int>>(0)),
      failed_(std::make_shared<std::atomic<bool>>(false)) {
  metrics.AddGauge("santong_due_set_aside",
                   "resources on which what is due failed in the last round; it is tried again",
                   [set_aside = set_aside_] { return static_cast<double>(set_aside->load()); });
  metrics.AddGauge("santong_due_failed",
                   "1 while what is due, of one kind or of all, cannot be gone through at all",
                   [failed = failed_] { return failed->load() ? 1.0 : 0.0; });
}

void DueReport::Tell(const followers::Round& round) {
  set_aside_->store(round.set_aside);
  failed_->store(!round.status.ok());
  if (!round.status.ok()) {
    log_.Write(ops::LogLevel::kError, "what is due could not be carried out",
               {{"error", absl::string_view(round.status.message())}});
  }
  for (const auto& one : round.first_set_aside) {
    log_.Write(ops::LogLevel::kWarning, "what is due on a resource was set aside",
               {{"resource", absl::string_view(one.name)},
                {"error", absl::string_view(one.reason.message())}});
  }
  if (round.acts > 0) {
    log_.Write(ops::LogLevel::kInfo, "what was due was carried out",
               {{"acts", int64_t{round.acts}}});
  }
}

}  // namespace santong::startup
