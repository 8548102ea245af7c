// What the dashboard, the alerts and the runbook name is what a running server shows, and each
// alert leads to a section of the runbook.
#include <yaml-cpp/yaml.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "re2/re2.h"
#include "tests/server/services/fixture.h"
#include "tests/support/metrics_page.h"

namespace santong::testing {
namespace {

constexpr char kAlerts[] = "deploy/alerts/santong.yaml";
constexpr char kDashboard[] = "deploy/grafana/dashboard.json";
constexpr char kRunbook[] = "deploy/docs/runbook.md";

std::string FileText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  EXPECT_NE(text, "") << path;
  return text;
}

std::set<std::string> MetricsNamedIn(const std::string& text) {
  std::set<std::string> names;
  re2::StringPiece rest(text);
  std::string name;
  while (RE2::FindAndConsume(&rest, R"(\b((?:santong|grpc_server)_[a-z_]+)\b)", &name))
    names.insert(name);
  return names;
}

TEST(Metrics, EachThatIsNamedIsThere) {
  const int port = FreePort();
  RunningServer server({"--metrics-address", absl::StrCat("127.0.0.1:", port)});
  server.registry().Published("办法");
  const std::string page = MetricsPage(port);
  for (const char* path : {kAlerts, kDashboard, kRunbook}) {
    const std::set<std::string> names = MetricsNamedIn(FileText(path));
    EXPECT_GT(names.size(), 5u) << path;
    for (const std::string& name : names)
      EXPECT_TRUE(RE2::PartialMatch(page, absl::StrCat("(?m)^", name, "[ {]")))
          << name << " of " << path << " is not in GET /metrics";
  }
  EXPECT_TRUE(MetricsNamedIn(FileText(kDashboard)).contains("santong_archive_age_seconds"))
      << "what would be lost with the disk";
  EXPECT_EQ(MetricValue(page, "santong_store_writable"), "1");
  EXPECT_EQ(MetricValue(page, "santong_store_writes_stopped"), "0");
  for (const char* more_than_none :
       {"santong_resident_memory_bytes", "santong_store_memtables_bytes",
        "santong_store_block_cache_max_bytes"}) {
    double value = 0;
    EXPECT_TRUE(absl::SimpleAtod(MetricValue(page, more_than_none), &value));
    EXPECT_GT(value, 0) << more_than_none;
  }
  EXPECT_EQ(MetricValue(page, "santong_backup_age_seconds"), "+Inf") << "there is none";
}

TEST(Metrics, ADeadlineIsCountedOnceByItsKind) {
  const int port = FreePort();
  RunningServer server({"--metrics-address", absl::StrCat("127.0.0.1:", port)});
  server.registry().Submitted("办法");
  EXPECT_EQ(MetricValue(MetricsPage(port), "santong_document_deadlines_open"), "1");
  EXPECT_EQ(MetricValue(MetricsPage(port), "santong_document_deadlines_overdue"), "0");
  EXPECT_EQ(MetricValue(MetricsPage(port), "santong_filing_deadlines_open"), "0");
}

// The metrics of a standby are there when the first is lost: absent() alone would say nothing.
TEST(Alerts, AServerThatIsLostIsMissedWhileAnotherIsThere) {
  const YAML::Node rules = YAML::LoadFile(kAlerts)["groups"][0]["rules"];
  std::string down;
  for (const YAML::Node& rule : rules) {
    if (rule["alert"].as<std::string>() == "SantongDown") down = rule["expr"].as<std::string>();
  }
  EXPECT_TRUE(RE2::PartialMatch(down, R"(or\s+\(up == 0 and on \(job, instance\))")) << down;
}

// It takes no writes, and has no backup and no calendar, for as long as it is shown.
TEST(Alerts, ACopyOfTheCatalogueIsNoReasonForOne) {
  const std::set<std::string> untrue = {"SantongReadOnly", "SantongBackupOld",
                                        "SantongCalendarEnds", "SantongDeadlinesOverdue"};
  size_t seen = 0;
  for (const YAML::Node& rule : YAML::LoadFile(kAlerts)["groups"][0]["rules"]) {
    if (!untrue.contains(rule["alert"].as<std::string>())) continue;
    ++seen;
    const std::string expr = rule["expr"].as<std::string>();
    EXPECT_TRUE(RE2::PartialMatch(expr, R"(unless on \(job, instance\).*santong_copy > 0)"))
        << expr;
  }
  EXPECT_EQ(seen, untrue.size());
}

// delta() of a count that begins anew with the process is below zero.
TEST(Alerts, ARestartHidesNoneThatCounts) {
  EXPECT_FALSE(RE2::PartialMatch(FileText(kAlerts), R"(\bdelta\()"));
}

// deploy/check lets promtool carry those cases out.
TEST(Alerts, EachHasACaseInWhichItFiresAndOneInWhichItDoesNot) {
  std::set<std::string> fires, stays;
  for (const YAML::Node& test : YAML::LoadFile("deploy/alerts/santong_test.yaml")["tests"]) {
    for (const YAML::Node& one : test["alert_rule_test"])
      (one["exp_alerts"] ? fires : stays).insert(one["alertname"].as<std::string>());
  }
  for (const YAML::Node& rule : YAML::LoadFile(kAlerts)["groups"][0]["rules"]) {
    const auto name = rule["alert"].as<std::string>();
    EXPECT_TRUE(fires.contains(name)) << name;
    EXPECT_TRUE(stays.contains(name)) << name;
  }
}

TEST(Alerts, EachLeadsToASectionOfTheRunbook) {
  const YAML::Node rules = YAML::LoadFile(kAlerts)["groups"][0]["rules"];
  ASSERT_GT(rules.size(), 5u);
  std::set<std::string> anchors;
  const std::string runbook = FileText(kRunbook);
  re2::StringPiece rest(runbook);
  std::string heading;
  while (RE2::FindAndConsume(&rest, R"((?m)^### (.+)$)", &heading))
    anchors.insert(absl::StrReplaceAll(absl::AsciiStrToLower(heading), {{" ", "-"}}));
  for (const YAML::Node& rule : rules) {
    const std::string url = rule["annotations"]["runbook_url"].as<std::string>();
    EXPECT_TRUE(anchors.contains(url.substr(url.find('#') + 1)))
        << rule["alert"].as<std::string>() << ": " << url;
  }
}

TEST(Metrics, AnArchiveThatNeverWorkedIsBehindAndNotAbsent) {
  const TempFolder folder;
  std::ofstream(folder.path() + "/file") << "no folder";
  const int port = FreePort();
  RunningServer server({"--metrics-address", absl::StrCat("127.0.0.1:", port), "--backup-dir",
                        folder.path() + "/file/backups"});
  EXPECT_NE(MetricValue(MetricsPage(port), "santong_archive_age_seconds"), "+Inf")
      << "the alert takes that for a server without an archive";
}

}  // namespace
}  // namespace santong::testing
