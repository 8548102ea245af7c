// Measures santongd against bare gRPC and the bare engine, ratios in one run, rounds interleaved.
// Prints a table.
//   SANTONGD=build/server/santongd santong_bench [--documents 10000] [--rounds 3] [--seconds 4]
//   [--only GROUP] [--csv FILE]
// Groups, each on a register of that many documents:
//   reads          get, look up, check, list
//   registrations  register, publish, lodge, durable
//   imports        documents of 15 KB
//   store          of a register of its own with the corpus's texts: what it takes on disk, how
//   long
//                  VerifyStore and the next start take, memory at rest
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <random>
#include <set>
#include <thread>
#include <tuple>

#include "CLI/CLI.hpp"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "santong/v1/import.pb.h"
#include "santong/v1/objection_service.pb.h"
#include "tests/bench/bare_server.h"
#include "tests/bench/closed_loop.h"
#include "tests/bench/disk_bytes.h"
#include "tests/bench/search_stock.h"
#include "tests/bench/stock.h"
#include "tests/support/registry.h"
#include "tests/support/server_process.h"

namespace santong::bench {
namespace {

constexpr int kInFlight = 64;
constexpr size_t kDocumentBytes = 4096;
constexpr size_t kImportBytes = 15000;  // the corpus's mean
constexpr int kListed = 50;             // documents of a page

struct Options {
  std::string work;
  int documents = 10000;
  int rounds = 3;
  double seconds = 4;
  std::string only;  // one group of rows; empty for all
  std::string corpus;
  std::string csv;
};

class Bench {
 public:
  explicit Bench(Options options)
      : options_(std::move(options)),
        payload_file_(options_.work + "/payload"),
        bare_((WritePayload(), BareArguments())),
        server_(ServerArguments("data")),
        registry_(grpc::CreateChannel(server_.address(), grpc::InsecureChannelCredentials()),
                  testing::AdminToken(options_.work + "/data")),
        rows_(options_.csv, options_.documents) {}

  void Run() {
    std::printf("%-44s %10s %10s %10s %10s %8s\n", "row", "per second", "p50 us", "p99 us",
                "server us", "ratio");
    if (Wanted("reads") || Wanted("registrations") || Wanted("imports")) {
      const double rate = ImportStock(registry_, kStock, options_.documents,
                                      [](int n) { return Text(kDocumentBytes - 300, n); });
      std::printf("%-44s %10.0f\n", "ImportDocuments, 4 KB, 1 stream", rate);
      rows_.Add("import 4 KB", kRate, rate);
      AwaitIndex(registry_);
      AwaitRest(server_);
    }
    if (Wanted("reads")) Reads();
    if (Wanted("registrations")) Registrations();
    if (Wanted("imports")) Imports();
    if (Wanted("store")) StoreAtRest();
  }

 private:
  static constexpr char kStock[] = "read";
  using Arguments = std::function<std::vector<std::string>(const std::string&)>;

  void WritePayload() const { std::ofstream(payload_file_) << Text(kDocumentBytes, 1); }

  Arguments BareArguments() const {
    return [this](const std::string& port_file) -> std::vector<std::string> {
      return {"/proc/self/exe", "--serve-bare", options_.work + "/bare",
              "--payload-file", payload_file_,  "--port-file",
              port_file};
    };
  }
  Arguments ServerArguments(const std::string& name) const {
    return [this, name](const std::string& port_file) {
      return testing::SantongdArguments(
          options_.work + "/" + name, port_file,
          {"--public-reads-per-minute", "0", "--public-writes-per-minute", "0"});
    };
  }

  bool Wanted(absl::string_view group) const {
    return options_.only.empty() || options_.only == group;
  }

  // Runs the load and measures what a call costs the server: less moved by neighbours on a shared
  // machine than the rate is.
  static Outcome Run(const testing::ServerProcess& server, const char* name, const Load& load) {
    const double before = server.CpuSeconds();
    Outcome outcome = RunClosedLoop(load);
    Die(name, outcome);
    outcome.server_cpu_us =
        (server.CpuSeconds() - before) * 1e6 / static_cast<double>(outcome.calls);
    return outcome;
  }

  static void Row(const char* name, const std::vector<Outcome>& outcomes,
                  const std::vector<Outcome>* floor) {
    std::vector<double> rates, p50s, p99s, cpus, ratios;
    for (size_t i = 0; i < outcomes.size(); ++i) {
      rates.push_back(outcomes[i].PerSecond());
      p50s.push_back(outcomes[i].latency.p50_us);
      p99s.push_back(outcomes[i].latency.p99_us);
      cpus.push_back(outcomes[i].server_cpu_us);
      if (floor != nullptr) ratios.push_back(rates.back() / (*floor)[i].PerSecond());
    }
    std::printf("%-44s %10.0f %10.0f %10.0f %10.0f", name, Median(rates), Median(p50s),
                Median(p99s), Median(cpus));
    if (floor != nullptr) std::printf(" %8.2f", Median(ratios));
    std::printf("\n");
    std::fflush(stdout);
  }

