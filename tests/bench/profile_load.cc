// Runs one kind of load on a santongd while `perf record` watches it. What it wrote is told by part
// by profile/profile.py; deploy/bench profile runs both.
//   SANTONGD=build/server/santongd profile_load register|check|import|search --perf-data FILE
//   [--documents 10000] [--seconds 10]
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <thread>
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
constexpr size_t kImportBytes = 15000;  // the corpus's mean
// More than are taken in a second; made before the clock starts.
constexpr double kRegistrationsPerSecondMax = 15'000;
constexpr double kImportsPerSecondMax = 8'000;
constexpr int kSamplesPerSecond = 997;  // a prime: in step with nothing

struct Options {
  std::string kind;
  std::string perf_data;
  std::string work;
  int documents = 10000;
  double seconds = 10;
};

class Profile {
 public:
  explicit Profile(Options options)
      : options_(std::move(options)),
        server_([this](const std::string& port_file) {
          return testing::SantongdArguments(
              options_.work + "/data", port_file,
              {"--public-reads-per-minute", "0", "--public-writes-per-minute", "0"});
        }),
        registry_(grpc::CreateChannel(server_.address(), grpc::InsecureChannelCredentials()),
                  testing::AdminToken(options_.work + "/data")) {}

  // The program's exit code.
  int Run() {
    ImportStock(registry_, kStock, options_.documents,
                [](int n) { return Text(kDocumentBytes - 300, n); });
    AwaitIndex(registry_);
    if (options_.kind == "import") return Import();
    Load load{
        .address = server_.address(), .in_flight = kInFlight, .seconds_max = options_.seconds};
    std::vector<std::string> names;
    if (options_.kind == "register") {
      const auto count = static_cast<int64_t>(options_.seconds * kRegistrationsPerSecondMax);
      names = WaitingForRegistration(registry_, server_.address(), count, kDocumentBytes - 2000, 0);
      load.method = "/santong.v1.DocumentService/RegisterDocument";
      load.token = registry_.tokens().reviewer;
      load.calls_max = count;
      load.request = [&names](int64_t n) {
        v1::RegisterDocumentRequest request;
        request.set_name(names[static_cast<size_t>(n)]);
        request.mutable_options()->set_without_receipt(true);
        return request.SerializeAsString();
      };
    } else if (options_.kind == "check") {
      load.method = "/santong.v1.CatalogService/CheckBasis";
      load.request = [this](int64_t) {
        v1::CheckBasisRequest request;
        request.set_number(StockNumber(kStock, Any()));
        return request.SerializeAsString();
      };
    } else {
      load.method = "/santong.v1.CatalogService/SearchDocuments";
      load.request = [this](int64_t) {
        v1::SearchDocumentsRequest request;
        request.set_query(absl::StrCat("第", Any(), "号文件"));
        return request.SerializeAsString();
      };
    }
    std::thread perf = Watch();
    const Outcome outcome = RunClosedLoop(load);
    perf.join();
    Die(options_.kind, outcome);
    std::printf("%s: %.0f a second, p99 %.2f ms\n", options_.kind.c_str(), outcome.PerSecond(),
                outcome.latency.p99_us / 1000);
    return watched_;
  }

 private:
  static constexpr char kStock[] = "profile";

  int64_t Any() {
    return static_cast<int64_t>(random_() % static_cast<unsigned>(options_.documents)) + 1;
  }

  // The rows are made first; perf sees some of that, as a server that waits.
  int Import() {
    const int count = static_cast<int>(options_.seconds * kImportsPerSecondMax);
    std::thread perf = Watch();
    const double rate =
        ImportStock(registry_, "more", count, [](int n) { return Text(kImportBytes - 300, n); });
    perf.join();
    std::printf("import: %.0f a second\n", rate);
    return watched_;
  }

  std::thread Watch() {
    return std::thread([this] {
      watched_ =
          std::system(absl::StrCat("perf record -q -F ", kSamplesPerSecond, " -p ", server_.pid(),
                                   " -o '", options_.perf_data, "' -- sleep ", options_.seconds)
                          .c_str());
    });
  }

  const Options options_;
  testing::ServerProcess server_;
  testing::Registry registry_;
  std::mt19937 random_{1};
  int watched_ = 1;  // perf's exit code
};

}  // namespace
}  // namespace santong::bench

int main(int argc, char** argv) {
  CLI::App app("Runs one kind of load on santongd while perf watches it.");
  santong::bench::Options options;
  app.add_option("kind", options.kind, "what is done")
      ->required()
      ->check(CLI::IsMember({"register", "check", "import", "search"}));
  app.add_option("--perf-data", options.perf_data, "where perf writes what it saw")->required();
  app.add_option("--documents", options.documents, "documents in the register")
      ->check(CLI::Range(100, 1000000));
  app.add_option("--seconds", options.seconds, "how long it is watched")
      ->check(CLI::Range(1.0, 60.0));
  CLI11_PARSE(app, argc, argv);
  std::string folder = std::filesystem::temp_directory_path() / "santong_profile_XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) return 1;
  options.work = folder;
  const int failed = santong::bench::Profile(options).Run();
  std::filesystem::remove_all(folder);
  return failed == 0 ? 0 : 1;
}
