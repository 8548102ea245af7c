// store_bench: what the store costs over bare RocksDB, in one run on one disk.
//
//   store_bench [--seconds 3] [--folder /var/tmp]   puts and acts: each line beside its yardstick
//   store_bench --import_gigabytes 8                sustained import, then opening it again
//
// The yardstick is a synced Put from as many threads (RocksDB's own group commit), with the same
// settings. An "act" is a typical body: eight reads and six writes, one of them the document.
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/rocksdb/tuning.h"
#include "tests/storage/temp_folder.h"

namespace santong::kv {
namespace {

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Outcome {
  double per_second = 0;
  double p50_us = 0, p99_us = 0;
};

// Runs `once(thread, turn)` again and again on each thread.
Outcome Measure(int threads, double seconds, const std::function<void(int, int)>& once) {
  std::vector<std::vector<double>> taken(static_cast<size_t>(threads));
  std::vector<std::thread> workers;
  const auto start = Clock::now();
  for (int t = 0; t < threads; ++t) {
    workers.emplace_back([&, t] {
      for (int turn = 0; SecondsSince(start) < seconds; ++turn) {
        const auto began = Clock::now();
        once(t, turn);
        taken[static_cast<size_t>(t)].push_back(SecondsSince(began) * 1e6);
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  const double elapsed = SecondsSince(start);
  std::vector<double> all;
  for (const auto& each : taken) all.insert(all.end(), each.begin(), each.end());
  std::sort(all.begin(), all.end());
  return {static_cast<double>(all.size()) / elapsed, all[all.size() / 2],
          all[all.size() * 99 / 100]};
}

// As text is: LZ4 makes about half of it.
std::string Text(size_t bytes, uint64_t seed) {
  std::string text(bytes, ' ');
  for (size_t i = 0; i < bytes; ++i) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    text[i] = static_cast<char>(i % 16 < 8 ? 'a' + i % 8 : seed >> 56);
  }
  return text;
}

std::string Key(int thread, int turn) {
  return absl::StrFormat("document/%04d/%09d", thread, turn);
}

void MustBeOk(const absl::Status& status) {
  if (status.ok()) return;
  absl::FPrintF(stderr, "%s\n", status.ToString());
  std::exit(1);
}

std::unique_ptr<RocksDbStore> OpenStore(const std::string& path) {
  RocksDbStore::Options options;
  options.path = path;
  auto store = RocksDbStore::Open(options);
  MustBeOk(store.status());
  return *std::move(store);
}

Outcome BarePuts(const std::string& path, int threads, double seconds, const std::string& text) {
  RocksDbStore::Options options;
  options.path = path;
  rocksdb::Options tuned = TunedOptions(options, rocksdb::Env::Default());
  tuned.create_if_missing = true;
  rocksdb::DB* raw = nullptr;
  const auto opened = rocksdb::DB::Open(tuned, path, &raw);
  if (!opened.ok()) MustBeOk(absl::InternalError(opened.ToString()));
  const std::unique_ptr<rocksdb::DB> db(raw);
  rocksdb::WriteOptions synced;
  synced.sync = true;
  return Measure(threads, seconds,
                 [&](int t, int turn) { (void)db->Put(synced, Key(t, turn), text); });
}

Outcome Puts(Store& store, int threads, double seconds, const std::string& text) {
  return Measure(threads, seconds, [&](int t, int turn) {
    MustBeOk(TransactAndWait(store, [&](Transaction& txn) {
      txn.Put(Key(t, turn), text);
      return absl::OkStatus();
    }));
  });
}

// Reads a series, a request, a policy and so on; writes the document, its number, an event and
// indexes.
absl::Status Act(Transaction& txn, const std::string& document, const std::string& text) {
  for (const char* absent : {"request/", "number/", "clock/", "hold/"}) {
    if (txn.Get(absl::StrCat(absent, document)).ok()) return absl::AlreadyExistsError(document);
  }
  for (const char* common : {"policy/", "organ/", "campaign/"}) (void)txn.Get(common);
  const absl::StatusOr<std::string> last = txn.Get("series/qinghai/2025");
  const int number = last.ok() ? std::stoi(*last) + 1 : 1;
  txn.Put("series/qinghai/2025", std::to_string(number));
  txn.Put(document, text);
  txn.Put(absl::StrCat("request/", document), "reply");
  txn.Put(absl::StrFormat("event/%012d", number), std::string(300, 'e'));
  txn.Put(absl::StrFormat("number/%012d", number), document);
  txn.Put(absl::StrCat("clock/", document), "2025-01-01");
  return absl::OkStatus();
}

Outcome Acts(Store& store, int threads, double seconds, const std::string& text) {
  return Measure(threads, seconds, [&](int t, int turn) {
    MustBeOk(
        TransactAndWait(store, [&](Transaction& txn) { return Act(txn, Key(t, turn), text); }));
  });
}

void CompareAll(const std::string& folder, double seconds, const std::vector<size_t>& sizes,
                const std::vector<int>& threads_list) {
  absl::PrintF("%-8s %-8s %-10s %10s %10s %10s %8s\n", "value", "threads", "what", "per second",
               "p50 us", "p99 us", "ratio");
  for (const size_t bytes : sizes) {
    const std::string text = Text(bytes, bytes);
    for (const int threads : threads_list) {
      const auto fresh = [&](const auto& run) {
        const santong::testing::TempFolder temp(folder);
        return run(temp.path());
      };
      const Outcome bare =
          fresh([&](const std::string& path) { return BarePuts(path, threads, seconds, text); });
      const Outcome puts = fresh(
          [&](const std::string& path) { return Puts(*OpenStore(path), threads, seconds, text); });
      const Outcome acts = fresh(
          [&](const std::string& path) { return Acts(*OpenStore(path), threads, seconds, text); });
      const auto print = [&](const char* what, const Outcome& o) {
        absl::PrintF("%-8d %-8d %-10s %10.0f %10.0f %10.0f %8.2f\n", bytes, threads, what,
                     o.per_second, o.p50_us, o.p99_us, o.per_second / bare.per_second);
      };
      print("bare put", bare);
      print("put", puts);
      print("act", acts);
      std::fflush(stdout);
    }
  }
}

double ResidentMegabytes() {
  std::ifstream status("/proc/self/statm");
  double pages = 0, resident = 0;
  status >> pages >> resident;
  return resident * 4096 / 1e6;
}

// Imports documents of 15 to 200 KB (or `document_bytes`), 16 in flight, then opens the store
// again.
void Import(const std::string& folder, double gigabytes, size_t document_bytes) {
  const santong::testing::TempFolder temp(folder);
  const double bytes_wanted = gigabytes * 1e9;
  double bytes_written = 0;
  {
    const auto store = OpenStore(temp.path());
    const auto start = Clock::now();
    std::atomic<int> next{0};
    std::atomic<uint64_t> bytes{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 16; ++t) {
      threads.emplace_back([&, t] {
        const std::string text = Text(200000, static_cast<uint64_t>(t) + 1);
        while (static_cast<double>(bytes) < bytes_wanted) {
          const int turn = next++;
          const size_t size = document_bytes != 0
                                  ? document_bytes
                                  : 15000 + static_cast<size_t>(turn * 7919) % 185000;
          const std::string document = text.substr(0, std::min(size, text.size()));
          MustBeOk(TransactAndWait(
              *store, [&](Transaction& txn) { return Act(txn, Key(turn % 977, turn), document); }));
          bytes += size;
        }
      });
    }
    absl::Notification finished;
    std::thread progress([&] {
      double before = 0;
      auto at = Clock::now();
      while (!finished.WaitForNotificationWithTimeout(absl::Seconds(5))) {
        const double now = static_cast<double>(bytes);
        absl::PrintF("%6.0f MB, %6.1f MB/s\n", now / 1e6, (now - before) / 1e6 / SecondsSince(at));
        std::fflush(stdout);
        before = now;
        at = Clock::now();
      }
    });
    for (std::thread& thread : threads) thread.join();
    finished.Notify();
    progress.join();
    bytes_written = static_cast<double>(bytes);
    absl::PrintF("%d documents, %.0f MB, %.1f MB/s, %.0f MB resident\n", next.load(),
                 bytes_written / 1e6, bytes_written / 1e6 / SecondsSince(start),
                 ResidentMegabytes());
  }
  const double before = ResidentMegabytes();
  const auto start = Clock::now();
  const auto store = OpenStore(temp.path());
  absl::PrintF("opened in %.2f s", SecondsSince(start));
  (void)store->Snapshot()->Get(Key(1, 1));
  absl::PrintF(", %.0f MB resident (%.0f before)\n", ResidentMegabytes(), before);
}

}  // namespace
}  // namespace santong::kv

int main(int argc, char** argv) {
  double seconds = 3, import_gigabytes = 0;
  size_t document_bytes = 0;
  std::vector<size_t> sizes = {4096, 15000};
  std::vector<int> threads = {1, 16, 64};
  std::string folder = "/var/tmp";
  CLI::App app{"What the store costs over bare RocksDB"};
  app.add_option("--seconds", seconds, "for each line");
  app.add_option("--sizes", sizes, "bytes of the values");
  app.add_option("--threads", threads, "clients at once");
  app.add_option("--folder", folder, "on the disk to be measured");
  app.add_option("--import_gigabytes", import_gigabytes, "measure an import of this size instead");
  app.add_option("--document_bytes", document_bytes,
                 "size of an imported document; 0: 15 to 200 KB");
  CLI11_PARSE(app, argc, argv);
  if (import_gigabytes > 0) {
    santong::kv::Import(folder, import_gigabytes, document_bytes);
  } else {
    santong::kv::CompareAll(folder, seconds, sizes, threads);
  }
}
