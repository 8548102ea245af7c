// An hour of mixed load at 70 % of what the server can do: do memory, files, latency and disk per
// document stay flat? Writes a CSV and a plot of it (SVG).
//   deploy/bench soak [--documents 100000] [--minutes 60] [--share 0.7] [--clients 64]
//                     [--csv soak.csv] [--svg soak.svg]
//
// One round of a client is a document's way from draft to publication (5 acts) and 15 reads by the
// public. The same load without pauses first makes a register of --documents, for an empty one does
// more than it ever will again. What the server can do is measured on that: the calls of a minute
// over that minute and the time until the search index has followed, for a rate at which the index
// falls behind cannot be kept up. A call's latency counts from the time at which it was due, so a
// server that stalls is not spared the calls that waited. Beside it, a file of the soak's own is
// written and synced on the same disk: when that waits too, it was the machine that stalled.
#include <cairo-svg.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "tests/bench/disk_bytes.h"
#include "tests/server/services/fixture.h"
#include "tests/support/metrics_page.h"

namespace santong::bench {
namespace {

constexpr int kReadsARound = 15;
// Long enough that the log and the compaction take their share of it.
constexpr absl::Duration kMeasure = absl::Seconds(60);
constexpr absl::Duration kFollowMax = absl::Minutes(10);
constexpr absl::Duration kLookAgain = absl::Seconds(1);
constexpr absl::Duration kProbeEvery = absl::Milliseconds(100);
constexpr size_t kProbeBytes = 4096;

struct Sample {
  double minutes = 0;
  double calls_per_second = 0;
  double p50_ms = 0;
  double p99_ms = 0;
  double resident_mib = 0;
  double files = 0;
  double documents = 0;
  double disk_kib_per_document = 0;
  double search_lag_events = 0;
  double metrics_page_ms = 0;   // how long GET /metrics took
  double disk_sync_max_ms = 0;  // the longest sync of the probe, not the server's
};

// What is plotted, each in a field of its own.
struct Field {
  const char* name;
  double Sample::*value;
};
constexpr Field kFields[] = {{"calls_per_second", &Sample::calls_per_second},
                             {"p50_ms", &Sample::p50_ms},
                             {"p99_ms", &Sample::p99_ms},
                             {"resident_mib", &Sample::resident_mib},
                             {"open_files", &Sample::files},
                             {"documents", &Sample::documents},
                             {"disk_kib_per_document", &Sample::disk_kib_per_document},
                             {"search_lag_events", &Sample::search_lag_events},
                             {"metrics_page_ms", &Sample::metrics_page_ms},
                             {"disk_sync_max_ms", &Sample::disk_sync_max_ms}};

// Thread-safe. Says when a call is due, takes how long each took.
class Load {
 public:
  // `per_second` of all clients together; 0: as fast as they can. There must be so many clients
  // that those who wait for a slow sync of the disk leave enough to make the calls that are due.
  Load(testing::RunningServer& server, int clients, double per_second)
      : registry_(server.registry()),
        start_(absl::Now()),
        pause_(per_second > 0 ? absl::Seconds(1 / per_second) : absl::ZeroDuration()) {
    for (int i = 0; i < clients; ++i) clients_.emplace_back([this, i] { Run(i); });
  }
  ~Load() {
    {
      absl::MutexLock lock(&mutex_);
      stopping_ = true;
    }
    for (std::thread& client : clients_) client.join();
  }

  // The latencies since the last call, in milliseconds, ascending.
  std::vector<double> Take() {
    std::vector<double> taken;
    {
      absl::MutexLock lock(&mutex_);
      taken.swap(latencies_);
    }
    std::sort(taken.begin(), taken.end());
    return taken;
  }

  static std::atomic<int>& documents() {
    static std::atomic<int> count = 0;
    return count;
  }

