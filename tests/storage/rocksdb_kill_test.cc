// A process that is killed loses nothing that it acknowledged.
//
// Method: this program starts itself as the victim (the first test below). The victim writes
// from eight threads and reports each acknowledged number on its standard output. After a number of
// reports, different each time, it gets kill -9; then the folder is opened and everything counted.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "tests/storage/store_helpers.h"
#include "tests/storage/temp_folder.h"

namespace santong::kv {
namespace {

constexpr char kFolderVariable[] = "SANTONG_VICTIM_FOLDER";
constexpr int kReportDescriptor = 100;  // standard output is gtest's

std::unique_ptr<RocksDbStore> Open(const std::string& folder) {
  RocksDbStore::Options options;
  options.path = folder;
  auto store = RocksDbStore::Open(options);
  EXPECT_TRUE(store.ok()) << store.status();
  return store.ok() ? *std::move(store) : nullptr;
}

std::string DocumentKey(int number) { return absl::StrFormat("document/%08d", number); }

std::string Text(int number) {
  return std::string(static_cast<size_t>(1000 + number % 7 * 5000), static_cast<char>(number));
}

TEST(Victim, WritesUntilItIsKilled) {
  const char* folder = std::getenv(kFolderVariable);
  if (folder == nullptr) return;  // nobody's victim: an ordinary run of the tests
  const auto store = Open(folder);
  ASSERT_NE(store, nullptr);
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (;;) {
        int number = 0;
        const absl::Status written = TransactAndWait(*store, [&](Transaction& txn) {
          if (absl::Status s = CountUp(txn, "n", number); !s.ok()) return s;
          txn.Put(DocumentKey(number), Text(number));
          txn.Put(absl::StrCat("index/", number), DocumentKey(number));
          return absl::OkStatus();
        });
        if (!written.ok()) std::abort();
        if (::write(kReportDescriptor, &number, sizeof number) != sizeof number) std::abort();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

class Process {
 public:
  explicit Process(const std::string& folder) {
    int ends[2];
    if (::pipe(ends) != 0) std::abort();
    // What the child needs is made before the fork: after it, only exec and its kin are safe.
    const std::string variable = absl::StrCat(kFolderVariable, "=", folder);
    const char* arguments[] = {"victim", "--gtest_filter=Victim.*", nullptr};
    const char* environment[] = {variable.c_str(), nullptr};
    id_ = ::fork();
    if (id_ == 0) {
      ::dup2(ends[1], kReportDescriptor);
      ::close(ends[0]);
      ::close(STDOUT_FILENO);
      ::execve("/proc/self/exe", const_cast<char**>(arguments), const_cast<char**>(environment));
      ::_exit(127);
    }
    ::close(ends[1]);
    reports_ = ends[0];
  }
  ~Process() { ::close(reports_); }

  // The next acknowledged number; 0 when the process is gone and all is read.
  int NextReport() const {
    int number = 0;
    return ::read(reports_, &number, sizeof number) == sizeof number ? number : 0;
  }
  void Kill() const {
    ::kill(id_, SIGKILL);
    ::waitpid(id_, nullptr, 0);
  }

 private:
  pid_t id_ = -1;
  int reports_ = -1;
};

TEST(RocksDbKilled, HasEverythingItAcknowledgedAndNothingHalfDone) {
  const santong::testing::TempFolder folder;
  int acknowledged = 0;
  for (int kill = 0; kill < 20; ++kill) {
    const Process victim(folder.path());
    const int reports_wanted = 1 + kill * kill * 3;
    int reports = 0;
    for (; reports < reports_wanted; ++reports) {
      const int number = victim.NextReport();
      ASSERT_GT(number, 0) << "the victim stopped by itself";
      acknowledged = std::max(acknowledged, number);
    }
    victim.Kill();
    while (const int number = victim.NextReport()) acknowledged = std::max(acknowledged, number);

    const auto store = Open(folder.path());
    ASSERT_NE(store, nullptr);
    const auto view = store->Snapshot();
    const int last = std::stoi(view->Get("n").value());
    EXPECT_GE(last, acknowledged);
    int found = 0;
    const absl::Status scanned = view->Scan("document/", "document0", [&](auto key, auto value) {
      ++found;
      EXPECT_EQ(key, DocumentKey(found));
      EXPECT_TRUE(value == Text(found)) << found;
      EXPECT_TRUE(view->Get(absl::StrCat("index/", found)).ok()) << found;
      return true;
    });
    EXPECT_TRUE(scanned.ok()) << scanned;
    EXPECT_EQ(found, last);
  }
}

TEST(RocksDbKilled, AFolderThatAnotherProcessHoldsIsRefusedInPlainWords) {
  const santong::testing::TempFolder folder;
  const Process victim(folder.path());
  ASSERT_GT(victim.NextReport(), 0);
  RocksDbStore::Options options;
  options.path = folder.path();
  const absl::Status refused = RocksDbStore::Open(options).status();
  victim.Kill();
  EXPECT_TRUE(absl::IsFailedPrecondition(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), ::testing::HasSubstr("in use"));
}

}  // namespace
}  // namespace santong::kv
