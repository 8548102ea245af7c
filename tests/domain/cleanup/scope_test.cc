// Which documents a cleanup looks through, and what its result marks them with.
#include <gtest/gtest.h>

#include "server/domain/cleanup/result.h"

namespace santong::cleanup {
namespace {

// domain.md 7: what is no normative document is not registered, and no list of them names it.
TEST(CleanupScope, APaperOfTheOldStockThatWasFoundNotNormativeIsNotInIt) {
  v1::Campaign campaign;
  campaign.set_jurisdiction("jurisdictions/630203");
  campaign.set_cutoff_date("2026-03-02");
  v1::Document document;
  document.set_jurisdiction(campaign.jurisdiction());
  document.set_state(v1::DOCUMENT_STATE_LEGACY);
  document.set_written_date("2017-04-11");
  EXPECT_TRUE(IsInScope(document, campaign));
  document.set_not_normative_date("2026-02-01");
  EXPECT_FALSE(IsInScope(document, campaign));
}

// The catalogue as of an earlier day takes a mark that lapses for one that has cut the term.
TEST(CleanupResult, SaysWhatFollowsAMissedDayOnlyWhereThereIsADay) {
  v1::CampaignItem item;
  item.set_state(v1::CLEANUP_ITEM_STATE_REVIEWED);
  item.mutable_decision()->set_disposition(v1::DISPOSITION_AMEND);
  item.mutable_decision()->set_amendment_text("第三条修改为：……");
  item.mutable_decision()->set_on_miss(v1::ON_MISS_LAPSES);
  const absl::CivilDay today(2026, 3, 2);
  auto act = ActOf(v1::Campaign(), item, today);
  ASSERT_TRUE(act.has_value());
  EXPECT_EQ(act->action, document::Action::kCleanUpKeep);
  EXPECT_EQ(act->cleanup.on_miss(), v1::ON_MISS_UNSPECIFIED);
  item.mutable_decision()->set_amend_by_date("2026-12-31");
  act = ActOf(v1::Campaign(), item, today);
  ASSERT_TRUE(act.has_value());
  EXPECT_EQ(act->action, document::Action::kCleanUpAmend);
  EXPECT_EQ(act->cleanup.on_miss(), v1::ON_MISS_LAPSES);
}

}  // namespace
}  // namespace santong::cleanup