 private:
  // Waits until the next call is due; false at the end.
  bool Due(absl::Time* due) {
    *due = start_ + pause_ * next_++;
    absl::MutexLock lock(&mutex_);
    if (pause_ == absl::ZeroDuration()) {
      *due = absl::Now();
      return !stopping_;
    }
    return !mutex_.AwaitWithDeadline(absl::Condition(&stopping_), *due);
  }
  bool Call(const std::string& what, const std::function<grpc::Status()>& call) {
    absl::Time due;
    if (!Due(&due)) return false;
    const grpc::Status status = call();
    if (!status.ok()) {
      std::fprintf(stderr, "%s: %s\n", what.c_str(), status.error_message().c_str());
      std::exit(1);
    }
    absl::MutexLock lock(&mutex_);
    latencies_.push_back(absl::ToDoubleMilliseconds(absl::Now() - due));
    return true;
  }

  void Run(int client) {
    v1::DocumentService::Stub& documents = registry_.documents();
    const testing::Tokens& tokens = registry_.tokens();
    const auto act = [&](const char* what, const std::string& token, auto request,
                         v1::Document* document, auto method) {
      request.set_name(document->name());
      return Call(what,
                  [&] { return (documents.*method)(testing::As(token).get(), request, document); });
    };
    using Stub = v1::DocumentService::Stub;
    for (int round = 0;; ++round) {
      v1::Document document;
      const auto draft = registry_.CompleteDraft(absl::StrCat("办法", titles()++));
      const bool made = Call("create", [&] {
        return documents.CreateDocument(testing::As(tokens.drafter).get(), draft, &document);
      });
      if (!made) return;
      ++Load::documents();
      v1::DetermineDocumentRequest determine;
      determine.set_normative(true);
      v1::PublishDocumentRequest publish;
      publish.mutable_publication()->set_date(registry_.today());
      publish.mutable_publication()->set_channel("区政府网站");
      if (!act("submit", tokens.drafter, v1::SubmitDocumentRequest(), &document,
               &Stub::SubmitDocument) ||
          !act("determine", tokens.reviewer, determine, &document, &Stub::DetermineDocument) ||
          !act("register", tokens.reviewer, v1::RegisterDocumentRequest(), &document,
               &Stub::RegisterDocument) ||
          !act("publish", tokens.publisher, publish, &document, &Stub::PublishDocument)) {
        return;
      }
      for (int read = 0; read < kReadsARound; ++read) {
        v1::Document seen = document;
        if (!act("get", "", v1::GetDocumentRequest(), &seen, &Stub::GetDocument)) return;
      }
    }
  }
  static std::atomic<int>& titles() {
    static std::atomic<int> count = 0;
    return count;
  }

  testing::Registry& registry_;
  const absl::Time start_;
  const absl::Duration pause_;
  std::atomic<int64_t> next_ = 0;
  absl::Mutex mutex_;
  bool stopping_ = false;
  std::vector<double> latencies_;
  std::vector<std::thread> clients_;
};

// What the disk of `folder` does for anybody: writes a block and syncs it, again and again.
class DiskProbe {
 public:
  explicit DiskProbe(const std::string& folder)
      : file_(open(absl::StrCat(folder, "/soak_probe").c_str(), O_CREAT | O_RDWR, 0600)),
        thread_([this] { Run(); }) {
    if (file_ < 0) {
      std::perror("the probe's file");
      std::exit(1);
    }
  }
  ~DiskProbe() {
    {
      absl::MutexLock lock(&mutex_);
      stopping_ = true;
    }
    thread_.join();
    close(file_);
  }

  // The longest sync since the last call, in milliseconds.
  double TakeLongest() {
    absl::MutexLock lock(&mutex_);
    return absl::ToDoubleMilliseconds(std::exchange(longest_, absl::ZeroDuration()));
  }

 private:
  void Run() {
    const std::string block(kProbeBytes, 'x');
    absl::MutexLock lock(&mutex_);
    while (!mutex_.AwaitWithTimeout(absl::Condition(&stopping_), kProbeEvery)) {
      mutex_.Unlock();
      const absl::Time start = absl::Now();
      const bool written =
          pwrite(file_, block.data(), block.size(), 0) == static_cast<ssize_t>(block.size()) &&
          fdatasync(file_) == 0;
      const absl::Duration took = absl::Now() - start;
      mutex_.Lock();
      if (!written) {
        std::perror("the probe's file");
        std::exit(1);
      }
      longest_ = std::max(longest_, took);
    }
  }

