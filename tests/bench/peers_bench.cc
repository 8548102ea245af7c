// Measures santongd against what else a registry could be built on, in one run, rounds interleaved:
// a register in PostgreSQL (peers/registry.sql) and etcd. All are durable before they answer; 64
// clients each. Prints a table.
//   SANTONGD=build/server/santongd peers_bench [--documents 10000] [--rounds 3] [--seconds 4]
//   [--csv FILE]
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <random>
#include <thread>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "santong/v1/catalog_service.pb.h"
#include "santong/v1/document_service.pb.h"
#include "tests/bench/closed_loop.h"
#include "tests/bench/peers/daemon.h"
#include "tests/bench/peers/etcd_kv.pb.h"
#include "tests/bench/peers/postgres.h"
#include "tests/bench/stock.h"
#include "tests/support/server_process.h"

namespace santong::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kDocumentBytes = 4096;
constexpr int kCopyRows = 1000;
constexpr char kPostgres[] = "PostgreSQL 15";
constexpr char kEtcd[] = "etcd";
constexpr double kFillSecondsMax = 600;
constexpr int kTriesMax = 100'000;
constexpr int64_t kPublications = 500'000'000;  // their requests are numbered from here

struct Options {
  std::string work;
  std::string schema;
  int documents = 10000;
  std::string csv;
  int rounds = 3;
  double seconds = 4;
};

std::string RequestId(int64_t n) {
  return absl::StrCat("00000000-0000-4000-8000-", absl::Dec(n, absl::kZeroPad12));
}

// The closed loop of a peer whose client blocks: a thread a connection.
Outcome RunThreads(std::vector<Connection>& connections, double seconds, int64_t calls_max,
                   const std::function<void(Connection&, int64_t n)>& call) {
  std::atomic<int64_t> next{0};
  std::mutex mutex;
  std::vector<double> latencies;
  const auto start = Clock::now();
  const auto since = [](Clock::time_point from) {
    return std::chrono::duration<double>(Clock::now() - from).count();
  };
  std::vector<std::thread> threads;
  for (Connection& connection : connections) {
    threads.emplace_back([&, one = &connection] {
      std::vector<double> mine;
      while (since(start) < seconds) {
        const int64_t n = next.fetch_add(1);
        if (calls_max > 0 && n >= calls_max) break;
        const auto begin = Clock::now();
        call(*one, n);
        mine.push_back(since(begin) * 1e6);
      }
      const std::lock_guard<std::mutex> lock(mutex);
      latencies.insert(latencies.end(), mine.begin(), mine.end());
    });
  }
  for (std::thread& thread : threads) thread.join();
  Outcome outcome;
  outcome.seconds = since(start);
  outcome.calls = static_cast<int64_t>(latencies.size());
  std::sort(latencies.begin(), latencies.end());
  if (latencies.empty()) return outcome;
  outcome.latency = {latencies[latencies.size() / 2], latencies[latencies.size() * 99 / 100]};
  return outcome;
}

class Peers {
 public:
  explicit Peers(Options options)
      : options_(std::move(options)),
        server_([this](const std::string& port_file) {
          return testing::SantongdArguments(
              options_.work + "/data", port_file,
              {"--public-reads-per-minute", "0", "--public-writes-per-minute", "0"});
        }),
        registry_(grpc::CreateChannel(server_.address(), grpc::InsecureChannelCredentials()),
                  testing::AdminToken(options_.work + "/data")),
        postgres_(options_.work + "/postgres"),
        etcd_address_(absl::StrCat("127.0.0.1:", FreePort())),
        etcd_(EtcdArguments(), options_.work + "/etcd.log", "nobody"),
        rows_(options_.csv, options_.documents) {}

  void Run() {
    Fill();
    std::printf("%d documents of %zu bytes, 64 clients\n", options_.documents, kDocumentBytes);
    std::printf("%-44s %10s %10s %10s %12s\n", "row", "per second", "p50 us", "p99 us",
                "ours / it");
    Gets();
    Lookups();
    Checks();
    Lists();
    Registrations();
  }

 private:
  static constexpr char kStock[] = "peer";

  std::vector<std::string> EtcdArguments() {
    const std::string folder = options_.work + "/etcd";
    MakeFolderFor("nobody", folder);
    const std::string client = "http://" + etcd_address_;
    const std::string peer = absl::StrCat("http://127.0.0.1:", FreePort());
    return {"etcd",
            "--data-dir",
            folder + "/data",
            "--listen-client-urls",
            client,
            "--advertise-client-urls",
            client,
            "--listen-peer-urls",
            peer,
            "--initial-advertise-peer-urls",
            peer,
            "--initial-cluster",
            "default=" + peer,
            "--quota-backend-bytes",
            "8589934592",
            "--log-level",
            "error"};
  }

