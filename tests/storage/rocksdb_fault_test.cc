// RocksDbStore on a failing disk.
//
// Method: the store stands on a FaultFileSystem. A fault is switched on between two transactions,
// the next one meets it, the fault is switched off. Then three things are looked at: what the store
// says, what it holds, and what a process that is killed now would leave: a copy of the folder,
// opened anew.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "rocksdb/env.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/rocksdb/rocksdb_store_for_test.h"
#include "tests/storage/fault_file_system.h"
#include "tests/storage/store_helpers.h"
#include "tests/storage/temp_folder.h"

namespace santong::kv {
namespace {

using santong::testing::Fault;
using santong::testing::FaultFileSystem;
using santong::testing::TempFolder;
using ::testing::HasSubstr;

class RocksDbFaults : public ::testing::Test {
 protected:
  RocksDbFaults() { Open(); }

  void Open() {
    RocksDbStore::Options options;
    options.path = folder_.path();
    options.recovery_pause = absl::ZeroDuration();  // every Transact tries to recover
    options.recovery_patience = absl::Milliseconds(20);
    auto store = RocksDbStoreForTest::Open(options, env_.get());
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

  absl::Status Put(const std::string& key, const std::string& value = "v") {
    return TransactAndWait(*store_, [&](Transaction& txn) {
      txn.Put(key, value);
      return absl::OkStatus();
    });
  }

  // After Heal. What the fault did to a compaction may be reported only now, and needs one more
  // try.
  absl::Status PutAtLast(const std::string& key, const std::string& value = "v") {
    absl::Status put;
    for (int i = 0; i < 10; ++i) {
      put = Put(key, value);
      if (!absl::IsResourceExhausted(put)) break;
    }
    return put;
  }

  std::string Stored() const { return Keys(ScanAll(*store_->Snapshot())); }

  // Names and sizes: equal before and after a copy when nothing was written or deleted meanwhile.
  static std::map<std::string, uint64_t> Listing(const std::string& folder) {
    std::map<std::string, uint64_t> files;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      std::error_code gone;
      files[file.path().string()] = std::filesystem::file_size(file.path(), gone);
    }
    return files;
  }

  // What kill -9 would leave now.
  std::string StoredAfterKill() const {
    for (;;) {
      const TempFolder copy;
      const auto before = Listing(folder_.path());
      std::error_code changed;
      std::filesystem::copy(folder_.path(), copy.path(), changed);
      if (changed || Listing(folder_.path()) != before) continue;  // RocksDB was tidying up
      RocksDbStore::Options options;
      options.path = copy.path();
      const auto store = RocksDbStore::Open(options);
      if (!store.ok()) return store.status().ToString();
      return Keys(ScanAll(*(*store)->Snapshot()));
    }
  }

