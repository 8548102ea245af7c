// What a server counts, read as Prometheus reads it.
#pragma once

#include <string>

namespace santong::testing {

// A port of the loopback that was free a moment ago.
int FreePort();
// The body of GET /metrics on this port; empty when nobody answers.
std::string MetricsPage(int port);
// The value of a metric without labels in the page; empty when it is not there.
std::string MetricValue(const std::string& page, const std::string& name);

}  // namespace santong::testing