  void Fill() {
    ImportStock(registry_, kStock, options_.documents,
                [](int n) { return Text(kDocumentBytes - 300, n); });
    AwaitIndex(registry_);
    AwaitRest(server_);
    Connection connection = postgres_.Connect();
    std::ifstream schema(options_.schema);
    connection.Run(std::string(std::istreambuf_iterator<char>(schema), {}));
    std::vector<std::vector<std::string>> rows;
    Load put = EtcdLoad("Put");
    put.request = [](int64_t n) { return EtcdPut(n + 1); };
    put.seconds_max = kFillSecondsMax;
    put.calls_max = 1;
    // It answers once it has elected itself.
    for (int tries = 0; RunClosedLoop(put).failures > 0 && tries < kTriesMax; ++tries) {
    }
    put.calls_max = options_.documents;
    Checked("etcd Put", put);
    for (int n = 1; n <= options_.documents; ++n) {
      rows.push_back({"LEGACY", absl::StrCat("peer号办法之", n), "平安区民政局",
                      absl::StrCat("peer〔2020〕", n, "号"), "2020-01-01",
                      Text(kDocumentBytes - 300, n)});
      if (rows.size() < kCopyRows && n < options_.documents) continue;
      connection.Copy("document (state, title, issuer, document_number, written_date, body)", rows);
      rows.clear();
    }
    connection.Run("VACUUM ANALYZE document");
    for (int i = 0; i < kInFlight; ++i) {
      Connection& one = connections_.emplace_back(postgres_.Connect());
      one.Prepare("get", "SELECT * FROM document WHERE id = $1::bigint");
      one.Prepare("lookup",
                  "SELECT title, state, written_date FROM document WHERE document_number = $1");
      one.Prepare("register", "SELECT register_document($1::bigint, $2::uuid, 'clerk')");
      one.Prepare("publish",
                  "SELECT publish_document($1::bigint, $2::uuid, 'clerk', $3::date, $4)");
      // Whether it may be relied on today: what is registered, is not over, has begun.
      one.Prepare("check",
                  "SELECT registration_number IS NOT NULL AND state = 'IN_EFFECT'"
                  " AND effective_date <= current_date"
                  " AND (last_valid_date IS NULL OR last_valid_date >= current_date), title, state,"
                  " effective_date, last_valid_date, published_date FROM document"
                  " WHERE registration_number = $1 OR document_number = $1");
      one.Prepare("list",
                  "SELECT id, state, title, issuer, document_number, registration_number,"
                  " written_date, etag FROM document WHERE id > $1::bigint ORDER BY id LIMIT 50");
      one.Prepare("draft",
                  "INSERT INTO document (state, title, issuer, document_number, written_date, body)"
                  " VALUES ('AWAITING_REGISTRATION', $1, '平安区民政局', $2, '2026-01-01', $3)"
                  " RETURNING id");
    }
  }

  Load EtcdLoad(const char* method) const {
    return {.address = etcd_address_,
            .method = absl::StrCat("/etcdserverpb.KV/", method),
            .in_flight = kInFlight,
            .seconds_max = options_.seconds};
  }
  static std::string EtcdKey(int64_t n) { return absl::StrCat("documents/", n); }
  static std::string EtcdPut(int64_t n) {
    etcdserverpb::PutRequest request;
    request.set_key(EtcdKey(n));
    request.set_value(Text(kDocumentBytes - 300, static_cast<int>(n)));
    return request.SerializeAsString();
  }
  Load OurLoad(const char* method, const std::string& token) const {
    return {.address = server_.address(),
            .method = absl::StrCat("/santong.v1.", method),
            .token = token,
            .in_flight = kInFlight,
            .seconds_max = options_.seconds};
  }
  int64_t Any() {
    return static_cast<int64_t>(random_() % static_cast<unsigned>(options_.documents)) + 1;
  }

  static Outcome Checked(const char* name, const Load& load) {
    Outcome outcome = RunClosedLoop(load);
    Die(name, outcome);
    return outcome;
  }

  static void Row(const char* name, const std::vector<Outcome>& outcomes,
                  const std::vector<Outcome>* ours) {
    std::vector<double> rates, p50s, p99s, ratios;
    for (size_t i = 0; i < outcomes.size(); ++i) {
      rates.push_back(outcomes[i].PerSecond());
      p50s.push_back(outcomes[i].latency.p50_us);
      p99s.push_back(outcomes[i].latency.p99_us);
      if (ours != nullptr) ratios.push_back((*ours)[i].PerSecond() / rates.back());
    }
    std::printf("%-44s %10.0f %10.0f %10.0f", name, Median(rates), Median(p50s), Median(p99s));
    if (ours != nullptr) std::printf(" %12.1f", Median(ratios));
    std::printf("\n");
    std::fflush(stdout);
  }