  const TempFolder folder_;
  const std::shared_ptr<FaultFileSystem> disk_ = std::make_shared<FaultFileSystem>();
  const std::unique_ptr<rocksdb::Env> env_ = rocksdb::NewCompositeEnv(disk_);
  std::unique_ptr<RocksDbStore> store_;
};

TEST_F(RocksDbFaults, AFullDiskMakesItReadOnlyUntilThereIsRoom) {
  for (const Fault fault : {Fault::kNoSpace, Fault::kNoSpacePartly, Fault::kNoSpaceAtSync}) {
    SCOPED_TRACE(static_cast<int>(fault));
    ASSERT_TRUE(Put("before").ok());
    disk_->Fail(fault);
    EXPECT_TRUE(absl::IsResourceExhausted(Put("lost")));
    EXPECT_TRUE(absl::IsResourceExhausted(Put("refused")));
    EXPECT_TRUE(absl::IsResourceExhausted(store_->Writable()));
    EXPECT_THAT(std::string(store_->Writable().message()), HasSubstr("free some space"));
    EXPECT_THAT(std::string(store_->Writable().message()), HasSubstr(folder_.path()));
    EXPECT_EQ(Stored(), "before");

    disk_->Heal();
    const absl::Status put = PutAtLast("later");
    EXPECT_TRUE(put.ok()) << put;
    EXPECT_TRUE(store_->Writable().ok()) << store_->Writable();
    // What stood in the log and was not synced may be there, whole.
    const std::string expected =
        fault == Fault::kNoSpaceAtSync ? "before later lost" : "before later";
    EXPECT_EQ(Stored(), expected);
    EXPECT_EQ(StoredAfterKill(), expected);
    ASSERT_TRUE(TransactAndWait(*store_, [](Transaction& txn) {
                  txn.Delete("later");
                  txn.Delete("lost");
                  return absl::OkStatus();
                }).ok());
  }
}

// The engine's own log on that disk ended the process.
TEST_F(RocksDbFaults, OnAFullDiskItIsNotOpenedAndSaysWhy) {
  ASSERT_TRUE(Put("before").ok());
  store_.reset();
  RocksDbStore::Options options;
  options.path = folder_.path();
  for (const Fault fault : {Fault::kNoSpace, Fault::kNoSpacePartly}) {
    disk_->Fail(fault);
    const auto store = RocksDbStoreForTest::Open(options, env_.get());
    EXPECT_TRUE(absl::IsResourceExhausted(store.status())) << store.status();
    EXPECT_THAT(std::string(store.status().message()), HasSubstr("free some space"));
    disk_->Heal();
  }
  Open();
  EXPECT_EQ(Stored(), "before");
}

// RocksDB's own Resume goes on in a log that has failed, and aborts, when the memtable is empty.
TEST_F(RocksDbFaults, TheFirstWriteMayFail) {
  for (const Fault fault : {Fault::kNoSpace, Fault::kNoSpacePartly, Fault::kNoSpaceAtSync}) {
    SCOPED_TRACE(static_cast<int>(fault));
    disk_->Fail(fault, ".log");
    EXPECT_TRUE(absl::IsResourceExhausted(Put("lost")));
    disk_->Heal();
    EXPECT_TRUE(PutAtLast("later").ok());
    const std::string expected = fault == Fault::kNoSpaceAtSync ? "later lost" : "later";
    EXPECT_EQ(Stored(), expected);
    EXPECT_EQ(StoredAfterKill(), expected);
  }
}

// RocksDB's own Resume waits for ever when a compaction fails beside it.
TEST_F(RocksDbFaults, AFullDiskThatComesBackManyTimesLosesNothing) {
  std::string expected;
  for (int i = 0; i < 40; ++i) {
    const std::string key = absl::StrCat("k", 100 + i);
    disk_->Fail(i % 2 == 0 ? Fault::kNoSpacePartly : Fault::kNoSpaceAtSync,
                i % 3 == 0 ? ".log" : "");
    EXPECT_TRUE(absl::IsResourceExhausted(Put("lost", std::string(5000, 'x'))));
    disk_->Heal();
    const absl::Status put = PutAtLast(key, std::string(5000, 'y'));
    EXPECT_TRUE(put.ok()) << put;
    ASSERT_TRUE(TransactAndWait(*store_, [](Transaction& txn) {
                  txn.Delete("lost");
                  return absl::OkStatus();
                }).ok());
    absl::StrAppend(&expected, expected.empty() ? "" : " ", key);
  }
  EXPECT_EQ(Stored(), expected);
  EXPECT_EQ(StoredAfterKill(), expected);
  store_.reset();
  Open();
  EXPECT_EQ(Stored(), expected);
}

// The log still takes writes, but the tables and texts cannot be written out.
TEST_F(RocksDbFaults, ADiskThatFillsInTheBackgroundIsSeenToo) {
  for (const char* suffix : {".sst", ".blob"}) {
    SCOPED_TRACE(suffix);
    disk_->Fail(Fault::kNoSpace, suffix);
    absl::Status put;
    int written = 0;
    const std::string text(1 << 20, 't');
    for (; written < 2000 && put.ok(); ++written) put = Put(absl::StrCat("t", written), text);
    EXPECT_TRUE(absl::IsResourceExhausted(put)) << put;
    EXPECT_TRUE(absl::IsResourceExhausted(store_->Writable())) << store_->Writable();
    disk_->Heal();
    EXPECT_TRUE(PutAtLast("after").ok());
    for (int i = 0; i + 1 < written; ++i) {
      EXPECT_TRUE(store_->Snapshot()->Get(absl::StrCat("t", i)).ok()) << i;
    }
  }
}

TEST_F(RocksDbFaults, EverybodyInAFailedBatchGetsTheError) {
  std::vector<absl::Status> results(3);
  absl::BlockingCounter finished(3);
  {
    Held held(*store_);
    for (size_t i = 0; i < 3; ++i) {
      store_->Transact(
          [i](Transaction& txn) {
            txn.Put(absl::StrCat("k", i), "v");
            return i == 1 ? absl::AlreadyExistsError("because of a neighbour") : absl::OkStatus();
          },
          [&, i](absl::Status status) {
            results[i] = std::move(status);
            finished.DecrementCount();
          });
    }
    disk_->Fail(Fault::kNoSpace);
  }
  finished.Wait();
  for (const absl::Status& result : results)
    EXPECT_TRUE(absl::IsResourceExhausted(result)) << result;
  disk_->Heal();
  EXPECT_TRUE(PutAtLast("z").ok());
  EXPECT_EQ(Stored(), "z");
}

// Bodies run upon a batch that is still being written. When it fails, nothing that ran upon it may
// be stored: it would count on from a value that was never there.
TEST_F(RocksDbFaults, NothingIsStoredUponAFailedBatch) {
  constexpr int kThreads = 8;
  constexpr int kBodies = 400;
  constexpr int kBetweenFaults = 97;
  absl::BlockingCounter finished(kThreads);
  std::atomic<int> answered = 0;
  absl::Mutex mutex;
  std::set<int> acknowledged;  // what each acknowledged body counted to
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      absl::BlockingCounter mine(kBodies);
      for (int i = 0; i < kBodies; ++i) {
        auto counted = std::make_shared<int>(0);
        store_->Transact(
            [counted](Transaction& txn) {
              const auto last = txn.Get("last");
              *counted = (last.ok() ? std::stoi(*last) : 0) + 1;
              txn.Put("last", std::to_string(*counted));
              txn.Put(absl::StrCat("n", *counted), "");
              return absl::OkStatus();
            },
            [&, counted](absl::Status status) {
              if (status.ok()) {
                absl::MutexLock lock(&mutex);
                EXPECT_TRUE(acknowledged.insert(*counted).second) << *counted;
              }
              const int n = answered.fetch_add(1) + 1;
              if (n % kBetweenFaults == 0) {
                disk_->Fail(Fault::kInputOutputAtSync);
              } else if (n % kBetweenFaults == 40) {
                disk_->Heal();
              }
              mine.DecrementCount();
            });
      }
      mine.Wait();
      finished.DecrementCount();
    });
  }
  finished.Wait();
  for (std::thread& thread : threads) thread.join();
  disk_->Heal();
  ASSERT_TRUE(PutAtLast("z").ok());
  const auto last = store_->Snapshot()->Get("last");
  const int stored = last.ok() ? std::stoi(*last) : 0;
  for (int n = 1; n <= stored; ++n) {
    EXPECT_TRUE(store_->Snapshot()->Get(absl::StrCat("n", n)).ok()) << n;
  }
  ASSERT_FALSE(acknowledged.empty());
  EXPECT_LE(*acknowledged.rbegin(), stored);
  EXPECT_LT(acknowledged.size(), static_cast<size_t>(kThreads * kBodies));  // some met a fault
}

