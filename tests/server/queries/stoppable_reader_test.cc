// Who asked for a check of the whole store and went away: it ends, as the manual says.
#include "server/queries/stoppable_reader.h"

#include <gtest/gtest.h>

#include <string>

#include "server/queries/verify.h"
#include "storage/kv/memory_store.h"

namespace santong::queries {
namespace {

TEST(StoppableReader, ACheckThatNobodyWaitsForEnds) {
  kv::MemoryStore store;
  const absl::Status written = kv::TransactAndWait(store, [](kv::Transaction& txn) {
    for (int i = 0; i < 100; ++i) txn.Put("x" + std::to_string(i), "");
    return absl::OkStatus();
  });
  ASSERT_TRUE(written.ok()) << written;
  const auto snapshot = store.Snapshot();
  int asked = 0;
  const auto stopped = [&] { return ++asked > 10; };
  const auto verified = VerifyStore(StoppableReader(*snapshot, stopped), {});
  EXPECT_EQ(verified.status().code(), absl::StatusCode::kCancelled) << verified.status();
  EXPECT_EQ(asked, 11) << "it reads no further";
  const auto waited_for = [] { return false; };
  EXPECT_FALSE(absl::IsCancelled(VerifyStore(StoppableReader(*snapshot, waited_for), {}).status()));
}

}  // namespace
}  // namespace santong::queries
