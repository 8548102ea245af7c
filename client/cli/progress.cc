#include "client/cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "absl/time/clock.h"

namespace santong::cli {
namespace {

constexpr int kBarWidth = 30;
constexpr absl::Duration kFirst = absl::Milliseconds(300);
constexpr absl::Duration kEachOnTerminal = absl::Milliseconds(100);
constexpr absl::Duration kEachElsewhere = absl::Seconds(5);
constexpr char kEraseLine[] = "\r\x1b[K";

bool CanDraw() {
  const char* term = std::getenv("TERM");
  return isatty(STDERR_FILENO) && term != nullptr && std::string(term) != "dumb";
}

}  // namespace

Progress::Progress(Session& session)
    : session_(session), terminal_(CanDraw()), start_(absl::Now()), next_(start_ + kFirst) {}

void Progress::Update(int64_t rows, double fraction) {
  const absl::Time now = absl::Now();
  if (now < next_) return;
  next_ = now + (terminal_ ? kEachOnTerminal : kEachElsewhere);
  const double seconds = std::max(0.001, absl::ToDoubleSeconds(now - start_));
  const auto rate = static_cast<int64_t>(static_cast<double>(rows) / seconds);
  const int percent = static_cast<int>(std::clamp(fraction, 0.0, 1.0) * 100);
  if (!terminal_) {
    session_.Say(say::kProgressLine, percent, rows, rate);
    return;
  }
  const int filled = percent * kBarWidth / 100;
  const std::string bar = std::string(filled, '=') + std::string(kBarWidth - filled, ' ');
  session_.err() << kEraseLine << "[" << bar << "] "
                 << absl::Substitute(say::kProgressLine.In(session_.language()), percent, rows,
                                     rate)
                 << std::flush;
  drawn_ = true;
}

void Progress::Finish() {
  if (drawn_) session_.err() << kEraseLine << std::flush;
  next_ = absl::InfiniteFuture();
}

absl::Duration Progress::elapsed() const { return absl::Now() - start_; }

}  // namespace santong::cli
