// clock_bench: what grows with the number of documents, on a real store, with the writers of the
// server in this process.
//   clock_bench [--folder /var/tmp] [--clocks 1000000] [--missed 100000] [--documents 100000]
//               [--only tasks|scheduler|cleanup] [--csv FILE]
// Rows:
//   tasks      ListTasks with that many open clocks: a page of 50, first and following pages
//   scheduler  one round over that many missed clocks, each fired once and in order
//   cleanup    a campaign over that many documents in effect, opened and published, and the longest
//              time that a clerk who drafts meanwhile waits for one act
// Documents are cloned from one that went through its whole life, written in bulk with their
// entries.
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <functional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "server/acts/document_acts.h"
#include "server/acts/document_index.h"
#include "server/domain/cleanup/totals.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/visibility/visibility.h"
#include "server/queries/tasks.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/schema/keys.h"
#include "storage/schema/version.h"
#include "storage/tables/campaign_table.h"
#include "storage/tables/document_table.h"
#include "storage/tables/event_table.h"
#include "storage/tables/log_table.h"
#include "tests/bench/report_rows.h"
#include "tests/storage/temp_folder.h"
#include "tests/support/draft.h"
#include "tests/support/office.h"

namespace santong::bench {
namespace {

using testing::Office;
using Clock = std::chrono::steady_clock;

constexpr int kBaselineActs = 1000;  // of a clerk with nothing else going on
constexpr absl::CivilDay kToday(2026, 6, 1);
constexpr int kOrgans = 100;
constexpr int kRowsPerTransaction = 2000;

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// User and system time of this process: what a figure costs, whatever else the machine does.
double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void MustBeOk(const absl::Status& status, const char* what) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s: %s\n", what, status.ToString().c_str());
  std::exit(1);
}

template <typename T>
T Must(absl::StatusOr<T> value, const char* what) {
  MustBeOk(value.status(), what);
  return *std::move(value);
}

struct Options {
  std::string folder = "/var/tmp";
  std::string only;
  std::string csv;
  int clocks = 1'000'000;
  int missed = 100'000;
  int documents = 100'000;
};

class Store {
 public:
  explicit Store(const std::string& folder) : temp_(folder) {
    kv::RocksDbStore::Options options;
    options.path = temp_.path();
    store_ = Must(kv::RocksDbStore::Open(options), "open");
    MustBeOk(schema::OpenSchema(*store_), "schema");
    office_ = std::make_unique<Office>(*store_, kToday);
  }
  ~Store() {
    office_.reset();
    store_.reset();
  }
  Office& office() { return *office_; }
  kv::Store& kv() { return *store_; }

  // Writes `count` copies of `pattern`; `change` makes each its own.
  void Clone(const v1::Document& pattern, int count,
             const std::function<void(int, v1::Document*)>& change) {
    int written = 0;
    while (written < count) {
      const int end = std::min(count, written + kRowsPerTransaction);
      MustBeOk(kv::TransactAndWait(
                   *store_,
                   [&](kv::Transaction& txn) -> absl::Status {
                     auto last = txn.Get(schema::LastDocumentKey());
                     if (!last.ok()) return last.status();
                     uint64_t id = *schema::DecodeUint64(*last);
                     const v1::Document nothing;
                     for (int n = written; n < end; ++n) {
                       v1::Document document = pattern;
                       document.set_name(tables::DocumentName(++id));
                       document.set_title(absl::StrCat(pattern.title(), n));
                       document.set_document_number(absl::StrCat("平民〔2020〕", n, "号"));
                       document.set_registration_number(absl::StrCat("测登〔2020〕", n, "号"));
                       change(n, &document);
                       tables::PutDocument(txn, id, document, visibility::AnyoneMayRead(document),
                                           true);
                       acts::WriteDocumentEntries(txn, id, nothing, document);
                       // The log asks for what it says of each text.
                       for (const v1::VersionSummary& version : document.versions())
                         tables::PutTextDigest(txn, id, static_cast<uint32_t>(version.number()),
                                               {std::string(32, 's'), std::string(32, 'o')});
                     }
                     txn.Put(schema::LastDocumentKey(), schema::EncodeUint64(id));
                     return absl::OkStatus();
                   }),
               "clone");
      written = end;
    }
  }

