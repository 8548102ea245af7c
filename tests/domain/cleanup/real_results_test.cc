// The nineteen published results of cleanup-practice.md 1: each is expressed as items with
// decisions, item by item a decision that the rules take, and its totals are those that were
// published.
#include "tests/support/real_results.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/domain/cleanup/decide.h"
#include "server/domain/cleanup/totals.h"

namespace santong::cleanup {
namespace {

using testing::Part;
using testing::Result;

class RealResults : public ::testing::TestWithParam<Result> {};

INSTANTIATE_TEST_SUITE_P(Published, RealResults, ::testing::ValuesIn(testing::RealResults()),
                         [](const auto& info) { return info.param.name; });

TEST_P(RealResults, IsExpressedWithoutLossAndReconciles) {
  const Result& result = GetParam();
  v1::Campaign campaign;
  campaign.set_name("campaigns/1");
  campaign.set_state(v1::CAMPAIGN_STATE_OPEN);
  campaign.set_jurisdiction("jurisdictions/630203");
  campaign.set_item_count(result.total);
  const access::Caller reviewer{.principal = "principals/r",
                                .organ = "jurisdictions/630203/organs/legal-office",
                                .jurisdiction = "jurisdictions/630203",
                                .roles = {v1::ROLE_REVIEWER}};
  const policy::PolicyView policy = policy::ViewOf({});
  int year = 0, month = 0, day = 0;
  ASSERT_EQ(std::sscanf(result.day, "%d-%d-%d", &year, &month, &day), 3);
  ProgressCounter counter;
  int64_t id = 0;
  for (const Part& part : result.parts) {
    for (int i = 0; i < part.count; ++i) {
      v1::CampaignItem item;
      item.set_name(absl::StrCat("campaigns/1/items/", ++id));
      item.set_state(v1::CLEANUP_ITEM_STATE_PROPOSED);
      item.set_organ("jurisdictions/630203/organs/education");
      ItemAct act{.action = ItemAction::kReview};
      act.decision.set_disposition(part.disposition);
      act.decision.set_reason("工作任务已完成");
      act.decision.set_planned(part.planned);
      act.decision.set_last_valid_date(part.last_valid_date);
      act.decision.set_amend_by_date(part.amend_by_date);
      act.decision.set_on_miss(part.on_miss);
      act.decision.set_amendment_text(part.amendment_text);
      act.decision.set_effective_date(part.effective_date);
      if (part.withheld) act.decision.set_withheld_basis("另行通知");
      const auto decision = Decide(ItemFacts{.campaign = campaign,
                                             .item = item,
                                             .act = act,
                                             .caller = reviewer,
                                             .today = absl::CivilDay(year, month, day),
                                             .policy = policy});
      ASSERT_TRUE(decision.ok()) << decision.status();
      EXPECT_EQ(decision->change.item.decision().SerializeAsString(),
                act.decision.SerializeAsString());
      counter.Add(decision->change.item);
    }
  }
  for (const v1::OrganProgress& organ : counter.Take()) *campaign.add_progress() = organ;
  EXPECT_TRUE(Reconciles(campaign)) << campaign.ShortDebugString();
  const Totals totals = TotalsOf(campaign.progress());
  EXPECT_EQ(totals.reviewed(), result.total);
  int64_t withheld = 0, planned = 0;
  for (const auto& [disposition, count] : totals.decided) {
    withheld += count.withheld();
    planned += count.planned();
  }
  for (const Part& part : result.parts) {
    EXPECT_GE(totals.CountOf(part.disposition), part.count);
    if (part.withheld) withheld -= part.count;
    if (part.planned) planned -= part.count;
  }
  EXPECT_EQ(withheld, 0);
  EXPECT_EQ(planned, 0);
}

TEST(RealResults, AreNineteen) { EXPECT_EQ(testing::RealResults().size(), 19u); }

}  // namespace
}  // namespace santong::cleanup