  void Reads() {
    // The bare echo answers what GetDocument answers, byte for byte as many.
    v1::GetDocumentRequest asked;
    asked.set_name("documents/1");
    std::mt19937 random(1);
    const auto any = [&] { return random() % static_cast<unsigned>(options_.documents) + 1; };
    v1::LookupDocumentRequest typed;
    v1::CheckBasisRequest checked;
    v1::ListDocumentsRequest listed;
    listed.set_page_size(kListed);
    std::vector<Outcome> echo, get, lookup, check, list;
    for (int round = 0; round < options_.rounds; ++round) {
      Load load{.address = bare_.address(),
                .method = "/bare/Echo",
                .in_flight = kInFlight,
                .seconds_max = options_.seconds};
      load.request = [&](int64_t) { return asked.SerializeAsString(); };
      echo.push_back(Run(bare_, "echo", load));
      load.address = server_.address();
      load.method = "/santong.v1.DocumentService/GetDocument";
      load.request = [&](int64_t) {
        asked.set_name(absl::StrCat("documents/", any()));
        return asked.SerializeAsString();
      };
      get.push_back(Run(server_, "GetDocument", load));
      load.method = "/santong.v1.CatalogService/LookupDocument";
      load.request = [&](int64_t) {
        typed.set_text(StockNumber(kStock, any()));
        return typed.SerializeAsString();
      };
      lookup.push_back(Run(server_, "LookupDocument", load));
      load.method = "/santong.v1.CatalogService/CheckBasis";
      load.request = [&](int64_t) {
        checked.set_number(StockNumber(kStock, any()));
        return checked.SerializeAsString();
      };
      check.push_back(Run(server_, "CheckBasis", load));
      load.method = "/santong.v1.DocumentService/ListDocuments";
      load.token = registry_.tokens().reviewer;
      load.request = [&](int64_t) { return listed.SerializeAsString(); };
      list.push_back(Run(server_, "ListDocuments", load));
    }
    Row("bare gRPC echo, 4 KB reply, 64 clients", echo, nullptr);
    Row("GetDocument, 4 KB, 64 clients", get, &echo);
    Row("LookupDocument by number, 64 clients", lookup, &echo);
    Row("CheckBasis by number, 64 clients", check, &echo);
    Row("ListDocuments, a page of 50, 64 clients", list, &echo);
    Compare("GetDocument p99 / echo p99", get, echo);
    const std::pair<const char*, const std::vector<Outcome>*> all[] = {
        {"get", &get}, {"lookup", &lookup}, {"check", &check}, {"list 50", &list}};
    for (const auto& [name, outcomes] : all)
      AddOutcomesAgainst(name, "bare gRPC echo", echo, *outcomes, &rows_);
  }

  static void Compare(const char* name, const std::vector<Outcome>& ours,
                      const std::vector<Outcome>& floor) {
    std::vector<double> ratios;
    for (size_t i = 0; i < ours.size(); ++i)
      ratios.push_back(ours[i].latency.p99_us / floor[i].latency.p99_us);
    std::printf("%-44s %54.2f\n", name, Median(ratios));
  }

  // In rounds that take turns with those of RegisterDocument, which is the floor.
  Outcome Lodge(const std::string& document, int64_t count) {
    Load load{.address = server_.address(),
              .method = "/santong.v1.ObjectionService/LodgeObjection",
              .in_flight = kInFlight,
              .seconds_max = 600,
              .calls_max = count};
    load.request = [&](int64_t n) {
      v1::LodgeObjectionRequest request;
      request.set_document(document);
      request.add_articles("第二条");
      request.set_ground(v1::OBJECTION_GROUND_CONFLICTS_WITH_LAW);
      request.set_reasons(Text(600, static_cast<int>(n)));
      request.mutable_lodger()->set_kind(v1::LODGER_KIND_CITIZEN);
      request.mutable_lodger()->set_display_name(absl::StrCat("提出人", lodged_++));
      request.mutable_lodger()->set_contact("13900001234");
      return request.SerializeAsString();
    };
    return Run(server_, "LodgeObjection", load);
  }