  void Gets() {
    std::vector<Outcome> ours, postgres, etcd;
    for (int round = 0; round < options_.rounds; ++round) {
      Load get = OurLoad("DocumentService/GetDocument", "");
      get.request = [this](int64_t) {
        v1::GetDocumentRequest request;
        request.set_name(absl::StrCat("documents/", Any()));
        return request.SerializeAsString();
      };
      ours.push_back(Checked("GetDocument", get));
      postgres.push_back(
          RunThreads(connections_, options_.seconds, 0, [this](Connection& connection, int64_t n) {
            connection.Ask("get", {absl::StrCat(n % options_.documents + 1)});
          }));
      Load range = EtcdLoad("Range");
      range.request = [this](int64_t) {
        etcdserverpb::RangeRequest request;
        request.set_key(EtcdKey(Any()));
        return request.SerializeAsString();
      };
      etcd.push_back(Checked("etcd Range", range));
    }
    Row("get: GetDocument, 4 KB", ours, nullptr);
    Row("get: PostgreSQL, by key", postgres, &ours);
    Row("get: etcd, Range of a key (linearizable)", etcd, &ours);
    AddPeerOutcomes("get", kPostgres, postgres, ours, &rows_);
    AddPeerOutcomes("get", kEtcd, etcd, ours, &rows_);
  }

  void Lookups() {
    std::vector<Outcome> ours, postgres;
    for (int round = 0; round < options_.rounds; ++round) {
      Load lookup = OurLoad("CatalogService/LookupDocument", "");
      lookup.request = [this](int64_t) {
        v1::LookupDocumentRequest request;
        request.set_text(StockNumber(kStock, Any()));
        return request.SerializeAsString();
      };
      ours.push_back(Checked("LookupDocument", lookup));
      postgres.push_back(
          RunThreads(connections_, options_.seconds, 0, [this](Connection& connection, int64_t n) {
            connection.Ask("lookup",
                           {absl::StrCat("peer〔2020〕", n % options_.documents + 1, "号")});
          }));
    }
    Row("look up by number: LookupDocument", ours, nullptr);
    Row("look up by number: PostgreSQL", postgres, &ours);
    AddPeerOutcomes("lookup", kPostgres, postgres, ours, &rows_);
  }

  void Checks() {
    std::vector<Outcome> ours, postgres;
    for (int round = 0; round < options_.rounds; ++round) {
      Load check = OurLoad("CatalogService/CheckBasis", "");
      check.request = [this](int64_t) {
        v1::CheckBasisRequest request;
        request.set_number(StockNumber(kStock, Any()));
        return request.SerializeAsString();
      };
      ours.push_back(Checked("CheckBasis", check));
      postgres.push_back(
          RunThreads(connections_, options_.seconds, 0, [this](Connection& connection, int64_t n) {
            connection.Ask("check",
                           {absl::StrCat("peer〔2020〕", n % options_.documents + 1, "号")});
          }));
    }
    Row("check by number: CheckBasis", ours, nullptr);
    Row("check by number: PostgreSQL", postgres, &ours);
    AddPeerOutcomes("check", kPostgres, postgres, ours, &rows_);
  }

  // The first page of 50 without texts, as an office's list begins.
  void Lists() {
    std::vector<Outcome> ours, postgres;
    for (int round = 0; round < options_.rounds; ++round) {
      Load list = OurLoad("DocumentService/ListDocuments", registry_.tokens().reviewer);
      list.request = [](int64_t) {
        v1::ListDocumentsRequest request;
        request.set_page_size(50);
        return request.SerializeAsString();
      };
      ours.push_back(Checked("ListDocuments", list));
      postgres.push_back(
          RunThreads(connections_, options_.seconds, 0, [](Connection& connection, int64_t) {
            if (connection.Rows("list", {"0"}) == 0) std::exit(1);
          }));
    }
    Row("list: ListDocuments, a page of 50", ours, nullptr);
    Row("list: PostgreSQL, 50 rows by key", postgres, &ours);
    AddPeerOutcomes("list 50", kPostgres, postgres, ours, &rows_);
  }

