// Measures GetDocument over HTTP against native gRPC, ratios in one run, rounds interleaved, and
// with connections that are stuck beside it; and the page of a document from a warm cache. Prints
// a table; a million by the server's µs is what one core serves a second.
//
// A public answer is kept until the register changes. "kept": the same requests over and over;
// "each new": every request holds a number that no other holds, in a field that nobody knows, so
// that nothing kept answers it.
//   SANTONGD=build/server/santongd http_bench [--documents 1000] [--rounds 3] [--seconds 4]
//   [--csv FILE]
#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <cstdio>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "tests/bench/closed_loop.h"
#include "tests/bench/http_loop.h"
#include "tests/bench/stock.h"
#include "tests/server/services/fixture.h"

namespace santong::bench {
namespace {

constexpr size_t kDocumentBytes = 4096;
constexpr int kStuck = 200;
constexpr int kReaders = 8;
constexpr int kPages = 100;  // so many documents are read, over and over
constexpr int kUnknownField = 1000;
constexpr char kMethod[] = "/santong.v1.DocumentService/GetDocument";

std::string NameOf(int64_t n) { return absl::StrCat("documents/", n + 1); }

// Connections that begin a request and say no more.
class Stuck {
 public:
  Stuck(const std::string& address, int count) {
    const size_t colon = address.rfind(':');
    const boost::asio::ip::tcp::endpoint server(
        boost::asio::ip::make_address(address.substr(0, colon)),
        static_cast<unsigned short>(std::stoi(address.substr(colon + 1))));
    for (int i = 0; i < count; ++i) {
      sockets_.emplace_back(io_).connect(server);
      boost::asio::write(sockets_.back(),
                         boost::asio::buffer(std::string(
                             "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{")));
    }
  }

 private:
  boost::asio::io_context io_;
  std::vector<boost::asio::ip::tcp::socket> sockets_;
};

void Row(const char* name, const std::vector<Outcome>& outcomes,
         const std::vector<Outcome>& floor) {
  std::vector<double> rates, p50s, p99s, cpus, ratios;
  for (size_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i].failures > 0) {
      std::fprintf(stderr, "%s: %s\n", name, outcomes[i].first_failure.c_str());
      std::exit(1);
    }
    rates.push_back(outcomes[i].PerSecond());
    p50s.push_back(outcomes[i].latency.p50_us);
    p99s.push_back(outcomes[i].latency.p99_us);
    cpus.push_back(outcomes[i].server_cpu_us);
    ratios.push_back(outcomes[i].PerSecond() / floor[i].PerSecond());
  }
  std::printf("%-48s %10.0f %10.0f %10.0f %10.0f %8.2f\n", name, Median(rates), Median(p50s),
              Median(p99s), Median(cpus), Median(ratios));
}

struct Options {
  int documents = 1000;
  int rounds = 3;
  double seconds = 4;
  std::string csv;
};

