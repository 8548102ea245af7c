// log_bench: what the log costs and how fast it proves. Each figure beside its goal.
//
//   log_bench [--leaves 200000]          bytes a leaf, audit, verification, proofs
//   log_bench --nodes 10000000           proofs from a log of that many leaves, nodes alone
//   (minutes)
//   log_bench --appends 20000            what its leaf adds to the transaction of RegisterDocument
//
// --csv FILE writes the figures of --leaves there, too.
//
// Leaves are those of registered documents with one text; they are written straight into the table.
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "client/cli/proof/catalogue.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/event.pb.h"
#include "server/acts/append_event.h"
#include "server/domain/proof/leaf.h"
#include "server/domain/proof/merkle.h"
#include "server/queries/proofs.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/schema/keys.h"
#include "storage/tables/log_table.h"
#include "tests/bench/report_rows.h"
#include "tests/storage/temp_folder.h"

namespace santong::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr uint64_t kLeavesPerTransaction = 20000;
constexpr int kProofs = 20000;
constexpr size_t kLeavesPerPage = 10000;  // as the auditor asks for them

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Of all threads: what else the machine does is not in it.
double ProcessorSeconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  std::exit(1);
}

std::string LeafBytes(uint64_t index) {
  proof::Leaf leaf;
  leaf.event = absl::StrCat(index * 4 + 1);
  leaf.date = "2026-11-28";
  leaf.type = "DocumentRegistered";
  leaf.action = "REGISTER";
  leaf.resource = absl::StrCat("documents/", index + 1);
  leaf.from_state = "SUBMITTED";
  leaf.to_state = "REGISTERED";
  leaf.organ = "jurisdictions/630203/organs/civil-affairs";
  leaf.registration_number = absl::StrCat("测登〔2026〕", index + 1, "号");
  leaf.document_number = absl::StrCat("平民〔2026〕", index + 1, "号");
  leaf.registered_date = "2026-11-28";
  leaf.effective_date = "2026-12-28";
  leaf.last_valid_date = "2031-12-27";
  const std::string hash(64, 'a');
  leaf.versions = {{1, "ORIGINAL", hash, hash, hash, "2026-12-28", ""}};
  return proof::EncodeLeaf(leaf);
}

std::unique_ptr<kv::RocksDbStore> Open(const std::string& folder) {
  kv::RocksDbStore::Options options;
  options.path = folder;
  auto store = kv::RocksDbStore::Open(options);
  Must(store.status());
  return *std::move(store);
}

// `leaf` gives a leaf's hash and, where it is written too, its bytes.
void Fill(kv::Store& store, uint64_t count,
          const std::function<std::string(uint64_t, std::string* bytes)>& leaf) {
  proof::Edge edge;
  while (edge.size < count) {
    const proof::Edge before = edge;
    Must(kv::TransactAndWait(store, [&](kv::Transaction& txn) {
      edge = before;
      const uint64_t end = std::min(count, edge.size + kLeavesPerTransaction);
      while (edge.size < end) {
        std::string bytes;
        const uint64_t index = edge.size;
        const std::string hash = leaf(index, &bytes);
        if (!bytes.empty()) tables::PutLogLeaf(txn, index, {index * 4 + 1, bytes});
        proof::Append(
            hash,
            [&](int level, uint64_t node, absl::string_view value) {
              tables::PutLogNode(txn, level, node, value);
            },
            &edge);
      }
      tables::PutLogEdge(txn, proof::EncodeEdge(edge));
      return absl::OkStatus();
    }));
  }
}

void Row(const char* name, double value, const char* unit) {
  std::printf("%-52s %12.2f %s\n", name, value, unit);
  std::fflush(stdout);
}

// One snapshot each, as the server takes one each.
void Proofs(kv::Store& store, uint64_t size, const char* name, ReportRows* rows) {
  std::mt19937_64 random(1);
  std::vector<double> micros;
  for (int i = 0; i < kProofs; ++i) {
    v1::GetInclusionProofRequest request;
    request.set_leaf_index(static_cast<int64_t>(random() % size));
    request.set_tree_size(static_cast<int64_t>(size));
    const auto begin = Clock::now();
    Must(queries::ReadInclusionProof(*store.Snapshot(), request).status());
    micros.push_back(SecondsSince(begin) * 1e6);
  }
  std::sort(micros.begin(), micros.end());
  Row(absl::StrCat(name, ", p50").c_str(), micros[micros.size() / 2], "us");
  Row(absl::StrCat(name, ", p99").c_str(), micros[micros.size() * 99 / 100], "us (goal 2000)");
  rows->Add("inclusion proof", kP50, micros[micros.size() / 2] / 1e3);
  rows->Add("inclusion proof", kP99, micros[micros.size() * 99 / 100] / 1e3);
}

