// What a follower takes in one round, and when it asks for the next at once.
#include <gtest/gtest.h>

#include <cstdint>
#include <memory>

#include "santong/v1/event.pb.h"
#include "server/acts/append_event.h"
#include "server/followers/event_place.h"
#include "server/followers/search_follower.h"
#include "storage/kv/memory_store.h"
#include "storage/search/sqlite_index.h"
#include "tests/storage/temp_folder.h"
#include "tests/support/status_matchers.h"

namespace santong::followers {
namespace {

using santong::testing::IsOk;
using santong::testing::TempFolder;

constexpr int kRound = 1000;

class Rounds : public ::testing::Test {
 protected:
  // Events of a document that is not there: they put nothing into the index.
  void Append(int events) {
    const absl::Status written =
        kv::TransactAndWait(store_, [&](kv::Transaction& txn) -> absl::Status {
          for (int i = 0; i < events; ++i) {
            v1::Event event;
            event.set_resource("documents/7");
            auto put = acts::AppendEvent(txn, event);
            if (!put.ok()) return put.status();
          }
          return absl::OkStatus();
        });
    ASSERT_THAT(written, IsOk());
  }

  kv::MemoryStore store_;
};

// Else a steady trickle of writes would have it commit, and empty every reader's cache, without a
// pause.
TEST_F(Rounds, SearchAsksAgainOnlyWhereMoreIsLeftThanARoundTakes) {
  const TempFolder folder;
  const std::unique_ptr<search::SqliteIndex> index =
      search::SqliteIndex::Open(folder.path() + "/search.db");
  SearchFollower follower(store_, *index);
  ASSERT_TRUE(*follower.Advance()) << "built, and now what came meanwhile";
  EXPECT_FALSE(*follower.Advance());

  Append(kRound + 1);
  EXPECT_TRUE(*follower.Advance());
  EXPECT_EQ(index->GetProgress()->sequence, uint64_t{kRound});
  EXPECT_FALSE(*follower.Advance());
  EXPECT_EQ(index->GetProgress()->sequence, uint64_t{kRound + 1});

  Append(1);
  EXPECT_FALSE(*follower.Advance());
  EXPECT_EQ(index->GetProgress()->sequence, uint64_t{kRound + 2});
}

TEST_F(Rounds, APlaceKnowsWhetherARoundWasFull) {
  EventPlace place(store_, "place");
  Append(kRound + 1);
  const auto seen = [](const v1::Event&) { return absl::OkStatus(); };
  auto to = place.Look(*store_.Snapshot(), UINT64_MAX, seen);
  ASSERT_THAT(to, IsOk());
  EXPECT_EQ(*to, uint64_t{kRound});
  EXPECT_TRUE(place.IsFull(*to));
  ASSERT_THAT(place.Pass(*to), IsOk());

  to = place.Look(*store_.Snapshot(), UINT64_MAX, seen);
  ASSERT_THAT(to, IsOk());
  EXPECT_EQ(*to, uint64_t{kRound + 1});
  EXPECT_FALSE(place.IsFull(*to));
}

}  // namespace
}  // namespace santong::followers
