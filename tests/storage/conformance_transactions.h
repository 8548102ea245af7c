// What every engine must do, second part: transactions. See conformance.h.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "tests/storage/conformance.h"
#include "tests/storage/store_helpers.h"

namespace santong::kv {

TEST_P(Conformance, ATransactionSeesItsOwnWrites) {
  ASSERT_TRUE(Write({{"a", "1"}}).ok());
  ASSERT_TRUE(TransactAndWait(*store_, [](Transaction& txn) {
                txn.Put("b", "2");
                EXPECT_EQ(txn.Get("b").value(), "2");
                txn.Delete("a");
                EXPECT_TRUE(absl::IsNotFound(txn.Get("a").status()));
                txn.Put("a", "3");
                EXPECT_EQ(txn.Get("a").value(), "3");
                txn.Delete("b");
                txn.Delete("never there");
                EXPECT_EQ(ScanAll(txn), (Entries{{"a", "3"}}));
                return absl::OkStatus();
              }).ok());
  EXPECT_EQ(ScanAll(*store_->Snapshot()), (Entries{{"a", "3"}}));
}

TEST_P(Conformance, ABodySeesTheOneBefore) {
  int number = 0;
  for (int i = 1; i <= 5; ++i) {
    const auto count = [&](Transaction& txn) { return CountUp(txn, "n", number); };
    ASSERT_TRUE(TransactAndWait(*store_, count).ok());
    EXPECT_EQ(number, i);
  }
}

TEST_P(Conformance, ARefusedBodyLeavesNoTraceAndSparesItsNeighbours) {
  ASSERT_TRUE(Write({{"a", "1"}, {"gone", "1"}}).ok());
  const absl::Status refusal = absl::FailedPreconditionError("the number is taken");
  std::vector<absl::Status> results(5, absl::UnknownError("not called"));
  absl::BlockingCounter finished(5);
  {
    Held held(*store_);
    for (int i = 0; i < 5; ++i) {
      store_->Transact(
          [i, refusal](Transaction& txn) {
            EXPECT_EQ(ScanAll(txn).size(), static_cast<size_t>(2 + (i + 1) / 2));
            EXPECT_EQ(txn.Get("a").value(), "1");
            txn.Put(absl::StrCat("new", i), "x");
            if (i % 2 == 0) return absl::OkStatus();
            txn.Put("a", "2");
            txn.Delete("gone");
            txn.Delete("new0");
            return refusal;
          },
          [&, i](absl::Status status) {
            results[static_cast<size_t>(i)] = std::move(status);
            finished.DecrementCount();
          });
    }
  }
  finished.Wait();
  for (size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(results[i], i % 2 == 0 ? absl::OkStatus() : refusal);
  }
  EXPECT_EQ(Keys(ScanAll(*store_->Snapshot())), "a gone new0 new2 new4");
  EXPECT_EQ(store_->Snapshot()->Get("a").value(), "1");
}

TEST_P(Conformance, BodiesRunAndFinishInTheOrderTheyWereQueued) {
  constexpr int kBodies = 300;
  absl::Mutex mutex;
  std::vector<int> done;
  absl::BlockingCounter finished(kBodies);
  {
    Held held(*store_);
    for (int i = 0; i < kBodies; ++i) {
      store_->Transact(
          [i](Transaction& txn) {
            int number = 0;
            if (absl::Status s = CountUp(txn, "n", number); !s.ok()) return s;
            EXPECT_EQ(number, i + 1);
            return absl::OkStatus();
          },
          [&, i](absl::Status status) {
            EXPECT_TRUE(status.ok()) << status;
            {
              absl::MutexLock lock(&mutex);
              done.push_back(i);
            }
            finished.DecrementCount();
          });
    }
  }
  finished.Wait();
  ASSERT_EQ(done.size(), static_cast<size_t>(kBodies));
  for (int i = 0; i < kBodies; ++i) EXPECT_EQ(done[static_cast<size_t>(i)], i);
}

TEST_P(Conformance, ASnapshotTakenInDoneSeesTheWrites) {
  for (int i = 0; i < 20; ++i) {
    absl::Notification finished;
    const std::string key = absl::StrCat("k", i);
    store_->Transact(
        [key](Transaction& txn) {
          txn.Put(key, "v");
          return absl::OkStatus();
        },
        [&](absl::Status) {
          EXPECT_TRUE(store_->Snapshot()->Get(key).ok());
          finished.Notify();
        });
    finished.WaitForNotification();
  }
}

TEST_P(Conformance, DoneMayQueueTheNextBody) {
  absl::Notification finished;
  std::function<void(int)> next = [&](int left) {
    store_->Transact(
        [left](Transaction& txn) {
          txn.Put(absl::StrCat(left), "x");
          return absl::OkStatus();
        },
        [&next, &finished, left](absl::Status status) {
          EXPECT_TRUE(status.ok()) << status;
          if (left == 0) return finished.Notify();
          next(left - 1);
        });
  };
  next(50);
  finished.WaitForNotification();
  EXPECT_EQ(ScanAll(*store_->Snapshot()).size(), 51u);
}

TEST_P(Conformance, ABodyThatWritesNothingIsDoneToo) {
  EXPECT_TRUE(TransactAndWait(*store_, [](Transaction&) { return absl::OkStatus(); }).ok());
}

TEST_P(Conformance, ManyThreadsGetConsecutiveNumbers) {
  constexpr int kThreads = 64, kEach = 25;
  std::vector<std::atomic<int>> taken(kThreads * kEach + 1);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < kEach; ++i) {
        int number = 0;
        const auto count = [&](Transaction& txn) { return CountUp(txn, "n", number); };
        const absl::Status counted = TransactAndWait(*store_, count);
        EXPECT_TRUE(counted.ok()) << counted;
        ++taken[static_cast<size_t>(number)];
        // Reading beside the writer: never less than what was given out.
        EXPECT_GE(std::stoi(store_->Snapshot()->Get("n").value()), number);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (size_t n = 1; n < taken.size(); ++n) EXPECT_EQ(taken[n], 1) << n;
}

TEST_P(Conformance, ClosingFinishesEveryBodyExactlyOnce) {
  constexpr size_t kQueued = 40;
  std::vector<int> calls(kQueued, 0);
  std::vector<absl::Status> results(kQueued);
  Held held(*store_);
  for (size_t i = 0; i < kQueued; ++i) {
    store_->Transact(
        [](Transaction& txn) {
          txn.Put("late", "x");
          return absl::OkStatus();
        },
        [&, i](absl::Status status) {
          ++calls[i];
          results[i] = std::move(status);
        });
  }
  std::thread closer([this] { store_.reset(); });
  held.Release();
  closer.join();
  for (size_t i = 0; i < kQueued; ++i) {
    EXPECT_EQ(calls[i], 1) << i;
    EXPECT_TRUE(results[i].ok() || absl::IsUnavailable(results[i])) << results[i];
  }
}

}  // namespace santong::kv
