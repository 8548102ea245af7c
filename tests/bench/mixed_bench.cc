// Measures whether reads wait for writes: p99 of reads while writers run, against the p99 of the
// same reads on the idle register, in one run, rounds interleaved. Each round begins when the
// server is at rest: what its writes need was prepared, and that was indexed and put in order.
// Prints a table.
//   SANTONGD=build/server/santongd mixed_bench [--documents 10000] [--rounds 3] [--seconds 4]
//   [--csv FILE] [--santongd=FLAG...]
// Client and server share the processors, so reads in a closed loop wait by as much as the writes
// take of these, whatever the server does. What no server could mend is shown by the same load on
// bare gRPC, which echoes a text beside durable puts into the bare engine (bare_server.h); it takes
// turns with each row.
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
#include <fstream>
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
#include "tests/bench/bare_server.h"
#include "tests/bench/closed_loop.h"
#include "tests/bench/stock.h"
#include "tests/support/registry.h"
#include "tests/support/server_process.h"

namespace santong::bench {
namespace {

constexpr size_t kDocumentBytes = 4096;
constexpr char kIdle[] = "idle";
constexpr char kBare[] = "bare gRPC echo";
constexpr Measure kSlowed = {"p99 by idle", "times"};
constexpr int64_t kReadsToAWrite = 4;  // 20 % are writes
// More registrations than are taken in a second; they are prepared before the clock starts.
constexpr double kRegistrationsPerSecondMax = 12'000;
constexpr double kPacedPerSecondMax = 6'000;
// A pause of the writing client until its next call may be due: some four reads take as long, and a
// shorter one takes of the processor that it shares with what is measured.
constexpr absl::Duration kPace = absl::Microseconds(250);

struct Options {
  std::string work;
  std::string csv;
  int documents = 10000;
  int rounds = 3;
  double seconds = 4;
  std::vector<std::string> santongd;  // further flags of the server
};

// What the rounds of a row showed of one server: its reads on the idle server and beside writes,
// and these.
struct Rounds {
  std::vector<Outcome> idle, beside, writes;

  // By how much the p99 of each round grew.
  std::vector<double> Slowed() const {
    std::vector<double> ratios;
    for (size_t i = 0; i < idle.size(); ++i)
      ratios.push_back(beside[i].latency.p99_us / idle[i].latency.p99_us);
    return ratios;
  }
};

double MedianRate(const std::vector<Outcome>& outcomes) {
  std::vector<double> rates;
  for (const Outcome& outcome : outcomes) rates.push_back(outcome.PerSecond());
  return Median(rates);
}

double MedianP99(const std::vector<Outcome>& outcomes) {
  std::vector<double> p99s;
  for (const Outcome& outcome : outcomes) p99s.push_back(outcome.latency.p99_us);
  return Median(p99s);
}

class Mixed {
 public:
  explicit Mixed(Options options)
      : options_(std::move(options)),
        payload_file_(options_.work + "/payload"),
        bare_((WritePayload(),
               [this](const std::string& port_file) -> std::vector<std::string> {
                 return {"/proc/self/exe", "--serve-bare", options_.work + "/bare",
                         "--payload-file", payload_file_,  "--port-file",
                         port_file};
               })),
        server_([this](const std::string& port_file) {
          std::vector<std::string> flags = {"--public-reads-per-minute", "0",
                                            "--public-writes-per-minute", "0"};
          flags.insert(flags.end(), options_.santongd.begin(), options_.santongd.end());
          return testing::SantongdArguments(options_.work + "/data", port_file, flags);
        }),
        registry_(grpc::CreateChannel(server_.address(), grpc::InsecureChannelCredentials()),
                  testing::AdminToken(options_.work + "/data")),
        rows_(options_.csv, options_.documents) {}

