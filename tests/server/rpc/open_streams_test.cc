// One network holds no more streams than its share, whatever it does, and others theirs.
#include "server/rpc/open_streams.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "server/rpc/rate_limit.h"

namespace santong::rpc {
namespace {

const std::string kHere = NetworkOf("ipv4:10.1.2.3:4711");
const std::string kThere = NetworkOf("ipv4:10.1.3.3:4711");

TEST(OpenStreams, ANetworkHoldsItsShareAndNoMoreUntilOneEnds) {
  OpenStreams streams(2);
  OpenStreams::Place first, second, third;
  ASSERT_TRUE(streams.Enter(kHere, &first));
  ASSERT_TRUE(streams.Enter(kHere, &second));
  for (int again = 0; again < 3; ++again) EXPECT_FALSE(streams.Enter(kHere, &third));
  EXPECT_EQ(third, nullptr);
  OpenStreams::Place other;
  EXPECT_TRUE(streams.Enter(kThere, &other)) << "another's is its own";
  first.reset();
  EXPECT_TRUE(streams.Enter(kHere, &third));
  EXPECT_FALSE(streams.Enter(kHere, &first));
}

TEST(OpenStreams, NeitherZeroNorAnEmptyNetworkIsLimited) {
  OpenStreams none(0), one(1);
  for (int i = 0; i < 3; ++i) {
    OpenStreams::Place place;
    EXPECT_TRUE(none.Enter(kHere, &place));
    EXPECT_TRUE(one.Enter("", &place));
    EXPECT_EQ(place, nullptr);
  }
}

TEST(OpenStreams, ThoseThatRaceNeverHoldMore) {
  constexpr int kShare = 8;
  OpenStreams streams(kShare);
  std::atomic<int> held{0}, most{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 2000; ++round) {
        std::vector<OpenStreams::Place> places(4);
        int mine = 0;
        for (auto& place : places) mine += streams.Enter(kHere, &place);
        const int now = held.fetch_add(mine) + mine;
        for (int seen = most.load(); seen < now && !most.compare_exchange_weak(seen, now);) {
        }
        held.fetch_sub(mine);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_LE(most.load(), kShare);
  EXPECT_GT(most.load(), 0);
}

}  // namespace
}  // namespace santong::rpc
