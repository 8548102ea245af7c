// An inventory whose writing failed half way: the scheduler's next round takes it up, and leaves
// alone one that is being written.
//
// Method: a store over the memory's that refuses one of its transactions, or asks the test before
// it.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/acts/cleanup_writer.h"
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

// As a form that is sent twice does it, or a client whose time was over. Before, the second wrote
// its items over those that organs had answered meanwhile, and was refused at its end.
TEST_F(Openings, TheSameCallAtTheSameTimeOpensItOnce) {
  CleanupWriter writer(store_, office_.settings());
  const auto open = [&] {
    Request request = office_.RequestOf(testing::Reviewer());
    request.request_id = "11111111-1111-4111-8111-111111111111";
    v1::OpenCampaignRequest asked;
    asked.set_name(name_);
    absl::StatusOr<v1::Campaign> opened = absl::UnknownError("no answer");
    // The memory's store answers at once.
    writer.Open(std::move(request), asked,
                [&](absl::StatusOr<v1::Campaign> campaign) { opened = std::move(campaign); });
    return opened;
  };
  v1::CleanupDecision keep;
  keep.set_disposition(v1::DISPOSITION_KEEP);
  keep.set_reason("仍需执行");
  // The whole of the first, and an organ's answer, come between the second's look and its act.
  store_.Interrupt(0, [&] {
    EXPECT_THAT(open(), IsOk());
    EXPECT_THAT(office_.Propose(absl::StrCat(name_, "/items/1"), keep), IsOk());
    return absl::OkStatus();
  });
  const auto again = open();
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->state(), v1::CAMPAIGN_STATE_OPEN);
  auto id = tables::CampaignItemId(absl::StrCat(name_, "/items/1"));
  ASSERT_THAT(id, IsOk());
  auto item = tables::GetCampaignItem(*store_.Snapshot(), *id);
  ASSERT_THAT(item, IsOk());
  EXPECT_EQ(item->proposal().disposition(), v1::DISPOSITION_KEEP);
  ExpectSound();
}

}  // namespace
}  // namespace santong::acts
