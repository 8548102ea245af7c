// A store that is told to take no more writes, and when it is at its end.
#include "server/standby/guarded_store.h"

#include <cstdint>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "storage/kv/memory_store.h"
#include "tests/support/status_matchers.h"

namespace santong::standby {
namespace {

using santong::testing::IsOk;
using santong::testing::StatusIs;

constexpr uint64_t kLastChange = 7;

// What is asked of it here alone.
class ChangesUpTo final : public kv::ChangeLog {
 public:
  absl::StatusOr<uint64_t> LastChange() const override { return kLastChange; }
  absl::StatusOr<std::vector<kv::ChangeBatch>> ReadChanges(uint64_t, size_t) const override {
    return absl::UnimplementedError("");
  }
  absl::Status Apply(const kv::ChangeBatch&) override { return absl::UnimplementedError(""); }
  absl::StatusOr<std::string> Identity() const override { return absl::UnimplementedError(""); }
  absl::Status CopyTo(const std::string&) const override { return absl::UnimplementedError(""); }
};

class GuardedStoreTest : public ::testing::Test {
 protected:
  // As when a standby takes the place of this server.
  absl::StatusOr<uint64_t> Replaced(const absl::Status& disk) {
    store_.RefuseWrites(disk);
    guarded_.Refuse(absl::FailedPreconditionError("replaced"));
    return guarded_.Settle();
  }

  kv::MemoryStore store_;
  ChangesUpTo changes_;
  GuardedStore guarded_{store_, changes_, [] { return absl::UnixEpoch(); }};
};

TEST_F(GuardedStoreTest, SaysItsLastChangeOnceItIsReplaced) {
  const auto last = Replaced(absl::OkStatus());
  ASSERT_THAT(last, IsOk());
  EXPECT_EQ(*last, kLastChange);
  EXPECT_THAT(kv::TransactAndWait(guarded_, [](kv::Transaction&) { return absl::OkStatus(); }),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

// A first whose disk is full is one to be replaced: it is read-only, and as settled as it can be.
TEST_F(GuardedStoreTest, SaysItsLastChangeWhereTheDiskIsFullOrDamaged) {
  for (const absl::Status& disk :
       {absl::ResourceExhaustedError("full"), absl::DataLossError("damaged")}) {
    const auto last = Replaced(disk);
    ASSERT_THAT(last, IsOk());
    EXPECT_EQ(*last, kLastChange);
  }
}

// It may be one whose queue is full, of bodies that came before.
TEST_F(GuardedStoreTest, IsNotSettledWhileTheStoreDoesNotAnswerInOrder) {
  EXPECT_THAT(Replaced(absl::UnavailableError("queue")), StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace santong::standby
