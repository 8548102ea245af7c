// Programs in processes of their own: what they may not do, and that none outstays its time.
#include <signal.h>

#include <atomic>
#include <cstdlib>

#include "absl/strings/numbers.h"
#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "server/confined/pool.h"
#include "server/confined/program.h"

namespace santong::confined {
namespace {

constexpr RunLimits kAmple = {.wall_clock = absl::Seconds(30), .output_bytes_max = 1 << 20};

TEST(RunProgram, GivesTheInputAndTakesTheOutput) {
  const std::string input(300000, 'x');
  const auto result = RunProgram("/bin/cat", input, kAmple);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->exit_code, 0);
  EXPECT_EQ(result->output, input);
  EXPECT_EQ(RunProgram("/bin/sh", "exit 7", kAmple)->exit_code, 7);
}

TEST(RunProgram, TheProgramSeesNothingOfOurs) {
  setenv("SECRET", "of the server", 1);
  const auto result = RunProgram("/bin/sh", "echo $SECRET; ls /proc/self/fd | wc -l", kAmple);
  ASSERT_TRUE(result.ok()) << result.status();
  // Standard input, output, error, and the folder that ls reads.
  EXPECT_EQ(result->output, "\n4\n");
}

TEST(RunProgram, EndsWhatTakesTooLongOrWritesTooMuch) {
  EXPECT_EQ(RunProgram("/bin/sh", "exec sleep 60",
                       {.wall_clock = absl::Milliseconds(200), .output_bytes_max = 1})
                .status()
                .code(),
            absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(RunProgram("/usr/bin/yes", "", kAmple).status().code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(RunProgram("/bin/sh", "kill -9 $$", kAmple).status().code(),
            absl::StatusCode::kAborted);
  EXPECT_EQ(RunProgram("/no/such/program", "", kAmple).status().code(),
            absl::StatusCode::kInternal);
}

TEST(RunProgram, WhatClosesItsOutputOutstaysItsTimeNoLonger) {
  EXPECT_EQ(RunProgram("/bin/sh", "exec >&-; exec sleep 60",
                       {.wall_clock = absl::Milliseconds(200), .output_bytes_max = 1})
                .status()
                .code(),
            absl::StatusCode::kDeadlineExceeded);
}

TEST(RunProgram, WhatTheProgramStartedEndsWithIt) {
  const auto result = RunProgram("/bin/sh", "sleep 60 >/dev/null & echo $!", kAmple);
  ASSERT_TRUE(result.ok()) << result.status();
  pid_t left = 0;
  ASSERT_TRUE(absl::SimpleAtoi(result->output, &left));
  // Killed in its group; its entry goes when it is reaped by whoever inherited it.
  std::string state = "R";
  for (int i = 0; i < 100000 && kill(left, 0) == 0 && state != "Z\n"; ++i) {
    state = RunProgram("/bin/sh", "cut -d' ' -f3 /proc/" + std::to_string(left) + "/stat", kAmple)
                ->output;
  }
  EXPECT_TRUE(kill(left, 0) != 0 || state == "Z\n");
}

std::string Probe(const char* input) {
  const auto result = RunProgram(std::getenv("CONFINED_PROBE"), input, kAmple);
  return result.ok() ? result->output : result.status().ToString();
}

TEST(Confine, AProgramThatComputesCanDoNothingElse) { EXPECT_EQ(Probe("a"), "allocate "); }

TEST(Confine, AProgramThatReadsFilesCanNeitherWriteNorReachTheNetwork) {
  EXPECT_EQ(Probe("b"), "read allocate ");
}

TEST(Confine, AProgramThatComputesForEverIsEnded) {
  EXPECT_THAT(Probe("c"), ::testing::HasSubstr("ended by signal"));
}

TEST(Pool, TakesNoMoreThanMayWait) {
  std::atomic<int> done = 0;
  {
    absl::Notification begun, go_on;
    Pool pool(1, 2);
    ASSERT_TRUE(pool.Add([&] {
      begun.Notify();
      go_on.WaitForNotification();
      ++done;
    }));
    begun.WaitForNotification();
    EXPECT_TRUE(pool.Add([&] { ++done; }));
    EXPECT_TRUE(pool.Add([&] { ++done; }));
    EXPECT_FALSE(pool.Add([&] { ++done; }));
    go_on.Notify();
  }
  EXPECT_EQ(done, 3);
}

}  // namespace
}  // namespace santong::confined