  const int file_;
  absl::Mutex mutex_;
  bool stopping_ = false;
  absl::Duration longest_ = absl::ZeroDuration();
  std::thread thread_;
};

double At(const std::vector<double>& ascending, double share) {
  if (ascending.empty()) return 0;
  return ascending[static_cast<size_t>(share * static_cast<double>(ascending.size() - 1))];
}

double OpenFiles(pid_t pid) {
  std::error_code error;
  const std::filesystem::directory_iterator all(absl::StrCat("/proc/", pid, "/fd"), error);
  return static_cast<double>(std::distance(begin(all), end(all)));
}

// How many events the search index is behind; ends the program when nobody tells.
double SearchLag(int metrics_port) {
  double lag = 0;
  if (!absl::SimpleAtod(
          testing::MetricValue(testing::MetricsPage(metrics_port), "santong_search_lag_events"),
          &lag)) {
    std::fprintf(stderr, "the server does not tell santong_search_lag_events\n");
    std::exit(1);
  }
  return lag;
}

void Wait(absl::Duration duration) {
  absl::Mutex mutex;
  absl::MutexLock lock(&mutex);
  const bool never = false;
  mutex.AwaitWithTimeout(absl::Condition(&never), duration);
}

void AwaitIndex(int metrics_port) {
  const absl::Time loaded = absl::Now();
  while (SearchLag(metrics_port) > 0) {
    if (absl::Now() - loaded > kFollowMax) {
      std::fprintf(stderr, "the search index does not follow\n");
      std::exit(1);
    }
    Wait(kLookAgain);
  }
}

// Makes a register of so many documents, by as many calls as the clients can make.
void Fill(testing::RunningServer& server, int clients, int documents, int metrics_port) {
  const absl::Time start = absl::Now();
  {
    Load load(server, clients, 0);
    while (Load::documents() < documents) {
      Wait(kLookAgain);
      load.Take();
    }
  }
  AwaitIndex(metrics_port);
  std::printf("%d documents after %.0f s\n", Load::documents().load(),
              absl::ToDoubleSeconds(absl::Now() - start));
  std::fflush(stdout);
}

// Calls a second that the server can keep up.
double Capacity(testing::RunningServer& server, int clients, int metrics_port) {
  const absl::Time start = absl::Now();
  double calls = 0;
  {
    Load load(server, clients, 0);
    Wait(kMeasure);
    calls = static_cast<double>(load.Take().size());
  }
  const absl::Time loaded = absl::Now();
  AwaitIndex(metrics_port);
  const absl::Duration all = absl::Now() - start;
  std::printf(
      "%d clients: %.0f calls a second for a minute, %.0f with the %.0f s until the index had "
      "followed\n",
      clients, calls / absl::ToDoubleSeconds(loaded - start), calls / absl::ToDoubleSeconds(all),
      absl::ToDoubleSeconds(absl::Now() - loaded));
  return calls / absl::ToDoubleSeconds(all);
}

Sample Look(testing::RunningServer& server, int metrics_port, const std::vector<double>& latencies,
            absl::Duration window, absl::Duration since) {
  Sample sample;
  sample.minutes = absl::ToDoubleMinutes(since);
  sample.calls_per_second = static_cast<double>(latencies.size()) / absl::ToDoubleSeconds(window);
  sample.p50_ms = At(latencies, 0.5);
  sample.p99_ms = At(latencies, 0.99);
  sample.resident_mib = server.process().ResidentMib();
  sample.files = OpenFiles(server.process().pid());
  sample.documents = Load::documents();
  sample.disk_kib_per_document = DiskBytes(server.data_dir()) / 1024 / sample.documents;
  const absl::Time asked = absl::Now();
  sample.search_lag_events = SearchLag(metrics_port);
  sample.metrics_page_ms = absl::ToDoubleMilliseconds(absl::Now() - asked);
  return sample;
}

void WriteCsv(const std::string& path, const std::vector<Sample>& samples) {
  std::ofstream file(path);
  file << "minutes";
  for (const Field& field : kFields) file << "," << field.name;
  file << "\n";
  for (const Sample& sample : samples) {
    file << sample.minutes;
    for (const Field& field : kFields) file << "," << sample.*field.value;
    file << "\n";
  }
}

// One field below the other, each from 0 to its highest value.
void Plot(const std::string& path, const std::vector<Sample>& samples) {
  constexpr double kWidth = 720, kHeight = 110, kLeft = 20, kTop = 24;
  cairo_surface_t* surface = cairo_svg_surface_create(path.c_str(), kWidth + 2 * kLeft,
                                                      (kHeight + kTop) * std::size(kFields) + kTop);
  cairo_t* cairo = cairo_create(surface);
  cairo_set_font_size(cairo, 12);
  double top = kTop;
  const double last = samples.back().minutes;
  for (const Field& field : kFields) {
    double highest = 0;
    for (const Sample& sample : samples) highest = std::max(highest, sample.*field.value);
    cairo_move_to(cairo, kLeft, top - 4);
    cairo_show_text(cairo, absl::StrCat(field.name, ", 0 to ", highest, "; ", last,
                                        " minutes; last ", samples.back().*field.value)
                               .c_str());
    cairo_rectangle(cairo, kLeft, top, kWidth, kHeight);
    cairo_set_line_width(cairo, 0.5);
    cairo_stroke(cairo);
    for (const Sample& sample : samples) {
      cairo_line_to(cairo, kLeft + kWidth * sample.minutes / last,
                    top + kHeight * (1 - (highest > 0 ? sample.*field.value / highest : 0)));
    }
    cairo_set_line_width(cairo, 1.2);
    cairo_stroke(cairo);
    top += kHeight + kTop;
  }
  cairo_destroy(cairo);
  cairo_surface_destroy(surface);
}

}  // namespace
}  // namespace santong::bench

