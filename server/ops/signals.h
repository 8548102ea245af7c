// Waits for the operator's wish to end.
#pragma once

namespace santong::ops {

// Made in main before any thread, so that no thread but the waiting one takes the signal.
class StopSignal {
 public:
  StopSignal();
  // Returns on SIGTERM or SIGINT. From then on a second one ends the process at once: what was
  // acknowledged is durable, so nothing is lost.
  void Wait();
  // As if the operator had sent SIGTERM; from any thread.
  void Raise();
};

}  // namespace santong::ops
