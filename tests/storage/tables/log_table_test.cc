// The chain of events is found where it has gaps, as in a copy.
#include "storage/tables/log_table.h"

#include <gtest/gtest.h>

#include <string>

#include "storage/kv/memory_store.h"

namespace santong::tables {
namespace {

TEST(ChainLink, OfAnEventWithoutOneIsThatOfTheLastBefore) {
  kv::MemoryStore store;
  const std::string fifth(32, 'a'), ninth(32, 'b');
  EXPECT_TRUE(kv::TransactAndWait(store, [&](kv::Transaction& txn) {
                PutChainLink(txn, 5, {fifth, {}});
                PutChainLink(txn, 9, {ninth, 7});
                PutCheckpoint(txn, 1, "another table");
                return absl::OkStatus();
              }).ok());
  const auto reader = store.Snapshot();
  EXPECT_TRUE(absl::IsNotFound(GetChainLinkUpTo(*reader, 4).status()));
  for (const uint64_t sequence : {5, 6, 8}) {
    EXPECT_EQ(absl::IsNotFound(GetChainLink(*reader, sequence).status()), sequence != 5);
    const auto link = GetChainLinkUpTo(*reader, sequence);
    ASSERT_TRUE(link.ok()) << link.status();
    EXPECT_EQ(link->hash, fifth);
    EXPECT_FALSE(link->leaf.has_value());
  }
  for (const uint64_t sequence : {9, 10}) {
    const auto link = GetChainLinkUpTo(*reader, sequence);
    ASSERT_TRUE(link.ok()) << link.status();
    EXPECT_EQ(link->hash, ninth);
    EXPECT_EQ(link->leaf, 7u);
  }
}

}  // namespace
}  // namespace santong::tables
