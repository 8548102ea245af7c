// Measures how soon others know of what happened: how long after the reply to its publication a
// search finds a document; what idle watchers cost the server in memory, and how long after an act
// is answered its event has reached all of them.
//   watch_bench [--watchers 1000] [--events 20] [--channels 20] [--documents 0] [--published 100]
//   [--csv FILE]
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "grpcpp/grpcpp.h"
#include "tests/bench/report_rows.h"
#include "tests/bench/stock.h"
#include "tests/support/registry.h"
#include "tests/support/server_process.h"

namespace santong::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kStockBytes = 4000;
constexpr std::chrono::minutes kIndexedWithin(60);  // the stock
constexpr std::chrono::minutes kFoundWithin(1);

double MillisecondsSince(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

class Watcher final : public grpc::ClientReadReactor<v1::WatchCatalogResponse> {
 public:
  Watcher(v1::CatalogService::Stub& stub, int64_t after) : place_(after) {
    request_.set_after_sequence(after);
    stub.async()->WatchCatalog(&context_, &request_, this);
    StartRead(&part_);
    StartCall();
  }
  void OnReadDone(bool ok) override {
    if (!ok) return;
    place_.store(part_.sent_to_sequence());
    StartRead(&part_);
  }
  void OnDone(const grpc::Status&) override {
    absl::MutexLock lock(&mutex_);
    done_ = true;
  }
  int64_t place() const { return place_.load(); }
  void Stop() {
    context_.TryCancel();
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&done_));
  }

 private:
  grpc::ClientContext context_;
  v1::WatchCatalogRequest request_;
  v1::WatchCatalogResponse part_;
  std::atomic<int64_t> place_;
  absl::Mutex mutex_;
  bool done_ ABSL_GUARDED_BY(mutex_) = false;
};

