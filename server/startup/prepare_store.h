// What is done to a store before a first serves it.
#pragma once

#include "absl/status/status.h"
#include "server/ops/clock.h"
#include "server/ops/config.h"
#include "server/ops/log.h"
#include "server/standby/twin.h"
#include "storage/kv/store.h"

namespace santong::startup {

// Raises the term after a promotion, builds what is missing of the log, and makes the first admin
// of a new register. FAILED_PRECONDITION when a key file is gone; INVALID_ARGUMENT when there is to
// be a first admin and nothing says where its token goes.
absl::Status PrepareStore(kv::Store& store, const ops::Config& config, const standby::Twin& twin,
                          const ops::Clock& clock, ops::Log& log);

}  // namespace santong::startup
