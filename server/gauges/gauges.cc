#include "server/gauges/gauges.h"

#include <cstdint>
#include <fstream>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/queries/gauges.h"
#include "storage/schema/keys.h"
#include "storage/schema/version.h"
#include "storage/tables/event_table.h"

namespace santong::gauges {
namespace {

// The open deadlines of all kinds, counted once for all gauges. Counting reads every open clock, so
// it is done again only when kRest times as long has passed as it took: at most a hundredth of one
// processor goes to it, however many clocks run and however often somebody looks. Thread-safe.
class DeadlineCount {
 public:
  DeadlineCount(const kv::Store& store, const ops::Clock& clock) : store_(store), clock_(clock) {}

  absl::StatusOr<queries::OpenDeadlines> Of(char source) {
    absl::MutexLock lock(&mutex_);
    const int64_t start = ops::Clock::MonotonicNanos();
    if (start >= count_again_nanos_) {
      counted_ = queries::CountDeadlines(*store_.Snapshot(), clock_.Today());
      const int64_t end = ops::Clock::MonotonicNanos();
      count_again_nanos_ = end + kRest * (end - start);
    }
    if (!counted_.ok()) return counted_.status();
    return (*counted_)[source];
  }

 private:
  static constexpr int64_t kRest = 100;

  const kv::Store& store_;
  const ops::Clock& clock_;
  absl::Mutex mutex_;
  absl::StatusOr<std::map<char, queries::OpenDeadlines>> counted_ ABSL_GUARDED_BY(mutex_);
  int64_t count_again_nanos_ ABSL_GUARDED_BY(mutex_) = std::numeric_limits<int64_t>::min();
};

// As Linux tells it in /proc/self/status: "VmRSS:   12345 kB".
double ResidentBytes() {
  constexpr double kBytesOfUnit = 1024;
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word) {
    double kibibytes = 0;
    if (word == "VmRSS:" && status >> kibibytes) return kibibytes * kBytesOfUnit;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

// What hangs on documents, filings, objections and cleanups, each with its two gauges.
void AddDeadlineGauges(ops::Metrics& metrics, const kv::Store& store, const ops::Clock& clock) {
  const auto deadlines = std::make_shared<DeadlineCount>(store, clock);
  struct Kind {
    const char* name;
    char source;
  };
  for (const Kind& kind : {Kind{"document", schema::kDocumentTask},
                           Kind{"filing", static_cast<char>(schema::CaseKind::kFiling)},
                           Kind{"objection", static_cast<char>(schema::CaseKind::kObjection)},
                           Kind{"cleanup", static_cast<char>(schema::CaseKind::kCampaign)}}) {
    const auto count = [deadlines, source = kind.source](bool overdue) {
      const auto counted = deadlines->Of(source);
      if (!counted.ok()) return std::numeric_limits<double>::quiet_NaN();
      return static_cast<double>(overdue ? counted->overdue : counted->open);
    };
    metrics.AddGauge(absl::StrCat("santong_", kind.name, "_deadlines_open"),
                     absl::StrCat("deadlines that run, of each ", kind.name),
                     [count] { return count(false); });
    metrics.AddGauge(absl::StrCat("santong_", kind.name, "_deadlines_overdue"),
                     absl::StrCat("deadlines that have passed and still wait, of each ", kind.name),
                     [count] { return count(true); });
  }
}

void AddImportGauges(ops::Metrics& metrics, const kv::Store& store) {
  struct Outcome {
    const char* name;
    const char* help;
    int64_t queries::ImportedRows::*rows;
  };
  for (const Outcome& outcome :
       {Outcome{"taken", "rows of imports that were taken whole", &queries::ImportedRows::taken},
        Outcome{"taken_with_gaps", "rows of imports that were taken and lack something",
                &queries::ImportedRows::taken_with_gaps},
        Outcome{"refused", "rows of imports that were refused", &queries::ImportedRows::refused}}) {
    metrics.AddGauge(absl::StrCat("santong_import_rows_", outcome.name), outcome.help,
                     [&store, rows = outcome.rows] {
                       const auto counted = queries::CountImportedRows(*store.Snapshot());
                       return counted.ok() ? static_cast<double>((*counted).*rows)
                                           : std::numeric_limits<double>::quiet_NaN();
                     });
  }
}

}  // namespace

void AddGauges(ops::Metrics& metrics, absl::string_view version,
               const ops::ServedCertificate& certificate, const kv::Store& store,
               settings::SettingsCache& settings, const ops::Clock& clock) {
  metrics.AddInfo("santong_build_info", "which version of the server runs", "version", version);
  metrics.AddGauge("santong_resident_memory_bytes", "the process's memory that is in the machine's",
                   ResidentBytes);
  for (kv::Figure& figure : store.Figures()) {
    metrics.AddGauge(absl::StrCat("santong_store_", figure.name), figure.help,
                     std::move(figure.read));
  }
  metrics.AddGauge("santong_schema_version", "the version of what is stored",
                   [] { return static_cast<double>(schema::kSchemaVersion); });
  metrics.AddGauge("santong_last_event", "the sequence number of the last event", [&store] {
    return static_cast<double>(tables::LastEvent(*store.Snapshot()).value_or(0));
  });
  metrics.AddGauge(
      "santong_calendar_horizon_days",
      "days until the end of the last year whose holidays are known", [&store, &settings, &clock] {
        auto read = settings.Read(*store.Snapshot());
        if (!read.ok()) return std::numeric_limits<double>::quiet_NaN();
        return static_cast<double>(queries::CalendarHorizonDays((*read)->calendar, clock.Today()));
      });
  AddDeadlineGauges(metrics, store, clock);
  AddImportGauges(metrics, store);
  metrics.AddGauge("santong_certificate_expiry_seconds",
                   "seconds until the server's certificate expires; infinite without one",
                   [&clock, &certificate] {
                     const auto expiry = certificate.Expiry();
                     if (!expiry.ok()) return std::numeric_limits<double>::quiet_NaN();
                     return absl::ToDoubleSeconds(*expiry - clock.Now());
                   });
}

}  // namespace santong::gauges
