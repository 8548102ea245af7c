// What systemd is told of the server, sd_notify(3): a unit of Type=notify with WatchdogSec. Where
// no manager listens (NOTIFY_SOCKET is not set) nothing is told.
#pragma once

namespace santong::ops {

// It serves from now on.
void TellReady();
// It works: told more often than the unit's WatchdogSec.
void TellAlive();
// It ends in good order.
void TellStopping();

}  // namespace santong::ops