 private:
  const testing::TempFolder temp_;
  std::unique_ptr<kv::RocksDbStore> store_;
  std::unique_ptr<Office> office_;
};

v1::Document InEffect(Office& office) {
  v1::Document document = Must(office.Published("办法"), "publish");
  document.clear_internal();
  return document;
}

// Leaves one clock on the document: it runs, and is due that day.
void SetOnlyClock(v1::ClockKind kind, absl::CivilDay due, v1::Document* document) {
  document->clear_clocks();
  v1::Clock* clock = document->add_clocks();
  clock->set_kind(kind);
  clock->set_state(v1::CLOCK_STATE_RUNNING);
  clock->set_start_date("2026-01-01");
  clock->set_due_date(text::FormatIsoDay(due));
}

// `cpu_seconds` for all of them.
void PrintTimes(const char* row, std::vector<double> seconds, double cpu_seconds,
                ReportRows* rows) {
  std::sort(seconds.begin(), seconds.end());
  std::printf("%-58s p50 %7.3f ms  p99 %7.3f ms  max %7.3f ms  CPU %7.3f ms\n", row,
              seconds[seconds.size() / 2] * 1e3, seconds[seconds.size() * 99 / 100] * 1e3,
              seconds.back() * 1e3, cpu_seconds / static_cast<double>(seconds.size()) * 1e3);
  std::fflush(stdout);
  rows->Add(row, kP50, seconds[seconds.size() / 2] * 1e3);
  rows->Add(row, kP99, seconds[seconds.size() * 99 / 100] * 1e3);
}

void Tasks(const Options& options, ReportRows* rows) {
  Store store(options.folder);
  const v1::Document pattern = InEffect(store.office());
  const auto begin = Clock::now();
  store.Clone(pattern, options.clocks, [](int n, v1::Document* document) {
    SetOnlyClock(v1::CLOCK_KIND_FILING, kToday + (n * 7919 % 1000 - 100), document);
    document->mutable_issuers(0)->set_organ(
        n % kOrgans == 0 ? testing::kCivilAffairs
                         : absl::StrCat(testing::kDistrict, "/organs/organ-", n % kOrgans));
  });
  std::printf("%d open clocks written in %.1f s\n", options.clocks, SecondsSince(begin));
  struct Row {
    const char* name;
    access::Caller caller;
    bool overdue_only;
  };
  for (const Row& row :
       {Row{"ListTasks, the legal office", testing::Reviewer(), false},
        Row{"ListTasks, the legal office, overdue only", testing::Reviewer(), true},
        Row{"ListTasks, an organ", testing::Drafter(), false},
        Row{"ListTasks, the auditor", testing::Auditor(), false}}) {
    std::vector<double> taken;
    v1::ListTasksRequest request;
    request.set_overdue_only(row.overdue_only);
    std::string last_due;
    const double cpu = CpuSeconds();
    for (int call = 0; call < 2000; ++call) {
      const auto start = Clock::now();
      auto page = queries::ListTasks(*store.kv().Snapshot(), store.office().settings(), row.caller,
                                     kToday, request);
      taken.push_back(SecondsSince(start));
      MustBeOk(page.status(), row.name);
      for (const v1::Task& task : page->tasks()) {
        if (task.clock().due_date() < last_due) {
          std::fprintf(stderr, "%s: a task is out of order\n", row.name);
          std::exit(1);
        }
        last_due = task.clock().due_date();
      }
      request.set_page_token(page->next_page_token());
      if (page->next_page_token().empty()) last_due.clear();
    }
    PrintTimes(row.name, std::move(taken), CpuSeconds() - cpu, rows);
  }
}

void Scheduler(const Options& options, ReportRows* rows) {
  Store store(options.folder);
  const v1::Document pattern = InEffect(store.office());
  store.Clone(pattern, options.missed, [](int n, v1::Document* document) {
    SetOnlyClock(v1::CLOCK_KIND_FILING, kToday - 1 - n * 7919 % 700, document);
  });
  const uint64_t before = Must(tables::LastEvent(*store.kv().Snapshot()), "last event");
  const double cpu = CpuSeconds();
  const auto start = Clock::now();
  const int acts = Must(store.office().RunRound(), "round");
  const double seconds = SecondsSince(start);
  const double cpu_seconds = CpuSeconds() - cpu;
  std::set<std::string> fired;
  std::string last_due;
  bool in_order = true;
  const auto reader = store.kv().Snapshot();
  MustBeOk(reader->Scan(schema::EventKey(before + 1), schema::PrefixEnd("e"),
                        [&](absl::string_view, absl::string_view value) {
                          v1::Event event;
                          if (!event.ParseFromArray(value.data(), static_cast<int>(value.size())))
                            std::exit(1);
                          fired.insert(event.resource());
                          auto document =
                              tables::GetDocument(*reader, *tables::DocumentId(event.resource()));
                          in_order = in_order && document->clocks(0).due_date() >= last_due;
                          last_due = document->clocks(0).due_date();
                          return true;
                        }),
           "events");
  const bool once = acts == options.missed && fired.size() == static_cast<size_t>(options.missed);
  std::printf("%-58s %7.2f s (CPU %.2f s), %d acts, each once: %s, in order: %s\n",
              "one round over missed clocks", seconds, cpu_seconds, acts, once ? "yes" : "NO",
              in_order ? "yes" : "NO");
  rows->Add("missed clocks", kTime, seconds);
  const auto again = Clock::now();
  const int more = Must(store.office().RunRound(), "round");
  std::printf("%-58s %7.2f s, %d acts\n", "the round after it", SecondsSince(again), more);
  std::fflush(stdout);
}

// A clerk who writes drafts, one after the other, until he is stopped.
class Clerk {
 public:
  explicit Clerk(Office& office) : office_(office), thread_([this] { Work(); }) {}
  // Returns once so many acts are done.
  void Await(int acts) const {
    for (int done = acts_; done < acts; done = acts_) acts_.wait(done);
  }
  // The longest time that one act took, and how many there were.
  std::pair<double, int> Stop() {
    stopping_ = true;
    thread_.join();
    return {longest_, acts_};
  }