  // Publishes what Register registered last.
  Outcome Publish() {
    Load load{.address = server_.address(),
              .method = "/santong.v1.DocumentService/PublishDocument",
              .token = registry_.tokens().publisher,
              .in_flight = kInFlight,
              .seconds_max = 600,
              .calls_max = static_cast<int64_t>(registered_->size())};
    load.request = [this](int64_t n) {
      v1::PublishDocumentRequest request;
      request.set_name((*registered_)[static_cast<size_t>(n)]);
      request.mutable_publication()->set_date(registry_.today());
      request.mutable_publication()->set_channel("区政府网站");
      request.mutable_options()->set_without_receipt(true);
      return request.SerializeAsString();
    };
    return Run(server_, "PublishDocument", load);
  }

  // Each registers `count` documents of its own; their serials go to `serials`. `load` is left as
  // it was run, for what is measured beside it.
  Outcome Register(int64_t count, bool without_receipt, std::set<int64_t>* serials, Load* load) {
    auto names = std::make_shared<std::vector<std::string>>(WaitingForRegistration(
        registry_, server_.address(), count, kDocumentBytes - 2000, series_));
    series_ += count;
    registered_ = names;
    *load = Load{.address = server_.address(),
                 .method = "/santong.v1.DocumentService/RegisterDocument",
                 .token = registry_.tokens().reviewer,
                 .in_flight = kInFlight,
                 .seconds_max = 600,
                 .calls_max = count};
    const size_t before = serials->size();
    load->request = [=](int64_t n) {
      v1::RegisterDocumentRequest request;
      request.set_name((*names)[static_cast<size_t>(n)]);
      request.mutable_options()->set_without_receipt(without_receipt);
      request.mutable_options()->set_request_id(
          absl::StrCat("00000000-0000-4000-8000-",
                       absl::Dec(before + static_cast<size_t>(n), absl::kZeroPad12)));
      return request.SerializeAsString();
    };
    std::vector<grpc::ByteBuffer> replies(static_cast<size_t>(count));
    load->take = [&](int64_t n, const grpc::ByteBuffer& reply) {
      replies[static_cast<size_t>(n)] = reply;
    };
    Outcome outcome = Run(server_, "RegisterDocument", *load);
    load->take = nullptr;
    TakeSerials(replies, serials);
    return outcome;
  }

  void Registrations() {
    std::vector<Outcome> put, declined, registered, published, lodged;
    std::set<int64_t> serials;
    const int64_t count = static_cast<int64_t>(options_.seconds * 6000);
    const v1::Document objected = registry_.Published("被提出异议的办法");
    serials.insert(SerialOf(objected));
    for (int round = 0; round < options_.rounds; ++round) {
      Load load;
      registered.push_back(Register(count, /*without_receipt=*/false, &serials, &load));
      declined.push_back(Register(count, /*without_receipt=*/true, &serials, &load));
      published.push_back(Publish());
      lodged.push_back(Lodge(objected.name(), count));
      // The same request; as many bytes written, in as many rows, and answered (bare_server.cc).
      Load bare = load;
      bare.address = bare_.address();
      bare.method = "/bare/Put";
      put.push_back(Run(bare_, "bare put", bare));
    }
    Row("bare gRPC + durable put, same rows, 64", put, nullptr);
    Row("RegisterDocument with its receipt, 64 clients", registered, &put);
    Row("RegisterDocument without, durable, 64 clients", declined, &put);
    Row("PublishDocument without, durable, 64 clients", published, &put);
    Row("LodgeObjection, durable, 64 / without receipt", lodged, &declined);
    AddOutcomesAgainst("register", "bare engine", put, declined, &rows_);
    AddOutcomesAgainst("register with receipt", "bare engine", put, registered, &rows_);
    AddOutcomesAgainst("publish", "bare engine", put, published, &rows_);
    AddOutcomesAgainst("lodge", "register", declined, lodged, &rows_);
    const int64_t given = static_cast<int64_t>(serials.size());
    const bool whole = given == 2 * count * options_.rounds + 1 && *serials.begin() == 1 &&
                       *serials.rbegin() == given;
    std::printf("numbers given: %ld, from 1 without gap or duplicate: %s\n",
                static_cast<long>(given), whole ? "yes" : "NO");
    if (!whole) std::exit(1);
  }

  // 测登〔2026〕17号: the serial stands between 〕 and 号.
  static int64_t SerialOf(const v1::Document& document) {
    const std::string& number = document.registration_number();
    const size_t from = number.find("〕") + absl::string_view("〕").size();
    int64_t serial = 0;
    if (!absl::SimpleAtoi(number.substr(from, number.rfind("号") - from), &serial)) std::exit(1);
    return serial;
  }