void Verification(kv::Store& store, uint64_t size, ReportRows* rows) {
  v1::GetInclusionProofRequest request;
  request.set_leaf_index(static_cast<int64_t>(size / 3));
  request.set_tree_size(static_cast<int64_t>(size));
  auto reader = store.Snapshot();
  auto answer = queries::ReadInclusionProof(*reader, request);
  Must(answer.status());
  const std::vector<std::string> hashes(answer->hashes().begin(), answer->hashes().end());
  auto leaf = tables::GetLogNode(*reader, 0, size / 3);
  auto edge = tables::GetLogEdge(*reader);
  Must(leaf.status());
  Must(edge.status());
  const std::string root = proof::RootOf(*proof::DecodeEdge(*edge));
  const auto begin = Clock::now();
  for (int i = 0; i < kProofs; ++i)
    Must(proof::VerifyInclusion(size / 3, size, *leaf, hashes, root));
  const double micros = SecondsSince(begin) * 1e6 / kProofs;
  Row("verification of an inclusion proof", micros, "us (goal 1000)");
  rows->Add("verification of a proof", kMean, micros / 1e3);
}

// What the auditor does with each leaf, then the roots that it compares.
void Audit(kv::Store& store, uint64_t leaves, ReportRows* rows) {
  const auto reader = store.Snapshot();
  cli::Catalogue catalogue;
  const auto begin = Clock::now();
  const double busy = ProcessorSeconds();
  std::vector<std::string> page;
  const auto add = [&] { catalogue.Add(std::exchange(page, {}), Must); };
  Must(tables::ScanLogLeaves(*reader, 0, [&](uint64_t, const tables::LogLeaf& leaf) {
    page.push_back(leaf.bytes);
    if (page.size() == kLeavesPerPage) add();
    return true;
  }));
  add();
  const std::string roots = catalogue.Root() + catalogue.MapRoot() + catalogue.CountsText();
  if (roots.empty()) std::exit(1);
  const double rate = static_cast<double>(leaves) / SecondsSince(begin);
  Row("audit, without the wire", rate, "leaves/s (goal 100000)");
  rows->Add("audit of the log", kRate, rate);
  Row("the same, by the processors' time it took",
      static_cast<double>(leaves) / (ProcessorSeconds() - busy), "leaves/s of one processor");
}

// The rows of a RegisterDocument but its log's, as its transaction showed: key and value bytes.
constexpr std::pair<size_t, size_t> kActRows[] = {{9, 1110}, {9, 715}, {57, 98}, {18, 8},
                                                  {11, 8},   {26, 8},  {24, 0},  {14, 0},
                                                  {14, 0},   {27, 0},  {32, 0},  {32, 0}};
constexpr size_t kEventBytes = 885;
constexpr uint64_t kInFlight = 64;

// Transactions that come 64 at a time and are put on disk as the store puts them, with the rows of
// a RegisterDocument and, or not, with the event's leaf: made, hashed, linked and appended by the
// server's own function.
class Appender {
 public:
  explicit Appender(bool with_leaf) : with_leaf_(with_leaf), store_(Open(folder_.path())) {
    document_.set_name("documents/1");
    document_.set_state(v1::DOCUMENT_STATE_REGISTERED);
    document_.set_registration_number("测登〔2026〕1号");
    document_.set_document_number("平民〔2026〕1号");
    document_.set_registered_date("2026-11-28");
    document_.add_issuers()->set_organ("jurisdictions/630203/organs/civil-affairs");
    v1::VersionSummary* version = document_.add_versions();
    version->set_number(1);
    version->set_text_sha256(std::string(64, 'a'));
    Must(kv::TransactAndWait(*store_, [](kv::Transaction& txn) {
      tables::PutTextDigest(txn, 1, 1, {std::string(32, 'b'), std::string(32, 'c')});
      return absl::OkStatus();
    }));
  }

  // Microseconds a transaction, over `count` of them.
  double Run(uint64_t count) {
    const auto begin = Clock::now();
    for (uint64_t done = 0; done < count; done += kInFlight) {
      absl::BlockingCounter left(kInFlight);
      for (uint64_t i = 0; i < kInFlight; ++i) {
        store_->Transact([this](kv::Transaction& txn) { return Put(txn); },
                         [&left](const absl::Status& status) {
                           Must(status);
                           left.DecrementCount();
                         });
      }
      left.Wait();
    }
    return SecondsSince(begin) * 1e6 / static_cast<double>(count);
  }

