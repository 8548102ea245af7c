#include "server/ops/signals.h"

#include <signal.h>
#include <unistd.h>

namespace santong::ops {
namespace {

sigset_t AwaitedSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGHUP);
  return set;
}

}  // namespace

Signals::Signals() {
  const sigset_t set = AwaitedSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

void Signals::Raise() { kill(getpid(), SIGTERM); }

void Signals::Wait(const std::function<void()>& renew) {
  const sigset_t set = AwaitedSignals();
  int signal = SIGHUP;
  while (signal == SIGHUP) {
    if (sigwait(&set, &signal) == 0 && signal == SIGHUP) renew();
  }
  // The default action of a second signal is to end the process; it is delivered to this thread. A
  // certificate that is renewed meanwhile is nobody's wish to end it.
  sigset_t ends = set;
  sigdelset(&ends, SIGHUP);
  pthread_sigmask(SIG_UNBLOCK, &ends, nullptr);
}

EndAtOnce::EndAtOnce()
    : thread_([this] {
        constexpr timespec kLook = {.tv_sec = 0, .tv_nsec = 50'000'000};
        sigset_t ends = AwaitedSignals();
        sigdelset(&ends, SIGHUP);
        while (!done_) {
          if (sigtimedwait(&ends, nullptr, &kLook) > 0) _exit(0);
        }
      }) {}

EndAtOnce::~EndAtOnce() {
  done_ = true;
  thread_.join();
}

}  // namespace santong::ops