// False when not all have come there within a minute.
bool AllCome(const std::vector<std::unique_ptr<Watcher>>& watchers, int64_t sequence) {
  const auto start = Clock::now();
  while (!std::all_of(watchers.begin(), watchers.end(),
                      [&](const auto& watcher) { return watcher->place() >= sequence; })) {
    if (MillisecondsSince(start) > 60'000) return false;
    std::this_thread::sleep_for(std::chrono::microseconds(500));
  }
  return true;
}

int64_t LastEvent(testing::Registry& registry) {
  v1::GetServerInfoResponse info;
  registry.admin().GetServerInfo(testing::As(registry.tokens().admin).get(), {}, &info);
  return info.last_event_sequence();
}

// Asks until a search for its title shows the document; false with a message when none does within
// the limit.
bool IsFound(testing::Registry& registry, const v1::Document& document,
             std::chrono::minutes limit) {
  v1::SearchDocumentsRequest request;
  request.set_query(document.title());
  request.set_page_size(1);
  grpc::Status status;
  for (const auto start = Clock::now(); Clock::now() - start < limit;) {
    v1::SearchDocumentsResponse response;
    status = registry.catalog().SearchDocuments(testing::As(registry.tokens().admin).get(), request,
                                                &response);
    if (status.ok() && response.hits_size() > 0 &&
        response.hits(0).document().name() == document.name()) {
      return true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  std::fprintf(stderr, "%s is not found: %s\n", document.name().c_str(),
               status.error_message().c_str());
  return false;
}

// One document after the other, each with a title that no other has.
bool PublishedUntilFound(testing::Registry& registry, int count, ReportRows* rows) {
  std::vector<double> times;
  for (int i = 0; i < count; ++i) {
    const v1::Document document = registry.Published(absl::StrCat("检索时效办法之", 1000 + i));
    const auto start = Clock::now();
    if (!IsFound(registry, document, kFoundWithin)) return false;
    times.push_back(MillisecondsSince(start));
  }
  std::sort(times.begin(), times.end());
  const double p50 = times[times.size() / 2], p99 = times[(times.size() - 1) * 99 / 100];
  std::printf(
      "published until found, after the reply   p50 %6.0f ms   p99 %6.0f ms   max %6.0f ms "
      "(%d documents)\n",
      p50, p99, times.back(), count);
  rows->Add("published until found", kP50, p50);
  rows->Add("published until found", kP99, p99);
  rows->Add("published until found", kLongestWait, times.back());
  return true;
}

struct Options {
  int watchers = 1000;
  int events = 20;
  int channels = 20;
  int documents = 0;
  int published = 100;
  std::string csv;
};

int Run(const Options& options, const std::string& work) {
  const auto [watchers, events, channels, documents, published, csv] = options;
  ReportRows rows(csv, documents);
  const std::string data = work + "/data";
  testing::ServerProcess server([&](const std::string& port_file) {
    return testing::SantongdArguments(data, port_file, {"--public-streams", "0"});
  });
  const auto channel = [&](int number) {
    grpc::ChannelArguments arguments;
    arguments.SetInt("channel", number);  // so that each has a connection of its own
    return grpc::CreateCustomChannel(server.address(), grpc::InsecureChannelCredentials(),
                                     arguments);
  };
  testing::Registry registry(channel(0), testing::AdminToken(data));
  ImportStock(registry, "watch", documents, [](int n) { return Text(kStockBytes, n); });
  if (!IsFound(registry, registry.Published("养老服务办法"), kIndexedWithin)) return 1;
  if (!PublishedUntilFound(registry, published, &rows)) return 1;
  int64_t last = LastEvent(registry);
  const double before = server.ResidentMib();

  std::vector<std::unique_ptr<v1::CatalogService::Stub>> stubs;
  for (int i = 1; i <= channels; ++i) stubs.push_back(v1::CatalogService::NewStub(channel(i)));
  std::vector<std::unique_ptr<Watcher>> all;
  for (int i = 0; i < watchers; ++i) {
    all.push_back(std::make_unique<Watcher>(*stubs[i % channels], last - 1));
  }
  if (!AllCome(all, last)) {
    std::fprintf(stderr, "not all watchers began\n");
    return 1;
  }
  std::printf("%d idle watchers on %d connections      %8.1f MiB more than without\n", watchers,
              channels, server.ResidentMib() - before);

  const double cpu = server.CpuSeconds();
  const auto idle = Clock::now();
  std::this_thread::sleep_for(std::chrono::seconds(2));
  std::printf("the server's processor meanwhile          %8.1f %% of one core\n",
              (server.CpuSeconds() - cpu) / MillisecondsSince(idle) * 1000 * 100);

  std::vector<double> times;
  for (int i = 0; i < events; ++i) {
    registry.Registered(absl::StrCat("养老服务办法之", i));
    const auto start = Clock::now();
    last = LastEvent(registry);
    if (!AllCome(all, last)) {
      std::fprintf(stderr, "an event did not reach all\n");
      return 1;
    }
    times.push_back(MillisecondsSince(start));
  }
  std::sort(times.begin(), times.end());
  std::printf("an event reaches all, after its reply    p50 %6.0f ms   max %6.0f ms (%d events)\n",
              times[times.size() / 2], times.back(), events);
  rows.Add("watch fan-out", kP50, times[times.size() / 2]);
  rows.Add("watch fan-out", kLongestWait, times.back());
  rows.Add("memory of the watchers", kMemory, server.ResidentMib() - before);
  std::printf("server's memory afterwards               %8.1f MiB more than without\n",
              server.ResidentMib() - before);
  for (const auto& watcher : all) watcher->Stop();
  return 0;
}

}  // namespace
}  // namespace santong::bench

int main(int argc, char** argv) {
  santong::bench::Options options;
  CLI::App app("watching the catalogue");
  app.add_option("--watchers", options.watchers, "how many");
  app.add_option("--events", options.events, "how many");
  app.add_option("--channels", options.channels, "connections that the watchers share");
  app.add_option("--documents", options.documents, "what is in the register before")
      ->check(CLI::Range(0, 1'000'000));
  app.add_option("--published", options.published, "documents that are published and searched for")
      ->check(CLI::Range(1, 1000));
  app.add_option("--csv", options.csv, "writes the figures there, too");
  CLI11_PARSE(app, argc, argv);
  std::string work =
      (std::filesystem::temp_directory_path() / "santong_watch_bench_XXXXXX").string();
  if (mkdtemp(work.data()) == nullptr) return 1;
  const int code = santong::bench::Run(options, work);
  std::filesystem::remove_all(work);
  return code;
}