  void Run() {
    ImportStock(registry_, kStock, options_.documents,
                [](int n) { return Text(kDocumentBytes - 300, n); });
    AwaitIndex(registry_);
    std::printf("%-32s %10s %10s %12s %12s %12s %12s\n", "row", "reads/s", "writes/s", "p99 us",
                "idle p99 us", "p99 / idle", "ours / bare");
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

  void WritePayload() const { std::ofstream(payload_file_) << Text(kDocumentBytes, 1); }

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

  static Outcome Checked(const std::string& name, const Load& load) {
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

  Load Registrations(const std::vector<std::string>& names) {
    return {.address = server_.address(),
            .method = "/santong.v1.DocumentService/RegisterDocument",
            .token = registry_.tokens().reviewer,
            .in_flight = kInFlight,
            .seconds_max = options_.seconds,
            .calls_max = static_cast<int64_t>(names.size()),
            .request = [&names](int64_t n) {
              v1::RegisterDocumentRequest request;
              request.set_name(names[static_cast<size_t>(n) % names.size()]);
              request.mutable_options()->set_without_receipt(true);
              return request.SerializeAsString();
            }};
  }

  // The reads alone, and then while the writes run beside them, on another thread, for as long.
  static void RunRound(const std::string& name, Load reads, Load writes, bool paced,
                       Rounds* rounds) {
    rounds->idle.push_back(Checked(name, reads));
    std::atomic<int64_t> reads_done{0};
    std::atomic<bool> over{false};
    reads.take = [&reads_done](int64_t, const grpc::ByteBuffer&) { ++reads_done; };
    if (paced) {
      writes.request = [&reads_done, &over, request = writes.request](int64_t n) {
        while (!over && (n + 1) * kReadsToAWrite > reads_done) absl::SleepFor(kPace);
        return request(n);
      };
    }
    Outcome written;
    std::thread writer([&] { written = RunClosedLoop(writes); });
    rounds->beside.push_back(Checked(name, reads));
    over = true;
    writer.join();
    Die(writes.method, written);
    if (writes.calls_max > 0 && written.calls == writes.calls_max)
      std::fprintf(stderr, "%s: all %ld writes were done before the reads\n", name.c_str(),
                   static_cast<long>(written.calls));
    rounds->writes.push_back(written);
  }

  void Row(const char* name, const Load& reads, bool paced) {
    Rounds ours, bare;
    for (int round = 0; round < options_.rounds; ++round) {
      const std::vector<std::string> names = Prepared(paced);
      const Load writes = Registrations(names);
      AwaitRest(server_);
      RunRound(name, reads, writes, paced, &ours);
      // The same requests; what is written and answered is as much as a registration does.
      Load echo = reads, put = writes;
      echo.address = put.address = bare_.address();
      echo.method = "/bare/Echo";
      put.method = "/bare/Put";
      put.calls_max = 0;
      AwaitRest(bare_);
      RunRound(absl::StrCat(name, ", bare"), echo, put, paced, &bare);
    }
    std::vector<double> ours_by_bare;
    for (size_t i = 0; i < ours.idle.size(); ++i)
      ours_by_bare.push_back(ours.Slowed()[i] / bare.Slowed()[i]);
    Print(name, ours);
    std::printf(" %12.2f\n", Median(ours_by_bare));
    Print("  the same of bare gRPC", bare);
    std::printf("\n");
    std::fflush(stdout);
    AddOutcomesAgainst(name, kIdle, ours.idle, ours.beside, &rows_);
    rows_.Add(name, kSlowed, Median(ours.Slowed()));
    rows_.AddPeer(name, kBare, kSlowed, Median(bare.Slowed()), Median(ours_by_bare));
  }

  static void Print(const char* name, const Rounds& rounds) {
    std::printf("%-32s %10.0f %10.0f %12.0f %12.0f %12.2f", name, MedianRate(rounds.beside),
                MedianRate(rounds.writes), MedianP99(rounds.beside), MedianP99(rounds.idle),
                Median(rounds.Slowed()));
  }

  const Options options_;
  const std::string payload_file_;
  testing::ServerProcess bare_;
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
  app.add_option("--santongd", options.santongd,
                 "a flag of the server: --santongd=--cache-bytes=536870912; may be repeated");
  std::string bare, payload_file, port_file;
  app.add_option("--serve-bare", bare, "serve as the bare server (used by the bench itself)");
  app.add_option("--payload-file", payload_file, "what the bare server echoes");
  app.add_option("--port-file", port_file, "where the bare server writes its port");
  CLI11_PARSE(app, argc, argv);
  if (!bare.empty()) return santong::bench::ServeBare(bare, payload_file, port_file);
  std::string folder = std::filesystem::temp_directory_path() / "santong_mixed_XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) return 1;
  options.work = folder;
  santong::bench::Mixed(options).Run();
  std::filesystem::remove_all(folder);
  return 0;
}