 private:
  absl::Status Put(kv::Transaction& txn) {
    auto last = txn.Get("last");
    const uint64_t sequence = last.ok() ? *schema::DecodeUint64(*last) + 1 : 1;
    const std::string serial = schema::EncodeUint64(sequence);
    txn.Put("last", serial);
    char table = 'A';
    for (const auto& [key, value] : kActRows)
      txn.Put(absl::StrCat("zz", std::string(1, table++), serial, std::string(key, 'k')),
              std::string(value, 'v'));
    v1::Event event;
    event.set_sequence(static_cast<int64_t>(sequence));
    event.set_date("2026-11-28");
    event.set_type("DocumentRegistered");
    event.set_action("REGISTER");
    event.set_resource("documents/1");
    event.set_public_(true);
    event.set_reason(std::string(kEventBytes, 'r'));
    const std::string bytes = event.SerializeAsString();
    txn.Put(schema::EventKey(sequence), bytes);
    if (!with_leaf_) return absl::OkStatus();
    auto leaf = acts::LeafOf(txn, event, &document_);
    if (!leaf.ok()) return leaf.status();
    return acts::LinkEvent(txn, sequence, bytes, proof::EncodeLeaf(*leaf));
  }

  const bool with_leaf_;
  const testing::TempFolder folder_;
  const std::unique_ptr<kv::RocksDbStore> store_;
  v1::Document document_;
};

// Round by round without and with, so that what else the machine does meets both.
void Appends(uint64_t count) {
  constexpr int kRounds = 9;
  Appender without(false), with(true);
  std::vector<double> plain, logged, ratios;
  for (int round = 0; round < kRounds; ++round) {
    plain.push_back(without.Run(count / kRounds));
    logged.push_back(with.Run(count / kRounds));
    ratios.push_back(logged.back() / plain.back());
  }
  const auto median = [](std::vector<double>& values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
  };
  Row("rows of a RegisterDocument, durable, without its leaf", median(plain), "us");
  Row("the same with its leaf", median(logged), "us");
  Row("the leaf adds, of the rows alone", (median(ratios) - 1) * 100, "% (goal 15 of the call)");
}

double FolderBytes(const std::string& folder) {
  double bytes = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() == ".sst") bytes += static_cast<double>(file.file_size());
  }
  return bytes;
}

void Whole(uint64_t leaves, ReportRows* rows) {
  const testing::TempFolder folder;
  {
    auto store = Open(folder.path());
    const auto begin = Clock::now();
    Fill(*store, leaves, [](uint64_t index, std::string* bytes) {
      *bytes = LeafBytes(index);
      return proof::LeafHash(*bytes);
    });
    Row("appending", SecondsSince(begin) * 1e6 / static_cast<double>(leaves), "us a leaf");
    Row("bytes of a leaf", static_cast<double>(LeafBytes(leaves).size()), "bytes");
    Audit(*store, leaves, rows);
    Verification(*store, leaves, rows);
    Proofs(*store, leaves, absl::StrCat("inclusion proof of ", leaves).c_str(), rows);
  }
  Open(folder.path());  // what was in its write-ahead log is in its tables now
  Row("on disk, with the nodes of the tree",
      FolderBytes(folder.path()) / static_cast<double>(leaves), "bytes a leaf");
}

void NodesAlone(uint64_t leaves, ReportRows* rows) {
  const testing::TempFolder folder;
  auto store = Open(folder.path());
  Fill(*store, leaves,
       [](uint64_t index, std::string*) { return proof::LeafHash(absl::StrCat(index)); });
  Proofs(*store, leaves, absl::StrCat("inclusion proof of ", leaves).c_str(), rows);
  Verification(*store, leaves, rows);
}

}  // namespace
}  // namespace santong::bench

int main(int argc, char** argv) {
  CLI::App app("What the log costs and how fast it proves.");
  std::string csv;
  uint64_t leaves = 200'000, nodes = 0, appends = 0;
  app.add_option("--leaves", leaves, "leaves of the log that is written whole")
      ->check(CLI::Range(1000, 100'000'000));
  app.add_option("--nodes", nodes, "instead: a log of so many leaves, its nodes alone")
      ->check(CLI::Range(1000, 100'000'000));
  app.add_option("--appends", appends, "instead: so many transactions without and with a leaf")
      ->check(CLI::Range(1000, 10'000'000));
  app.add_option("--csv", csv, "writes the figures there, too");
  CLI11_PARSE(app, argc, argv);
  santong::bench::ReportRows rows(csv, static_cast<int64_t>(nodes > 0 ? nodes : leaves));
  if (appends > 0) {
    santong::bench::Appends(appends);
  } else if (nodes > 0) {
    santong::bench::NodesAlone(nodes, &rows);
  } else {
    santong::bench::Whole(leaves, &rows);
  }
  return 0;
}
