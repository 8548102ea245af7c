// The gauges of a server: what tells of the program, the store and its engine, the clock and the
// certificate.
#pragma once

#include "absl/strings/string_view.h"
#include "server/ops/certificate.h"
#include "server/ops/clock.h"
#include "server/ops/metrics.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::gauges {

// Adds them; nothing here is on a call's path. All must outlive the metrics.
// `version` is the program's.
void AddGauges(ops::Metrics& metrics, absl::string_view version,
               const ops::ServedCertificate& certificate, const kv::Store& store,
               settings::SettingsCache& settings, const ops::Clock& clock);

}  // namespace santong::gauges
