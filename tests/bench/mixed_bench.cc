// Measures whether reads wait for writes: p99 of reads while writers run, against the p99 of the
// same reads on the idle register, in one run, rounds interleaved. Each round begins when the
// server is at rest: what its writes need was prepared, and that was indexed and put in order.
// Prints a table.
//   SANTONGD=build/server/santongd mixed_bench [--documents 10000] [--rounds 3] [--seconds 4]
//   [--csv FILE]
// Rows:
//   get beside registrations      64 readers; 64 clients register as fast as the server takes it
//   get, check, search beside 20 % writes
//                                 64 readers; registrations are let in so that one call in five is
//                                 one
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "santong/v1/catalog_service.pb.h"
#include "santong/v1/document_service.pb.h"
#include "tests/bench/closed_loop.h"
#include "tests/bench/stock.h"
#include "tests/support/registry.h"
#include "tests/support/server_process.h"

namespace santong::bench {
namespace {

constexpr size_t kDocumentBytes = 4096;
constexpr char kIdle[] = "idle";
constexpr int64_t kReadsToAWrite = 4;  // 20 % are writes
// More registrations than are taken in a second; they are prepared before the clock starts.
constexpr double kRegistrationsPerSecondMax = 12'000;
constexpr double kPacedPerSecondMax = 6'000;
constexpr absl::Duration kIndexedWithin = absl::Minutes(60);
// A pause of the writing client until its next call may be due: some four reads take as long, and a
// shorter one takes of the processor that it shares with what is measured.
constexpr absl::Duration kPace = absl::Microseconds(250);
// At rest is a server that for so many pauses took less than this share of one processor.
constexpr int kRestPauses = 3;
constexpr absl::Duration kRestPause = absl::Milliseconds(500);
constexpr double kRestShare = 0.02;

struct Options {
  std::string work;
  std::string csv;
  int documents = 10000;
  int rounds = 3;
  double seconds = 4;
};

class Mixed {
 public:
  explicit Mixed(Options options)
      : options_(std::move(options)),
        server_([this](const std::string& port_file) {
          return testing::SantongdArguments(
              options_.work + "/data", port_file,
              {"--public-reads-per-minute", "0", "--public-writes-per-minute", "0"});
        }),
        registry_(grpc::CreateChannel(server_.address(), grpc::InsecureChannelCredentials()),
                  testing::AdminToken(options_.work + "/data")),
        rows_(options_.csv, options_.documents) {}

  void Run() {
    ImportStock(registry_, kStock, options_.documents,
                [](int n) { return Text(kDocumentBytes - 300, n); });
    AwaitIndex();
    std::printf("%-32s %10s %10s %12s %12s\n", "row", "per second", "p99 us", "idle p99 us",
                "p99 / idle");
    const Load get = Reads("DocumentService/GetDocument", [this] {
      v1::GetDocumentRequest request;
      request.set_name(absl::StrCat("documents/", Any()));
      return request.SerializeAsString();
    });
    const Load check = Reads("CatalogService/CheckBasis", [this] {
      v1::CheckBasisRequest request;
      request.set_number(StockNumber(kStock, Any()));
      return request.SerializeAsString();
    });
    const Load search = Reads("CatalogService/SearchDocuments", [this] {
      v1::SearchDocumentsRequest request;
      request.set_query(absl::StrCat("第", Any(), "号文件"));
      return request.SerializeAsString();
    });
    Row("get beside registrations", get, /*paced=*/false);
    Row("get beside 20 % writes", get, /*paced=*/true);
    Row("check beside 20 % writes", check, /*paced=*/true);
    Row("search beside 20 % writes", search, /*paced=*/true);
  }

 private:
  static constexpr char kStock[] = "mixed";

  int64_t Any() {
    return static_cast<int64_t>(random_() % static_cast<unsigned>(options_.documents)) + 1;
  }

  Load Reads(const char* method, std::function<std::string()> request) {
    return {.address = server_.address(),
            .method = absl::StrCat("/santong.v1.", method),
            .in_flight = kInFlight,
            .seconds_max = options_.seconds,
            .request = [request = std::move(request)](int64_t) { return request(); }};
  }

  static Outcome Checked(const char* name, const Load& load) {
    Outcome outcome = RunClosedLoop(load);
    Die(name, outcome);
    return outcome;
  }

  // Documents for a round of registrations.
  std::vector<std::string> Prepared(bool paced) {
    const auto count = static_cast<int64_t>(
        options_.seconds * (paced ? kPacedPerSecondMax : kRegistrationsPerSecondMax));
    std::vector<std::string> names =
        WaitingForRegistration(registry_, server_.address(), count, kDocumentBytes - 2000, series_);
    series_ += count;
    return names;
  }