int main(int argc, char** argv) {
  using namespace santong::bench;
  double minutes = 60, share = 0.7, every = 10;
  int clients = 64, documents = 100000;
  std::string csv = "soak.csv", svg = "soak.svg";
  CLI::App app("An hour of mixed load at 70 % of what the server can do");
  app.add_option("--documents", documents, "in the register, before anything is measured")
      ->check(CLI::Range(0, 1000000));
  app.add_option("--minutes", minutes, "how long");
  app.add_option("--share", share, "of what was measured first");
  app.add_option("--clients", clients, "at once")->check(CLI::Range(1, 1000));
  app.add_option("--every", every, "seconds between two samples");
  app.add_option("--csv", csv, "the samples");
  app.add_option("--svg", svg, "the plot");
  CLI11_PARSE(app, argc, argv);
  const int metrics_port = santong::testing::FreePort();
  santong::testing::RunningServer server({"--public-reads-per-minute", "0",
                                          "--public-writes-per-minute", "0", "--metrics-address",
                                          absl::StrCat("127.0.0.1:", metrics_port)});
  Fill(server, clients, documents, metrics_port);
  const double capacity = Capacity(server, clients, metrics_port);
  std::printf("%.0f calls a second from here on\n", capacity * share);
  std::vector<Sample> samples;
  {
    Load load(server, clients, capacity * share);
    DiskProbe probe(std::filesystem::path(server.data_dir()).parent_path());
    const absl::Time start = absl::Now();
    absl::Time taken = start;
    while (taken - start < absl::Minutes(minutes)) {
      Wait(absl::Seconds(every));
      const std::vector<double> latencies = load.Take();
      const absl::Time now = absl::Now();
      samples.push_back(Look(server, metrics_port, latencies, now - taken, now - start));
      taken = now;
      Sample& last = samples.back();
      last.disk_sync_max_ms = probe.TakeLongest();
      std::printf(
          "%6.1f min  %7.0f/s  p50 %6.2f ms  p99 %7.2f ms  %6.1f MiB  %4.0f files  "
          "%7.0f documents  %6.1f KiB each  %6.0f events behind  metrics %6.1f ms  disk %6.1f ms\n",
          last.minutes, last.calls_per_second, last.p50_ms, last.p99_ms, last.resident_mib,
          last.files, last.documents, last.disk_kib_per_document, last.search_lag_events,
          last.metrics_page_ms, last.disk_sync_max_ms);
      std::fflush(stdout);
      WriteCsv(csv, samples);
    }
  }
  Plot(svg, samples);
  return 0;
}
