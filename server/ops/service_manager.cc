#include "server/ops/service_manager.h"

#include <systemd/sd-daemon.h>

namespace santong::ops {
namespace {

// A manager that does not hear it is no reason to stop.
void Tell(const char* state) { (void)sd_notify(/*unset_environment=*/0, state); }

}  // namespace

void TellReady() { Tell("READY=1"); }
void TellAlive() { Tell("WATCHDOG=1"); }
void TellStopping() { Tell("STOPPING=1"); }

}  // namespace santong::ops