 private:
  void Work() {
    while (!stopping_) {
      const auto start = Clock::now();
      auto document = office_.Do(
          testing::Drafter(),
          acts::IntentOf(testing::CompleteDraft(
              "草稿", absl::StrCat("平民〔2026〕", 900000 + acts_.load(), "号"), "2026-06-01")));
      MustBeOk(document.status(), "draft");
      longest_ = std::max(longest_, SecondsSince(start));
      ++acts_;
      acts_.notify_all();
    }
  }

  Office& office_;
  std::atomic<bool> stopping_{false};
  double longest_ = 0;
  std::atomic<int> acts_{0};
  std::thread thread_;
};

// Reviews every item of the campaign and closes it, in bulk: what the organs and the office would
// do in months.
void ReviewAll(kv::Store& store, const v1::Campaign& opened) {
  const uint64_t campaign_id = *tables::CampaignId(opened.name());
  std::vector<v1::CampaignItem> items;
  MustBeOk(tables::ScanCampaignItems(*store.Snapshot(), campaign_id,
                                     [&](const v1::CampaignItem& item) {
                                       items.push_back(item);
                                       return true;
                                     }),
           "items");
  constexpr v1::Disposition kDispositions[] = {v1::DISPOSITION_KEEP, v1::DISPOSITION_EXTEND,
                                               v1::DISPOSITION_AMEND, v1::DISPOSITION_REPEAL,
                                               v1::DISPOSITION_LAPSE};
  cleanup::ProgressCounter counter;
  for (size_t i = 0; i < items.size(); ++i) {
    v1::CampaignItem& item = items[i];
    v1::CleanupDecision& decision = *item.mutable_decision();
    decision.set_disposition(kDispositions[i % 5]);
    decision.set_reason("工作任务已完成");
    if (decision.disposition() == v1::DISPOSITION_EXTEND)
      decision.set_last_valid_date("2034-12-31");
    if (decision.disposition() == v1::DISPOSITION_AMEND) {
      decision.set_amend_by_date("2027-12-31");
      decision.set_on_miss(v1::ON_MISS_LAPSES);
    }
    item.set_state(v1::CLEANUP_ITEM_STATE_REVIEWED);
    item.clear_clocks();
    counter.Add(item);
  }
  for (size_t first = 0; first < items.size(); first += kRowsPerTransaction) {
    MustBeOk(kv::TransactAndWait(store,
                                 [&](kv::Transaction& txn) -> absl::Status {
                                   const size_t end =
                                       std::min(items.size(), first + kRowsPerTransaction);
                                   for (size_t i = first; i < end; ++i) {
                                     absl::Status put = tables::PutCampaignItem(txn, items[i]);
                                     if (!put.ok()) return put;
                                   }
                                   return absl::OkStatus();
                                 }),
             "review");
  }
  v1::Campaign reviewed = opened;
  reviewed.clear_progress();
  for (const v1::OrganProgress& organ : counter.Take()) *reviewed.add_progress() = organ;
  MustBeOk(kv::TransactAndWait(
               store, [&](kv::Transaction& txn) { return tables::PutCampaign(txn, reviewed); }),
           "progress");
}

void Cleanup(const Options& options, ReportRows* rows) {
  Store store(options.folder);
  Office& office = store.office();
  const v1::Document pattern = InEffect(office);
  store.Clone(pattern, options.documents, [](int, v1::Document*) {});
  {
    Clerk clerk(office);
    clerk.Await(kBaselineActs);
    const auto [longest, acts] = clerk.Stop();
    std::printf("%-58s %7.1f ms longest of %d\n", "a clerk's draft, with nothing else going on",
                longest * 1e3, acts);
  }
  v1::Campaign campaign = Must(office.Plan(kToday, kToday + 60), "plan");
  {
    Clerk clerk(office);
    const double cpu = CpuSeconds();
    const auto start = Clock::now();
    campaign = Must(office.Open(campaign.name()), "open");
    const double seconds = SecondsSince(start);
    const double cpu_seconds = CpuSeconds() - cpu;
    const auto [longest, acts] = clerk.Stop();
    std::printf("%-58s %7.2f s (CPU %.2f s), %ld items\n", "opening a campaign", seconds,
                cpu_seconds, static_cast<long>(campaign.item_count()));
    rows->Add("cleanup opened", kTime, seconds);
    rows->Add("cleanup opened", kLongestWait, longest * 1e3);
    std::printf("%-58s %7.1f ms longest of %d\n", "a clerk's draft meanwhile", longest * 1e3, acts);
    std::fflush(stdout);
  }
  ReviewAll(store.kv(), campaign);
  campaign = Must(office.Close(campaign.name()), "close");
  const v1::Document notice = Must(office.Published("清理结果公告"), "notice");
  {
    Clerk clerk(office);
    const double cpu = CpuSeconds();
    const auto start = Clock::now();
    campaign = Must(office.PublishResult(campaign.name(), notice.name()), "publish");
    const double seconds = SecondsSince(start);
    const double cpu_seconds = CpuSeconds() - cpu;
    const auto [longest, acts] = clerk.Stop();
    std::printf("%-58s %7.2f s (CPU %.2f s)\n", "publishing its result, every effect", seconds,
                cpu_seconds);
    rows->Add("cleanup published", kTime, seconds);
    rows->Add("cleanup published", kLongestWait, longest * 1e3);
    std::printf("%-58s %7.1f ms longest of %d\n", "a clerk's draft meanwhile", longest * 1e3, acts);
    std::fflush(stdout);
  }
}

}  // namespace
}  // namespace santong::bench

int main(int argc, char** argv) {
  santong::bench::Options options;
  CLI::App app{"What grows with the number of documents"};
  app.add_option("--folder", options.folder, "on the disk to be measured");
  app.add_option("--clocks", options.clocks, "open clocks for ListTasks");
  app.add_option("--missed", options.missed, "missed clocks for the scheduler");
  app.add_option("--documents", options.documents, "documents in effect for the cleanup");
  app.add_option("--only", options.only, "tasks, scheduler or cleanup");
  app.add_option("--csv", options.csv, "writes the figures there, too");
  CLI11_PARSE(app, argc, argv);
  santong::bench::ReportRows rows(options.csv, options.documents);
  const auto wanted = [&](const char* row) { return options.only.empty() || options.only == row; };
  if (wanted("tasks")) santong::bench::Tasks(options, &rows);
  if (wanted("scheduler")) santong::bench::Scheduler(options, &rows);
  if (wanted("cleanup")) santong::bench::Cleanup(options, &rows);
}