  // What was registered last is published: our `names`, the peer's `ids`. `asked` as for the
  // registrations, whose answers are kept under other requests.
  void Publish(const std::vector<std::string>& names, const std::vector<std::string>& ids,
               int64_t asked, std::vector<Outcome>* ours, std::vector<Outcome>* postgres) {
    Load load = OurLoad("DocumentService/PublishDocument", registry_.tokens().publisher);
    load.seconds_max = kFillSecondsMax;
    load.calls_max = static_cast<int64_t>(names.size());
    load.request = [&](int64_t n) {
      v1::PublishDocumentRequest request;
      request.set_name(names[static_cast<size_t>(n)]);
      request.mutable_publication()->set_date(registry_.today());
      request.mutable_publication()->set_channel("区政府网站");
      request.mutable_options()->set_request_id(RequestId(kPublications + asked + n));
      request.mutable_options()->set_without_receipt(true);
      return request.SerializeAsString();
    };
    ours->push_back(Checked("PublishDocument", load));
    postgres->push_back(RunThreads(connections_, kFillSecondsMax, static_cast<int64_t>(ids.size()),
                                   [&](Connection& connection, int64_t n) {
                                     connection.Ask("publish",
                                                    {ids[static_cast<size_t>(n)],
                                                     RequestId(kPublications + asked + n),
                                                     registry_.today(), "区政府网站"});
                                   }));
  }

  void Registrations() {
    std::vector<Outcome> ours, postgres, etcd, published, postgres_published;
    const auto ours_count = static_cast<int64_t>(options_.seconds * 6000);
    const auto peers_count = static_cast<int64_t>(options_.seconds * 1500);
    int64_t asked = 0, put = options_.documents;
    for (int round = 0; round < options_.rounds; ++round) {
      const std::vector<std::string> names = WaitingForRegistration(
          registry_, server_.address(), ours_count, kDocumentBytes - 2000, round * ours_count);
      Load load = OurLoad("DocumentService/RegisterDocument", registry_.tokens().reviewer);
      load.seconds_max = kFillSecondsMax;
      load.calls_max = ours_count;
      load.request = [&](int64_t n) {
        v1::RegisterDocumentRequest request;
        request.set_name(names[static_cast<size_t>(n)]);
        request.mutable_options()->set_request_id(RequestId(asked + n));
        request.mutable_options()->set_without_receipt(true);  // the others give none
        return request.SerializeAsString();
      };
      ours.push_back(Checked("RegisterDocument", load));

      std::vector<std::string> ids(static_cast<size_t>(peers_count));
      RunThreads(connections_, kFillSecondsMax, peers_count,
                 [&](Connection& connection, int64_t n) {
                   const std::string series = absl::StrCat(asked + n);
                   ids[static_cast<size_t>(n)] = connection.Ask(
                       "draft", {"测试办法" + series, absl::StrCat("测〔2026〕", series, "号"),
                                 Text(kDocumentBytes - 2000, static_cast<int>(n))});
                 });
      postgres.push_back(RunThreads(
          connections_, kFillSecondsMax, peers_count, [&](Connection& connection, int64_t n) {
            connection.Ask("register", {ids[static_cast<size_t>(n)], RequestId(asked + n)});
          }));
      Publish(names, ids, asked, &published, &postgres_published);
      Load puts = EtcdLoad("Put");
      puts.request = [&](int64_t n) { return EtcdPut(put + n); };
      etcd.push_back(Checked("etcd Put", puts));
      put += etcd.back().calls;
      asked += ours_count;
    }
    Row("register: RegisterDocument", ours, nullptr);
    Row("register: PostgreSQL, one function", postgres, &ours);
    Row("register: etcd, a bare Put, no number given", etcd, &ours);
    AddPeerOutcomes("register", kPostgres, postgres, ours, &rows_);
    Row("publish: PublishDocument", published, nullptr);
    Row("publish: PostgreSQL, one function", postgres_published, &published);
    AddPeerOutcomes("register", kEtcd, etcd, ours, &rows_);
    AddPeerOutcomes("publish", kPostgres, postgres_published, published, &rows_);
  }

  const Options options_;
  testing::ServerProcess server_;
  testing::Registry registry_;
  const Postgres postgres_;
  const std::string etcd_address_;
  const Daemon etcd_;
  std::vector<Connection> connections_;
  std::mt19937 random_{1};
  ReportRows rows_;
};

}  // namespace
}  // namespace santong::bench

int main(int argc, char** argv) {
  CLI::App app("Measures santongd against a register in PostgreSQL and against etcd.");
  santong::bench::Options options;
  options.schema = SANTONG_BENCH_SCHEMA;
  app.add_option("--documents", options.documents, "stock of each")
      ->check(CLI::Range(100, 1000000));
  app.add_option("--csv", options.csv, "writes the figures there, too");
  app.add_option("--rounds", options.rounds, "rounds of each row")->check(CLI::Range(1, 20));
  app.add_option("--seconds", options.seconds, "length of a round")->check(CLI::Range(0.2, 60.0));
  CLI11_PARSE(app, argc, argv);
  std::string folder = std::filesystem::temp_directory_path() / "santong_peers_XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) return 1;
  // The peers' users look into their own folders here.
  std::filesystem::permissions(folder, std::filesystem::perms::others_exec,
                               std::filesystem::perm_options::add);
  options.work = folder;
  santong::bench::Peers(options).Run();
  std::filesystem::remove_all(folder);
  return 0;
}
