// The machine's clock is put back while a follower waits: the pause is as long as before.
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>

#include "gtest/gtest.h"
#include "server/followers/scheduler.h"

namespace {

// How far the time of day is ahead of the kernel's, for whoever asks this program's C library: what
// was asked before the clock was put back.
std::atomic<int64_t> seconds_ahead = 0;

}  // namespace

// Stands before the C library's, for Abseil, too.
extern "C" int clock_gettime(clockid_t clock, timespec* at) noexcept {
  const long result = syscall(SYS_clock_gettime, clock, at);
  if (clock == CLOCK_REALTIME) at->tv_sec += seconds_ahead.load();
  return static_cast<int>(result);
}

namespace santong::followers {
namespace {

TEST(SetClock, RoundsGoOnWhenTheMachinesClockIsPutBack) {
  seconds_ahead = 8 * 3600;  // a wait that begins now would end at that time of day
  std::atomic<int> rounds = 0;
  {
    const Scheduler scheduler(
        {}, [] { return absl::UnixEpoch(); }, [] { return absl::CivilDay(); },
        absl::Milliseconds(10), [&](const Round&) { ++rounds; });
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (rounds < 3 && std::chrono::steady_clock::now() < until) std::this_thread::yield();
  }
  seconds_ahead = 0;
  EXPECT_GE(rounds.load(), 3);
}

}  // namespace
}  // namespace santong::followers