  static void TakeSerials(const std::vector<grpc::ByteBuffer>& replies,
                          std::set<int64_t>* serials) {
    for (const grpc::ByteBuffer& reply : replies) {
      v1::Document document;
      document.ParseFromString(BytesOf(reply));
      if (!serials->insert(SerialOf(document)).second) {
        std::fprintf(stderr, "%s was given twice\n", document.registration_number().c_str());
        std::exit(1);
      }
    }
  }

  void Imports() {
    std::vector<double> rates;
    for (int round = 0; round < options_.rounds; ++round) {
      rates.push_back(Import(registry_, absl::StrCat("import-", round),
                             static_cast<int>(options_.seconds * 3000),
                             [](int n) { return Text(kImportBytes, n); }));
    }
    rows_.Add("import 15 KB", kRate, Median(rates));
    std::printf("%-44s %10.0f\n", "ImportDocuments, 15 KB, 1 stream", Median(rates));
  }

  // A register that is filled, indexed for search and at rest; then started again.
  void StoreAtRest() {
    const std::string name = "store", data = options_.work + "/" + name;
    const std::vector<Piece> pieces = PiecesOf(options_.corpus);
    double verifying = 0;
    {
      testing::ServerProcess first(ServerArguments(name));
      testing::Registry registry(
          grpc::CreateChannel(first.address(), grpc::InsecureChannelCredentials()),
          testing::AdminToken(data));
      ImportStock(registry, name, options_.documents,
                  [&](int n) { return pieces[static_cast<size_t>(n) % pieces.size()].text; });
      AwaitIndex(registry);
      const absl::Time begin = absl::Now();
      v1::VerifyStoreResponse verified;
      const grpc::Status status =
          registry.admin().VerifyStore(testing::As(registry.tokens().admin).get(), {}, &verified);
      verifying = absl::ToDoubleSeconds(absl::Now() - begin);
      if (!status.ok() || verified.problems_size() > 0) {
        std::fprintf(stderr, "VerifyStore: %s%s\n", status.error_message().c_str(),
                     verified.ShortDebugString().c_str());
        std::exit(1);
      }
      first.Terminate();
    }
    const testing::ServerProcess server(ServerArguments(name));
    const std::tuple<const char*, Measure, double> figures[] = {
        {"verify", kTime, verifying},
        {"disk", kDisk, DiskBytes(data) / 1024 / options_.documents},
        {"start", kTime, server.start_seconds()},
        {"memory at rest", kMemory, server.ResidentMib()}};
    for (const auto& [row, measure, value] : figures) {
      std::printf("%-44s %10.2f %s\n",
                  absl::StrCat(row, ", ", options_.documents, " documents").c_str(), value,
                  measure.unit);
      rows_.Add(row, measure, value);
    }
  }

  const Options options_;
  const std::string payload_file_;
  testing::ServerProcess bare_;
  testing::ServerProcess server_;
  testing::Registry registry_;
  int64_t series_ = 0;
  int64_t lodged_ = 0;
  std::shared_ptr<std::vector<std::string>> registered_;
  ReportRows rows_;
};

}  // namespace
}  // namespace santong::bench

int main(int argc, char** argv) {
  CLI::App app("Measures santongd against bare gRPC and the bare engine.");
  santong::bench::Options options;
  options.corpus = SANTONG_BENCH_CORPUS;
  std::string bare, payload_file, port_file;
  app.add_option("--rounds", options.rounds, "rounds of each row")->check(CLI::Range(1, 20));
  app.add_option("--seconds", options.seconds, "length of a round")->check(CLI::Range(0.2, 60.0));
  app.add_option("--documents", options.documents, "what is in the register before")
      ->check(CLI::Range(100, 1'000'000));
  app.add_option("--corpus", options.corpus, "JSON lines or CSV: the texts of the group store")
      ->check(CLI::ExistingFile);
  app.add_option("--csv", options.csv, "writes the figures there, too");
  app.add_option("--only", options.only, "one group of rows")
      ->check(CLI::IsMember({"reads", "registrations", "imports", "store"}));
  app.add_option("--serve-bare", bare, "serve as the bare server (used by the bench itself)");
  app.add_option("--payload-file", payload_file, "what the bare server echoes");
  app.add_option("--port-file", port_file, "where the bare server writes its port");
  CLI11_PARSE(app, argc, argv);
  if (!bare.empty()) return santong::bench::ServeBare(bare, payload_file, port_file);
  std::string folder = std::filesystem::temp_directory_path() / "santong_bench_XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) return 1;
  options.work = folder;
  santong::bench::Bench(options).Run();
  std::filesystem::remove_all(folder);
  return 0;
}