void Run(const Options& options) {
  const auto [documents, rounds, seconds, csv] = options;
  ReportRows rows(csv, documents);
  int64_t asked_so_far = 0;
  const auto asked_bytes = [count = documents](int64_t n) {
    v1::GetDocumentRequest request;
    request.set_name(NameOf(n % count));
    return request.SerializeAsString();
  };
  testing::RunningServer server({"--public-reads-per-minute", "0"});
  ImportStock(server.registry(), "http", documents, [](int n) { return Text(kDocumentBytes, n); });
  AwaitIndex(server.registry());
  AwaitRest(server.process());
  Load native;
  native.address = server.process().address();
  native.method = kMethod;
  native.in_flight = kInFlight;
  native.seconds_max = seconds;
  native.request = asked_bytes;
  HttpLoad json;
  json.address = testing::HttpAddress(server.data_dir());
  json.target = kMethod;
  json.content_type = "application/json";
  json.connections = kInFlight;
  json.seconds = seconds;
  json.body = [count = documents](int64_t n) {
    return absl::StrCat(R"({"name":")", NameOf(n % count), R"("})");
  };
  HttpLoad new_json = json;
  new_json.body = [count = documents, &asked_so_far](int64_t n) {
    return absl::StrCat(R"({"name":")", NameOf(n % count), R"(","n":)", ++asked_so_far, "}");
  };
  HttpLoad proto = json;
  proto.content_type = "application/proto";
  proto.body = asked_bytes;
  HttpLoad new_proto = proto;
  new_proto.body = [count = documents, &asked_so_far](int64_t n) {
    v1::GetDocumentRequest request;
    request.set_name(NameOf(n % count));
    request.GetReflection()->MutableUnknownFields(&request)->AddVarint(kUnknownField,
                                                                       ++asked_so_far);
    return request.SerializeAsString();
  };

  const auto measured = [&](const std::function<Outcome()>& run) {
    const double before = server.process().CpuSeconds();
    Outcome outcome = run();
    outcome.server_cpu_us =
        (server.process().CpuSeconds() - before) * 1e6 / static_cast<double>(outcome.calls);
    return outcome;
  };
  HttpLoad asked = json;  // by GET, as public reads may be
  asked.page = [count = documents](int64_t n) {
    return absl::StrCat(kMethod, "?encoding=json&message=%7B%22name%22%3A%22", NameOf(n % count),
                        "%22%7D");
  };
  HttpLoad page = json;
  page.connections = kReaders;
  page.page = [](int64_t n) { return absl::StrCat("/", NameOf(n % kPages)); };
  HttpLoad packed = page;
  packed.accept_encoding = "gzip";
  RunHttpLoop(page);  // warms the cache
  std::vector<Outcome> grpc, connect, kept, gets, binary, kept_binary, beside, pages, packed_pages;
  for (int round = 0; round < rounds; ++round) {
    grpc.push_back(measured([&] { return RunClosedLoop(native); }));
    connect.push_back(measured([&] { return RunHttpLoop(new_json); }));
    kept.push_back(measured([&] { return RunHttpLoop(json); }));
    gets.push_back(measured([&] { return RunHttpLoop(asked); }));
    binary.push_back(measured([&] { return RunHttpLoop(new_proto); }));
    kept_binary.push_back(measured([&] { return RunHttpLoop(proto); }));
    const Stuck stuck(json.address, kStuck);
    beside.push_back(measured([&] { return RunHttpLoop(new_json); }));
    pages.push_back(measured([&] { return RunHttpLoop(page); }));
    packed_pages.push_back(measured([&] { return RunHttpLoop(packed); }));
  }
  std::printf("%-48s %10s %10s %10s %10s %8s\n", "row", "per second", "p50 us", "p99 us",
              "server us", "ratio");
  Row("gRPC GetDocument, 4 KB, 64 clients", grpc, grpc);
  Row("Connect JSON GetDocument, each new", connect, grpc);
  Row("Connect JSON GetDocument, kept", kept, grpc);
  Row("Connect JSON GetDocument by GET, kept", gets, grpc);
  Row("Connect binary GetDocument, each new", binary, grpc);
  Row("Connect binary GetDocument, kept", kept_binary, grpc);
  Row("Connect JSON beside 200 stuck, each new", beside, grpc);
  Row("a document's page, kept, 8 readers", pages, grpc);
  Row("a document's page, kept, gzip, 8 readers", packed_pages, grpc);
  AddOutcomesAgainst("get by Connect JSON", "gRPC", grpc, connect, &rows);
  AddOutcomesAgainst("get by Connect JSON, kept", "gRPC", grpc, kept, &rows);
  AddOutcomesAgainst("get by Connect binary", "gRPC", grpc, binary, &rows);
  AddOutcomes("a document's page", pages, &rows);
}

}  // namespace
}  // namespace santong::bench

int main(int argc, char** argv) {
  santong::bench::Options options;
  CLI::App app("GetDocument over HTTP against native gRPC");
  app.add_option("--documents", options.documents, "what is in the register before")
      ->check(CLI::Range(1000, 1'000'000));
  app.add_option("--csv", options.csv, "writes the figures there, too");
  app.add_option("--rounds", options.rounds)->check(CLI::PositiveNumber);
  app.add_option("--seconds", options.seconds)->check(CLI::PositiveNumber);
  CLI11_PARSE(app, argc, argv);
  santong::bench::Run(options);
}
