// An inventory whose writing failed half way: the scheduler's next round takes it up, and leaves
// alone one that is being written.
//
// Method: a store over the memory's that refuses one of its transactions, or asks the test before
// it.
#include <gtest/gtest.h>

#include <string>

#include "server/queries/verify.h"
#include "storage/tables/campaign_table.h"
#include "tests/support/interrupted_store.h"
#include "tests/support/office.h"
#include "tests/support/status_matchers.h"

namespace santong::acts {
namespace {

using testing::IsOk;
using testing::StatusIs;

class Openings : public ::testing::Test {
 protected:
  Openings() {
    EXPECT_THAT(office_.Published("甲办法"), IsOk());
    EXPECT_THAT(office_.Published("乙办法"), IsOk());
    auto planned = office_.Plan(absl::CivilDay(2026, 3, 2), absl::CivilDay(2026, 4, 1));
    EXPECT_THAT(planned, IsOk());
    if (planned.ok()) name_ = planned->name();
  }
  v1::Campaign Stored() {
    auto id = tables::CampaignId(name_);
    EXPECT_THAT(id, IsOk());
    auto campaign = tables::GetCampaign(*store_.Snapshot(), id.value_or(0));
    EXPECT_THAT(campaign, IsOk());
    return campaign.ok() ? *campaign : v1::Campaign();
  }
  void ExpectSound() {
    auto verified = queries::VerifyStore(*store_.Snapshot(), {});
    ASSERT_THAT(verified, IsOk());
    EXPECT_EQ(verified->problems_size(), 0) << verified->ShortDebugString();
  }

  testing::InterruptedStore store_;
  testing::Office office_{store_, absl::CivilDay(2026, 3, 2)};
  std::string name_;
};

TEST_F(Openings, OneWhoseWriteFailedIsTakenUpInTheNextRound) {
  store_.Interrupt(1, [] { return absl::UnavailableError("the disk is full"); });
  EXPECT_THAT(office_.Open(name_), StatusIs(absl::StatusCode::kUnavailable));
  ASSERT_EQ(Stored().state(), v1::CAMPAIGN_STATE_OPENING);
  EXPECT_THAT(office_.RunRound(), IsOk());
  EXPECT_EQ(Stored().state(), v1::CAMPAIGN_STATE_OPEN);
  EXPECT_EQ(Stored().item_count(), 2);
  ExpectSound();
}

TEST_F(Openings, OneThatIsBeingWrittenIsLeftAlone) {
  // A round comes between the first transaction, which makes it OPENING, and the items.
  absl::StatusOr<int> round = absl::UnknownError("no round was run");
  store_.Interrupt(1, [&] {
    round = office_.RunRound();
    return absl::OkStatus();
  });
  EXPECT_THAT(office_.Open(name_), IsOk());
  EXPECT_THAT(round, IsOk());
  EXPECT_EQ(Stored().state(), v1::CAMPAIGN_STATE_OPEN);
  EXPECT_EQ(Stored().item_count(), 2);
  ExpectSound();
}

}  // namespace
}  // namespace santong::acts
