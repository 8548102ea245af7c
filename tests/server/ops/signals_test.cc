// Each case is a child process: signals belong to processes.
#include "server/ops/signals.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace santong::ops {
namespace {

// Runs `body` in a child and returns its wait status.
template <class Body>
int InChild(Body body) {
  const pid_t child = fork();
  if (child == 0) {
    body();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

TEST(StopSignal, TheFirstOneEndsTheWait) {
  for (const int signal : {SIGTERM, SIGINT}) {
    const int status = InChild([signal] {
      StopSignal stop;
      kill(getpid(), signal);  // waits, blocked, until Wait takes it
      stop.Wait();
      _exit(7);
    });
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 7);
  }
}

TEST(StopSignal, TheSecondOneEndsTheProcess) {
  const int status = InChild([] {
    StopSignal stop;
    kill(getpid(), SIGTERM);
    stop.Wait();
    kill(getpid(), SIGTERM);
    _exit(7);
  });
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGTERM);
}

}  // namespace
}  // namespace santong::ops
