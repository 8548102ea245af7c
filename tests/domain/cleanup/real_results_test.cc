// The nineteen published results of cleanup-practice.md 1: each is expressed as items with
// decisions, item by item a decision that the rules take, and its totals are those that were
// published.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/domain/cleanup/decide.h"
#include "server/domain/cleanup/totals.h"

namespace santong::cleanup {
namespace {

struct Part {
  v1::Disposition disposition;
  int count;
  bool planned = false;
  bool withheld = false;
  const char* last_valid_date = "";
  const char* amend_by_date = "";
  v1::OnMiss on_miss = v1::ON_MISS_UNSPECIFIED;
  const char* amendment_text = "";
  const char* effective_date = "";
};

struct Result {
  const char* name;
  const char* day;  // of the decision
  int total;
  std::vector<Part> parts;
};

constexpr auto kKeep = v1::DISPOSITION_KEEP;
constexpr auto kExtend = v1::DISPOSITION_EXTEND;
constexpr auto kAmend = v1::DISPOSITION_AMEND;
constexpr auto kRepeal = v1::DISPOSITION_REPEAL;
constexpr auto kLapse = v1::DISPOSITION_LAPSE;
constexpr auto kEnd = v1::DISPOSITION_REPEAL_OR_LAPSE;

const std::vector<Result>& Results() {
  static const auto& results = *new std::vector<Result>{
      {"Hebei_science_2022",
       "2022-09-01",
       70,
       {{.disposition = kKeep, .count = 39},
        {.disposition = kAmend,
         .count = 23,
         .amend_by_date = "2022-12-31",
         .on_miss = v1::ON_MISS_LAPSES},
        {.disposition = kEnd, .count = 8}}},
      {"Hebei_science_2021",
       "2021-09-01",
       64,
       {{.disposition = kKeep, .count = 30},
        {.disposition = kExtend, .count = 23, .last_valid_date = "2026-08-31"},
        {.disposition = kEnd, .count = 11}}},
      {"Hebei_science_2023",
       "2023-09-01",
       53,
       {{.disposition = kKeep, .count = 49},
        {.disposition = kAmend, .count = 3, .planned = true},
        {.disposition = kRepeal, .count = 1}}},
      {"Hebei_labour_2022",
       "2022-06-01",
       361,
       {{.disposition = kKeep, .count = 313, .last_valid_date = "2027-05-31"},
        {.disposition = kAmend, .count = 4, .planned = true},
        {.disposition = kRepeal, .count = 26},
        {.disposition = kLapse, .count = 18}}},
      {"Hebei_labour_2023",
       "2023-06-01",
       75,
       {{.disposition = kRepeal, .count = 43}, {.disposition = kLapse, .count = 32}}},
      {"Hebei_government_2022",
       "2022-06-01",
       366,
       {{.disposition = kAmend, .count = 8, .planned = true},
        {.disposition = kRepeal, .count = 73},
        {.disposition = kLapse, .count = 285}}},
      {"Hebei_government_2018",
       "2018-06-01",
       60,
       {{.disposition = kAmend,
         .count = 8,
         .amendment_text = "删除第十条、第十四条、第二十八条；将“地税”改为“税务”"},
        {.disposition = kRepeal, .count = 21},
        {.disposition = kLapse, .count = 31}}},
      {"Science_ministry_order_12",
       "2008-01-01",
       36,
       {{.disposition = kRepeal, .count = 7 + 16}, {.disposition = kLapse, .count = 3 + 10}}},
      {"Science_ministry_order_14",
       "2011-01-01",
       96,
       {{.disposition = kRepeal, .count = 68}, {.disposition = kLapse, .count = 28}}},
      {"Science_ministry_order_17",
       "2016-01-01",
       130,
       {{.disposition = kRepeal, .count = 2 + 128}}},
      {"Dachuan_2019",
       "2019-03-01",
       44,
       {{.disposition = kKeep, .count = 26},
        {.disposition = kAmend, .count = 6, .planned = true},
        {.disposition = kRepeal, .count = 5},
        {.disposition = kLapse, .count = 7}}},
      {"Huiji_2025",
       "2025-05-10",
       152,
       {{.disposition = kKeep, .count = 52}, {.disposition = kLapse, .count = 100}}},
      {"Luojiang_2025",
       "2025-03-19",
       64,
       {{.disposition = kKeep, .count = 45},
        {.disposition = kAmend, .count = 3, .planned = true},
        {.disposition = kEnd, .count = 16}}},
      {"Hedong_2022",
       "2022-05-10",
       24,
       {{.disposition = kKeep, .count = 14},
        {.disposition = kExtend, .count = 3, .last_valid_date = "2027-05-09"},
        {.disposition = kAmend, .count = 2, .planned = true},
        {.disposition = kRepeal, .count = 5, .planned = true}}},
      {"Puyang_2023",
       "2023-01-10",
       136,
       {{.disposition = kKeep, .count = 91},
        {.disposition = kAmend, .count = 1, .planned = true},
        {.disposition = kLapse, .count = 44}}},
      {"Shanzhou_2024",
       "2024-05-01",
       34,
       {{.disposition = kKeep, .count = 28}, {.disposition = kRepeal, .count = 6}}},
      {"Zhenping_2014",
       "2014-05-01",
       61,
       {{.disposition = kKeep, .count = 20},
        {.disposition = kAmend, .count = 3, .planned = true},
        {.disposition = kEnd, .count = 38}}},
      {"Shenzhen_2022",
       "2022-11-01",
       274,
       {{.disposition = kExtend, .count = 97, .last_valid_date = "2027-12-31"},
        {.disposition = kLapse, .count = 177, .effective_date = "2023-01-01"}}},
      {"State_Council_2015_68",
       "2015-11-27",
       489,
       {{.disposition = kLapse, .count = 489 - 107},
        {.disposition = kLapse, .count = 107, .withheld = true}}},
  };
  return results;
}

class RealResults : public ::testing::TestWithParam<Result> {};

INSTANTIATE_TEST_SUITE_P(Published, RealResults, ::testing::ValuesIn(Results()),
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

TEST(RealResults, AreNineteen) { EXPECT_EQ(Results().size(), 19u); }

}  // namespace
}  // namespace santong::cleanup
