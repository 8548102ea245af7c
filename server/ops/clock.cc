#include "server/ops/clock.h"

#include <chrono>

#include "absl/time/clock.h"

namespace santong::ops {

absl::Time Clock::Now() const {
  return absl::Now() + absl::Nanoseconds(offset_nanos_.load(std::memory_order_relaxed));
}

absl::CivilDay Clock::DayOf(absl::Time instant) {
  constexpr int kShanghaiSecondsEast = 8 * 3600;
  return absl::ToCivilDay(instant, absl::FixedTimeZone(kShanghaiSecondsEast));
}

absl::Time Clock::MachineNow() { return absl::Now(); }

int64_t Clock::MonotonicNanos() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace santong::ops