TEST_F(RocksDbFaults, AFailingDiskStopsWritingToo) {
  for (const Fault fault : {Fault::kInputOutput, Fault::kInputOutputAtSync}) {
    SCOPED_TRACE(static_cast<int>(fault));
    ASSERT_TRUE(Put("before").ok());
    disk_->Fail(fault);
    EXPECT_TRUE(absl::IsUnavailable(Put("lost")));
    EXPECT_TRUE(absl::IsUnavailable(store_->Writable()));
    EXPECT_THAT(std::string(store_->Writable().message()), HasSubstr("look at the disk"));
    EXPECT_EQ(Stored(), "before");
    disk_->Heal();
    EXPECT_TRUE(PutAtLast("later").ok());
    EXPECT_THAT(Stored(), ::testing::AnyOf("before later", "before later lost"));
    EXPECT_EQ(StoredAfterKill(), Stored());
    ASSERT_TRUE(TransactAndWait(*store_, [](Transaction& txn) {
                  txn.Delete("lost");
                  txn.Delete("later");
                  return absl::OkStatus();
                }).ok());
  }
}

TEST_F(RocksDbFaults, AReaderIsNotDisturbedByARecovery) {
  ASSERT_TRUE(Put("before").ok());
  auto reader = store_->Snapshot();
  disk_->Fail(Fault::kNoSpace);
  EXPECT_TRUE(absl::IsResourceExhausted(Put("lost")));
  disk_->Heal();
  EXPECT_TRUE(absl::IsResourceExhausted(Put("refused"))) << "the reader holds the recovery up";
  EXPECT_EQ(Keys(ScanAll(*reader)), "before");
  reader.reset();
  EXPECT_TRUE(PutAtLast("later").ok());
  EXPECT_EQ(Stored(), "before later");
}

TEST_F(RocksDbFaults, ReadersComeAndGoDuringRecoveries) {
  ASSERT_TRUE(Put("before").ok());
  std::atomic<bool> stop = false;
  std::vector<std::thread> readers;
  for (int t = 0; t < 4; ++t) {
    readers.emplace_back([&] {
      while (!stop) EXPECT_TRUE(store_->Snapshot()->Get("before").ok());
    });
  }
  for (int i = 0; i < 5; ++i) {
    disk_->Fail(Fault::kNoSpacePartly);
    EXPECT_TRUE(absl::IsResourceExhausted(Put("lost")));
    disk_->Heal();
    EXPECT_TRUE(PutAtLast("later").ok());
  }
  stop = true;
  for (std::thread& reader : readers) reader.join();
}

