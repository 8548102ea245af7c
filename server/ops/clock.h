// What time it is: the only place that asks. Everything else is told.
#pragma once

#include <atomic>
#include <cstdint>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace santong::ops {

// Thread-safe. A server runs on its machine's clock; a test or a rehearsal moves it ahead.
class Clock {
 public:
  // `offset_days` is added to the machine's time (--clock-offset-days).
  explicit Clock(int64_t offset_days = 0) : offset_nanos_(offset_days * kNanosOfDay) {}

  absl::Time Now() const;
  // The civil day in Asia/Shanghai.
  absl::CivilDay Today() const { return DayOf(Now()); }
  // Moves the clock ahead, for tests.
  void Advance(absl::Duration by) { offset_nanos_ += absl::ToInt64Nanoseconds(by); }

  // The civil day of an instant in Asia/Shanghai (UTC+8; without the summer times of 1986 to 1991).
  static absl::CivilDay DayOf(absl::Time instant);
  // The machine's own time, which deadlines on the wire are in.
  static absl::Time MachineNow();
  // Nanoseconds from some fixed point, never going back: for measuring durations.
  static int64_t MonotonicNanos();

 private:
  static constexpr int64_t kNanosOfDay = int64_t{24} * 3600 * 1000 * 1000 * 1000;

  std::atomic<int64_t> offset_nanos_;
};

}  // namespace santong::ops
