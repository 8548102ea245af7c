// The history is walked event by event, and a hole in it is said.
#include "storage/tables/event_table.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "storage/kv/memory_store.h"
#include "storage/schema/keys.h"

namespace santong::tables {
namespace {

using Sequences = std::vector<int64_t>;

class ScanEventsTest : public ::testing::Test {
 protected:
  ScanEventsTest() {
    for (int64_t sequence = 1; sequence <= 9; ++sequence) {
      v1::Event event;
      event.set_sequence(sequence);
      // What an event does not say is not left over from the one before.
      if (sequence % 2 == 1) (*event.mutable_facts())["odd"] = "1";
      Write(static_cast<uint64_t>(sequence), event.SerializeAsString());
    }
  }
  void Write(uint64_t sequence, const std::string& row) {
    EXPECT_TRUE(kv::TransactAndWait(store_, [&](kv::Transaction& txn) {
                  txn.Put(schema::EventKey(sequence), row);
                  return absl::OkStatus();
                }).ok());
  }
  absl::Status Scan(uint64_t first, uint64_t last, Sequences* seen, int64_t stop_at = 0) {
    return ScanEvents(*store_.Snapshot(), first, last, [&](const v1::Event& event) {
      if (event.sequence() == stop_at) return absl::AbortedError("stop");
      EXPECT_EQ(event.facts().size(), event.sequence() % 2 == 1 ? 1u : 0u);
      seen->push_back(event.sequence());
      return absl::OkStatus();
    });
  }

  kv::MemoryStore store_;
};

TEST_F(ScanEventsTest, EachOfThemIsVisitedInOrder) {
  Sequences seen;
  EXPECT_TRUE(Scan(3, 6, &seen).ok());
  EXPECT_EQ(seen, (Sequences{3, 4, 5, 6}));
  seen.clear();
  EXPECT_TRUE(Scan(9, 9, &seen).ok());
  EXPECT_EQ(seen, Sequences{9});
  seen.clear();
  EXPECT_TRUE(Scan(10, 9, &seen).ok());
  EXPECT_EQ(seen, Sequences{});
}

TEST_F(ScanEventsTest, TheFirstErrorEndsIt) {
  Sequences seen;
  EXPECT_TRUE(absl::IsAborted(Scan(1, 9, &seen, /*stop_at=*/3)));
  EXPECT_EQ(seen, (Sequences{1, 2}));
  seen.clear();
  Write(5, "\xff");
  EXPECT_TRUE(absl::IsDataLoss(Scan(4, 9, &seen)));
  EXPECT_EQ(seen, Sequences{4});
}

TEST_F(ScanEventsTest, OneThatIsNotThereIsSaid) {
  Sequences seen;
  EXPECT_TRUE(absl::IsNotFound(Scan(8, 10, &seen)));
  EXPECT_EQ(seen, (Sequences{8, 9}));
  EXPECT_TRUE(kv::TransactAndWait(store_, [](kv::Transaction& txn) {
                txn.Delete(schema::EventKey(4));
                return absl::OkStatus();
              }).ok());
  seen.clear();
  EXPECT_TRUE(absl::IsNotFound(Scan(3, 6, &seen)));
  EXPECT_EQ(seen, Sequences{3});
}

}  // namespace
}  // namespace santong::tables
