// The gauges of a server: what tells of the store, the clock and the certificate.
#pragma once

#include "server/ops/clock.h"
#include "server/ops/config.h"
#include "server/ops/metrics.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::gauges {

// Adds them; nothing here is on a call's path. All must outlive the metrics.
void AddGauges(ops::Metrics& metrics, const ops::Config& config, const kv::Store& store,
               settings::SettingsCache& settings, const ops::Clock& clock);

}  // namespace santong::gauges
