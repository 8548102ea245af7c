// What the last round of the scheduler left undone, as gauges.
#include "server/startup/due_report.h"

#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace santong::startup {
namespace {

TEST(DueReport, AKindThatCannotBeGoneThroughIsShown) {
  ops::Metrics metrics;
  std::ostringstream lines;
  ops::Log log(ops::LogLevel::kInfo, lines);
  DueReport report(metrics, log);
  EXPECT_THAT(metrics.Text(), ::testing::HasSubstr("santong_due_failed 0"));
  followers::Round round;
  round.status = absl::DataLossError("damaged");
  report.Tell(round);
  EXPECT_THAT(metrics.Text(), ::testing::HasSubstr("santong_due_failed 1"));
  report.Tell(followers::Round());
  EXPECT_THAT(metrics.Text(), ::testing::HasSubstr("santong_due_failed 0"));
}

}  // namespace
}  // namespace santong::startup
