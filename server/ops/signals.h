// Waits for the operator's wishes.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

namespace santong::ops {

// Made in main before any thread, so that no thread but the waiting one takes a signal.
class Signals {
 public:
  Signals();
  // Calls `renew` at each SIGHUP, on this thread, and returns on SIGTERM or SIGINT. From then on a
  // second one ends the process at once: what was acknowledged is durable, so nothing is lost. A
  // SIGHUP does nothing then.
  void Wait(const std::function<void()>& renew);
  // As if the operator had sent SIGTERM; from any thread.
  void Raise();
};

// While it is there SIGTERM and SIGINT end the process at once, after Signals was made: for what
// may take hours before the server serves, and has nothing to let finish.
class EndAtOnce {
 public:
  EndAtOnce();
  ~EndAtOnce();
  EndAtOnce(const EndAtOnce&) = delete;
  EndAtOnce& operator=(const EndAtOnce&) = delete;

 private:
  std::atomic<bool> done_ = false;
  std::thread thread_;
};

}  // namespace santong::ops
