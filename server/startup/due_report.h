// What the scheduler's rounds came to, for whoever runs the server.
#pragma once

#include <atomic>
#include <memory>

#include "server/followers/scheduler.h"
#include "server/ops/log.h"
#include "server/ops/metrics.h"

namespace santong::startup {

class DueReport {
 public:
  // Adds the gauges santong_due_set_aside and santong_due_failed. The log must outlive it.
  DueReport(ops::Metrics& metrics, ops::Log& log);

  // Writes into the log what was carried out, what was set aside and what failed.
  void Tell(const followers::Round& round);

 private:
  ops::Log& log_;
  const std::shared_ptr<std::atomic<int>> set_aside_;  // in the last round
  const std::shared_ptr<std::atomic<bool>> failed_;    // in the last round
};

}  // namespace santong::startup