  // The reads while registrations run beside them, on another thread, for as long.
  Outcome Beside(const char* name, Load reads, bool paced, const std::vector<std::string>& names) {
    const auto count = static_cast<int64_t>(names.size());
    std::atomic<int64_t> reads_done{0};
    std::atomic<bool> over{false};
    reads.take = [&reads_done](int64_t, const grpc::ByteBuffer&) { ++reads_done; };
    Load writes{.address = server_.address(),
                .method = "/santong.v1.DocumentService/RegisterDocument",
                .token = registry_.tokens().reviewer,
                .in_flight = kInFlight,
                .seconds_max = options_.seconds,
                .calls_max = count};
    writes.request = [&](int64_t n) {
      while (paced && !over && (n + 1) * kReadsToAWrite > reads_done) absl::SleepFor(kPace);
      v1::RegisterDocumentRequest request;
      request.set_name(names[static_cast<size_t>(n)]);
      request.mutable_options()->set_without_receipt(true);
      return request.SerializeAsString();
    };
    Outcome written;
    std::thread writer([&] { written = RunClosedLoop(writes); });
    const Outcome outcome = Checked(name, reads);
    over = true;
    writer.join();
    Die("RegisterDocument", written);
    if (written.calls == count)
      std::fprintf(stderr, "%s: all %ld registrations were done before the reads\n", name,
                   static_cast<long>(count));
    return outcome;
  }

  void Row(const char* name, const Load& reads, bool paced) {
    std::vector<Outcome> idle, beside;
    std::vector<double> rates, p99s, idle_p99s, ratios;
    for (int round = 0; round < options_.rounds; ++round) {
      const std::vector<std::string> names = Prepared(paced);
      AwaitRest(server_);
      idle.push_back(Checked(name, reads));
      beside.push_back(Beside(name, reads, paced, names));
      rates.push_back(beside.back().PerSecond());
      p99s.push_back(beside.back().latency.p99_us);
      idle_p99s.push_back(idle.back().latency.p99_us);
      ratios.push_back(p99s.back() / idle_p99s.back());
    }
    std::printf("%-32s %10.0f %10.0f %12.0f %12.2f\n", name, Median(rates), Median(p99s),
                Median(idle_p99s), Median(ratios));
    std::fflush(stdout);
    AddOutcomesAgainst(name, kIdle, idle, beside, &rows_);
  }

  // Until its followers and its compactions have nothing left to do.
  static void AwaitRest(const testing::ServerProcess& server) {
    const absl::Time limit = absl::Now() + kIndexedWithin;
    double before = server.CpuSeconds();
    for (int pauses = 0; pauses < kRestPauses;) {
      if (absl::Now() > limit) {
        std::fprintf(stderr, "the server does not come to rest\n");
        std::exit(1);
      }
      absl::SleepFor(kRestPause);
      const double now = server.CpuSeconds();
      const bool rests = now - before < kRestShare * absl::ToDoubleSeconds(kRestPause);
      pauses = rests ? pauses + 1 : 0;
      before = now;
    }
  }

  // Until the search index has read every event.
  void AwaitIndex() {
    const absl::Time limit = absl::Now() + kIndexedWithin;
    v1::SearchDocumentsRequest request;
    request.set_query("文件");
    v1::SearchDocumentsResponse response;
    do {
      absl::SleepFor(absl::Milliseconds(100));
      response.Clear();
      const grpc::Status status =
          registry_.catalog().SearchDocuments(testing::As("").get(), request, &response);
      if (absl::Now() < limit) continue;
      std::fprintf(stderr, "the index is not there: %s\n", status.error_message().c_str());
      std::exit(1);
    } while (response.event_sequence() == 0 ||
             response.complete_to_sequence() < response.event_sequence());
  }

  const Options options_;
  testing::ServerProcess server_;
  testing::Registry registry_;
  std::mt19937 random_{1};
  int64_t series_ = 0;
  ReportRows rows_;
};

}  // namespace
}  // namespace santong::bench

int main(int argc, char** argv) {
  CLI::App app("Measures the reads of santongd while others write.");
  santong::bench::Options options;
  app.add_option("--documents", options.documents, "documents in the register")
      ->check(CLI::Range(100, 1000000));
  app.add_option("--csv", options.csv, "writes the figures there, too");
  app.add_option("--rounds", options.rounds, "rounds of each row")->check(CLI::Range(1, 20));
  app.add_option("--seconds", options.seconds, "length of a round")->check(CLI::Range(0.2, 60.0));
  CLI11_PARSE(app, argc, argv);
  std::string folder = std::filesystem::temp_directory_path() / "santong_mixed_XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) return 1;
  options.work = folder;
  santong::bench::Mixed(options).Run();
  std::filesystem::remove_all(folder);
  return 0;
}
