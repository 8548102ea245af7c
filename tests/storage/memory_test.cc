// MemoryStore: the conformance suite, and what only the reference engine does.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "storage/kv/memory_store.h"
#include "tests/storage/conformance.h"
#include "tests/storage/conformance_transactions.h"
#include "tests/storage/store_helpers.h"

namespace santong::kv {
namespace {

Engine Memory(std::string name, bool run_bodies_twice) {
  return {std::move(name), [=](const std::string&) -> std::unique_ptr<Store> {
            MemoryStore::Options options;
            options.run_bodies_twice = run_bodies_twice;
            return std::make_unique<MemoryStore>(options);
          }};
}

INSTANTIATE_TEST_SUITE_P(Memory, Conformance,
                         ::testing::Values(Memory("once", false), Memory("twice", true)),
                         EngineName);

TEST(MemoryStore, RefusesABodyThatWritesDifferentlyTheSecondTime) {
  MemoryStore store;
  int runs = 0;
  const absl::Status result = TransactAndWait(store, [&](Transaction& txn) {
    txn.Put("a", "same");
    txn.Put("b", std::to_string(++runs));
    return absl::OkStatus();
  });
  EXPECT_EQ(result.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(result.message()), ::testing::HasSubstr("at key \"b\""));
  EXPECT_THAT(ScanAll(*store.Snapshot()), ::testing::IsEmpty());
}

TEST(MemoryStore, RefusesABodyThatEndsDifferentlyTheSecondTime) {
  MemoryStore store;
  bool first = true;
  const absl::Status result = TransactAndWait(store, [&](Transaction&) {
    return std::exchange(first, false) ? absl::OkStatus() : absl::AbortedError("not again");
  });
  EXPECT_EQ(result.code(), absl::StatusCode::kInternal);
}

TEST(MemoryStore, ASingleThreadFindsItsTransactionFinished) {
  MemoryStore store;
  bool finished = false;
  store.Transact([](Transaction&) { return absl::OkStatus(); },
                 [&](absl::Status) { finished = true; });
  EXPECT_TRUE(finished);
}

TEST(MemoryStore, RefusesWritesWhileToldTo) {
  MemoryStore store;
  const auto write = [](Transaction& txn) {
    txn.Put("a", "1");
    return absl::OkStatus();
  };
  store.RefuseWrites(absl::ResourceExhaustedError("the disk is full"));
  EXPECT_TRUE(absl::IsResourceExhausted(store.Writable()));
  EXPECT_TRUE(absl::IsResourceExhausted(TransactAndWait(store, write)));
  EXPECT_THAT(ScanAll(*store.Snapshot()), ::testing::IsEmpty());
  store.RefuseWrites(absl::OkStatus());
  EXPECT_TRUE(TransactAndWait(store, write).ok());
}

TEST(MemoryStore, RefusesWhatItsQueueDoesNotHold) {
  MemoryStore store({.run_bodies_twice = false, .queue_bodies_max = 1});
  Held held(store);
  absl::Status second, third;
  const auto nothing = [](Transaction&) { return absl::OkStatus(); };
  store.Transact(nothing, [&](absl::Status status) { second = std::move(status); });
  store.Transact(nothing, [&](absl::Status status) { third = std::move(status); });
  EXPECT_TRUE(absl::IsUnavailable(third)) << third;
  held.Release();
  EXPECT_TRUE(second.ok()) << second;
}

}  // namespace
}  // namespace santong::kv
