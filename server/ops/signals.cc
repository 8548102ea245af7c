#include "server/ops/signals.h"

#include <signal.h>
#include <unistd.h>

namespace santong::ops {
namespace {

sigset_t StopSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

}  // namespace

StopSignal::StopSignal() {
  const sigset_t set = StopSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

void StopSignal::Raise() { kill(getpid(), SIGTERM); }

void StopSignal::Wait() {
  const sigset_t set = StopSignals();
  int signal = 0;
  while (sigwait(&set, &signal) != 0) {
  }
  // The default action of a second signal is to end the process; it is delivered to this thread.
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace santong::ops
