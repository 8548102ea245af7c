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

TEST(Signals, TheFirstOneEndsTheWait) {
  for (const int signal : {SIGTERM, SIGINT}) {
    const int status = InChild([signal] {
      Signals signals;
      kill(getpid(), signal);  // waits, blocked, until Wait takes it
      signals.Wait([] {});
      _exit(7);
    });
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 7);
  }
}

// A standby copies its first for as long as that takes.
TEST(Signals, AStartThatTakesLongIsEndedAtOnce) {
  for (const int signal : {SIGTERM, SIGINT}) {
    const int status = InChild([signal] {
      Signals signals;
      EndAtOnce while_it_copies;
      kill(getpid(), signal);
      sleep(30);
      _exit(7);
    });
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
  }
}

TEST(Signals, AHangUpRenewsAndTheWaitGoesOn) {
  const int status = InChild([] {
    Signals signals;
    int renewed = 0;
    kill(getpid(), SIGHUP);
    signals.Wait([&] { kill(getpid(), ++renewed < 3 ? SIGHUP : SIGTERM); });
    _exit(renewed);
  });
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 3);
}

TEST(Signals, TheSecondOneEndsTheProcess) {
  const int status = InChild([] {
    Signals signals;
    kill(getpid(), SIGTERM);
    signals.Wait([] {});
    kill(getpid(), SIGTERM);
    _exit(7);
  });
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGTERM);
}

// A certificate is renewed at an hour that nobody chose.
TEST(Signals, AHangUpWhileCallsAreLetFinishEndsNothing) {
  const int status = InChild([] {
    Signals signals;
    kill(getpid(), SIGTERM);
    signals.Wait([] {});
    kill(getpid(), SIGHUP);
    _exit(7);
  });
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 7);
}

}  // namespace
}  // namespace santong::ops