// What asks for the database itself gets it or the reason why not, while it comes and goes.
TEST_F(RocksDbFaults, ADatabaseThatCouldNotBeOpenedAgainIsSaidToBeAway) {
  ASSERT_TRUE(Put("before").ok());
  std::atomic<bool> stop = false;
  std::vector<std::thread> askers;
  for (int t = 0; t < 4; ++t) {
    askers.emplace_back([&] {
      while (!stop) {
        const auto last = store_->LastChange();
        if (last.ok()) continue;
        EXPECT_TRUE(absl::IsResourceExhausted(last.status()) || absl::IsUnavailable(last.status()))
            << last.status();
      }
    });
  }
  for (int i = 0; i < 10; ++i) {
    disk_->Fail(Fault::kNoSpacePartly);
    EXPECT_TRUE(absl::IsResourceExhausted(Put("lost")));
    disk_->Fail(Fault::kInputOutput, ".dbtmp");  // by which RocksDB says that it is open
    // The askers may hold the first tries up.
    for (int tries = 0; tries < 1000 && store_->Identity().ok(); ++tries)
      EXPECT_FALSE(Put("lost").ok());
    EXPECT_FALSE(store_->LastChange().ok());
    EXPECT_FALSE(store_->Identity().ok());
    EXPECT_FALSE(store_->Snapshot()->Get("before").ok());
    disk_->Heal();
    EXPECT_TRUE(PutAtLast("later").ok());
    EXPECT_TRUE(store_->Snapshot()->Get("before").ok());
  }
  stop = true;
  for (std::thread& asker : askers) asker.join();
}

TEST_F(RocksDbFaults, APowerCutKeepsAllThatWasAcknowledged) {
  int acknowledged = 0;
  for (int round = 0; round < 5; ++round) {
    int number = 0;
    for (int i = 0; i < 60; ++i) {
      const absl::Status counted = TransactAndWait(*store_, [&](Transaction& txn) {
        if (absl::Status s = CountUp(txn, "n", number); !s.ok()) return s;
        txn.Put(absl::StrCat("document/", number), std::string(3000, 'd'));
        return absl::OkStatus();
      });
      ASSERT_TRUE(counted.ok()) << counted;
      acknowledged = number;
    }
    disk_->Fail(Fault::kDead);
    store_.reset();
    disk_->DropUnsynced();
    disk_->Heal();
    Open();
    ASSERT_EQ(store_->Snapshot()->Get("n").value(), absl::StrCat(acknowledged));
    EXPECT_EQ(ScanAll(*store_->Snapshot(), "document/", "document0").size(),
              static_cast<size_t>(acknowledged));
  }
}

// A caller answers others, too: gRPC has few threads.
TEST_F(RocksDbFaults, ACallerWhoFindsTheStoreIdleIsNotHeldForTheSync) {
  disk_->Fail(Fault::kSyncWaits, ".log");
  absl::Notification stored;
  store_->Transact(
      [](Transaction& txn) {
        txn.Put("a", "v");
        return absl::OkStatus();
      },
      [&](const absl::Status& status) {
        EXPECT_TRUE(status.ok()) << status;
        stored.Notify();
      });
  EXPECT_FALSE(stored.HasBeenNotified());
  disk_->Heal();
  stored.WaitForNotification();
  EXPECT_EQ(Stored(), "a");
}

// What comes meanwhile sees it, and is stored behind it.
TEST_F(RocksDbFaults, ASecondCallerSeesWhatTheFirstIsStillStoring) {
  disk_->Fail(Fault::kSyncWaits, ".log");
  absl::BlockingCounter stored(2);
  absl::Notification second_ran;
  int number = 0;
  for (int i = 0; i < 2; ++i) {
    store_->Transact(
        [&, i](Transaction& txn) {
          const absl::Status counted = CountUp(txn, "n", number);
          if (i == 1) second_ran.Notify();
          return counted;
        },
        [&](const absl::Status& status) {
          EXPECT_TRUE(status.ok()) << status;
          stored.DecrementCount();
        });
  }
  second_ran.WaitForNotification();
  EXPECT_EQ(number, 2);
  disk_->Heal();
  stored.Wait();
  EXPECT_EQ(store_->Snapshot()->Get("n").value(), "2");
}

// Nobody writes, and yet the state of health gets better by itself.
TEST_F(RocksDbFaults, ItRecoversWithoutBeingAsked) {
  disk_->Fail(Fault::kNoSpace);
  EXPECT_TRUE(absl::IsResourceExhausted(Put("lost")));
  disk_->Heal();
  while (!store_->Writable().ok()) std::this_thread::yield();
  EXPECT_TRUE(PutAtLast("later").ok());
}

}  // namespace
}  // namespace santong::kv
