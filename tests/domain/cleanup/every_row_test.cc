// Method: each row of the two tables is brought to pass; then, for each of its conditions, one
// thing is changed and exactly that condition must be named. Every pair of state and action without
// a row is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "server/domain/cleanup/decide.h"
#include "server/domain/cleanup/result.h"
#include "server/domain/cleanup/totals.h"
#include "server/domain/error/refusal.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/workflow/clocks.h"
#include "tests/domain/refused_words.h"

namespace santong::cleanup {
namespace {

using ::testing::ElementsAre;

constexpr char kDistrict[] = "jurisdictions/630203";
constexpr char kOrgan[] = "jurisdictions/630203/organs/civil-affairs";

access::Caller Someone(v1::Role role) {
  return {.principal = "principals/someone",
          .organ = role == v1::ROLE_DRAFTER ? kOrgan : "jurisdictions/630203/organs/legal-office",
          .jurisdiction = kDistrict,
          .roles = {role}};
}

v1::PolicyLeaf ClosedList(bool enabled) {
  v1::PolicyLeaf leaf;
  leaf.set_key(policy::kCleanupClosedList);
  leaf.set_enabled(enabled);
  return leaf;
}

struct CampaignCase {
  v1::Campaign campaign;
  CampaignAct act;
  access::Caller caller;
  policy::PolicyView policy = policy::ViewOf({ClosedList(true)});
  bool jurisdiction_is_known = true;
  std::string other_regular;
  std::vector<v1::OrganProgress> counted;
  std::optional<v1::Document> notice;
  std::string notice_text = "凡未列入继续有效目录的，一律废止。";

  absl::StatusOr<CampaignDecision> Decide() const {
    return cleanup::Decide(CampaignFacts{.campaign = campaign,
                                         .act = act,
                                         .caller = caller,
                                         .today = absl::CivilDay(2026, 3, 20),
                                         .policy = policy,
                                         .jurisdiction_is_known = jurisdiction_is_known,
                                         .other_regular = other_regular,
                                         .counted = counted,
                                         .notice = notice.has_value() ? &*notice : nullptr,
                                         .notice_text = notice_text});
  }
};

void LeaveOnePending(CampaignCase& c) {
  v1::OrganProgress* organ = c.campaign.mutable_progress(0);
  organ->set_pending(1);
  organ->mutable_decided(0)->set_count(1);
  c.counted = {*organ};
}

CampaignCase PassingCampaign(v1::CampaignState from, CampaignAction action) {
  CampaignCase made;
  v1::Campaign plan;
  plan.set_title("2026年定期清理");
  plan.set_campaign_kind(v1::CAMPAIGN_KIND_REGULAR);
  plan.set_jurisdiction(kDistrict);
  plan.set_cutoff_date("2025-12-31");
  plan.set_proposal_due_date("2026-04-30");
  if (from != v1::CAMPAIGN_STATE_UNSPECIFIED) {
    made.campaign = plan;
    made.campaign.set_name("campaigns/1");
    made.campaign.set_state(from);
    made.campaign.set_item_count(2);
    v1::OrganProgress* organ = made.campaign.add_progress();
    organ->set_organ(kOrgan);
    organ->set_items(2);
    v1::DispositionCount* kept = organ->add_decided();
    kept->set_disposition(v1::DISPOSITION_KEEP);
    kept->set_count(2);
    made.counted = {*organ};
  }
  made.act.action = action;
  made.act.proposed = plan;
  made.act.inventory = 2;
  made.act.items_written = 2;
  made.act.closed_list_clause = "未列入继续有效目录的，一律废止";
  v1::Document notice;
  notice.set_name("documents/9");
  notice.set_state(v1::DOCUMENT_STATE_IN_EFFECT);
  notice.set_jurisdiction(kDistrict);
  notice.set_registration_number("测登〔2026〕9号");
  notice.set_effective_date("2026-03-20");
  notice.mutable_publication()->set_date("2026-03-19");
  made.notice = notice;
  made.caller = Someone(v1::ROLE_REVIEWER);
  if (action == CampaignAction::kPublish) made.caller = Someone(v1::ROLE_PUBLISHER);
  if (action != CampaignAction::kCreate && action != CampaignAction::kOpen &&
      action != CampaignAction::kClose && action != CampaignAction::kPublish) {
    made.caller = access::SystemCaller();
  }
  auto& clocks = *made.campaign.mutable_clocks();
  const absl::CivilDay start(2026, 3, 1);
  if (action == CampaignAction::kRemind) {
    workflow::StartClockUntil(clocks, v1::CLOCK_KIND_CLEANUP_REMINDER, start,
                              absl::CivilDay(2026, 3, 20));
  }
  if (action == CampaignAction::kProposalsRunOut || action == CampaignAction::kMarkOverdue) {
    made.act.clock = action == CampaignAction::kMarkOverdue ? v1::CLOCK_KIND_CLEANUP_REVIEW
                                                            : v1::CLOCK_KIND_CLEANUP_PROPOSAL;
    workflow::StartClockUntil(clocks, made.act.clock, start, absl::CivilDay(2026, 3, 19));
  }
  if (action == CampaignAction::kAskAgain && made.campaign.progress_size() > 0)
    LeaveOnePending(made);
  return made;
}

void MoveDueDates(CampaignCase& c, const std::string& due) {
  for (v1::Clock& clock : *c.campaign.mutable_clocks()) clock.set_due_date(due);
}

const std::map<std::string, std::function<void(CampaignCase&)>>& CampaignMutations() {
  static const auto& mutations = *new std::map<std::string, std::function<void(CampaignCase&)>>{
      {"JurisdictionIsKnown", [](auto& c) { c.jurisdiction_is_known = false; }},
      {"KindIsStated", [](auto& c) { c.act.proposed.clear_campaign_kind(); }},
      {"SpecialHasItsCause",
       [](auto& c) { c.act.proposed.set_campaign_kind(v1::CAMPAIGN_KIND_SPECIAL); }},
      {"CutoffIsNotAhead", [](auto& c) { c.act.proposed.set_cutoff_date("2026-03-21"); }},
      {"ProposalsHaveTime",
       [](auto& c) {
         c.act.proposed.set_proposal_due_date("2026-03-20");
         c.campaign.set_proposal_due_date("2026-03-20");
       }},
      {"NoOtherRegularIsUnderWay", [](auto& c) { c.other_regular = "campaigns/7"; }},
      {"InventoryIsNotEmpty", [](auto& c) { c.act.inventory = 0; }},
      {"InventoryIsWhole", [](auto& c) { c.act.items_written = 1; }},
      {"ProposalsAreOver", LeaveOnePending},
      {"ProposalsAreReviewed",
       [](auto& c) {
         v1::OrganProgress* organ = c.campaign.mutable_progress(0);
         organ->set_proposed(1);
         organ->mutable_decided(0)->set_count(1);
         c.counted = {*organ};
       }},
      {"TotalsReconcile", [](auto& c) { c.campaign.set_item_count(3); }},
      {"NoticeIsPublished", [](auto& c) { c.notice->clear_registration_number(); }},
      {"NoticeIsInEffect", [](auto& c) { c.notice->set_effective_date("2026-03-21"); }},
      {"NoticeIsOfTheJurisdiction",
       [](auto& c) { c.notice->set_jurisdiction("jurisdictions/630222"); }},
      {"ClosedListIsThePolicys", [](auto& c) { c.policy = policy::ViewOf({ClosedList(false)}); }},
      {"ReminderIsDue", [](auto& c) { MoveDueDates(c, "2026-03-21"); }},
      {"EveryOrganHasAnswered", LeaveOnePending},
      {"AnOrganMustAnswer", [](auto& c) { c.campaign.set_proposal_due_date("2026-03-19"); }},
      {"ProposalsRanOut", [](auto& c) { MoveDueDates(c, "2026-03-20"); }},
      {"ReviewRanOut", [](auto& c) { MoveDueDates(c, "2026-03-20"); }},
      {"ClosedListIsStated", [](auto& c) { c.notice_text = "以上文件继续有效。"; }},
  };
  return mutations;
}

struct ItemCase {
  v1::Campaign campaign;
  v1::CampaignItem item;
  ItemAct act;
  access::Caller caller;
  policy::PolicyView policy = policy::ViewOf({});
  v1::Document document;
  std::string mended_organ{};

  absl::StatusOr<ItemDecision> Decide() const {
    return cleanup::Decide(ItemFacts{.campaign = campaign,
                                     .item = item,
                                     .act = act,
                                     .caller = caller,
                                     .today = absl::CivilDay(2026, 3, 20),
                                     .policy = policy,
                                     .document = &document,
                                     .mended_organ = mended_organ});
  }
};

v1::PolicyLeaf Count(const char* key, int64_t number) {
  v1::PolicyLeaf leaf;
  leaf.set_key(key);
  leaf.set_number(number);
  return leaf;
}

// Of a term up to 2030-12-31.
void ExtendTo(ItemCase& c, const char* last) {
  c.document.mutable_term()->set_kind(v1::TERM_KIND_GENERAL);
  c.document.mutable_term()->set_last_valid_date("2030-12-31");
  c.act.decision.set_disposition(v1::DISPOSITION_EXTEND);
  c.act.decision.clear_amend_by_date();
  c.act.decision.clear_on_miss();
  c.act.decision.set_last_valid_date(last);
}

ItemCase PassingItem(v1::CleanupItemState from, ItemAction action) {
  ItemCase made;
  made.campaign = PassingCampaign(v1::CAMPAIGN_STATE_OPEN, CampaignAction::kClose).campaign;
  made.item.set_name("campaigns/1/items/7");
  made.item.set_state(from);
  made.item.set_organ(kOrgan);
  made.item.add_issuer_names("平安区民政局");
  made.act.action = action;
  made.act.decision.set_disposition(v1::DISPOSITION_AMEND);
  made.act.decision.set_reason("上位法已修改");
  made.act.decision.set_amend_by_date("2026-12-31");
  made.act.decision.set_on_miss(v1::ON_MISS_LAPSES);
  made.act.return_reason = "请说明依据";
  made.caller = Someone(action == ItemAction::kPropose ? v1::ROLE_DRAFTER : v1::ROLE_REVIEWER);
  if (action == ItemAction::kList) made.caller = access::SystemCaller();
  return made;
}

const std::map<std::string, std::function<void(ItemCase&)>>& ItemMutations() {
  static const auto& mutations = *new std::map<std::string, std::function<void(ItemCase&)>>{
      {"CampaignIsOpen", [](auto& c) { c.campaign.set_state(v1::CAMPAIGN_STATE_CLOSED); }},
      {"DispositionIsStated",
       [](auto& c) {
         c.act.decision.clear_disposition();
         c.act.decision.clear_amend_by_date();
       }},
      {"ReasonIsStated", [](auto& c) { c.act.decision.clear_reason(); }},
      {"NewTermIsAhead", [](auto& c) { c.act.decision.set_last_valid_date("2030-12-31"); }},
      {"ExtensionIsLater", [](auto& c) { ExtendTo(c, "2030-12-30"); }},
      {"ExtensionIsWithinPolicy",
       [](auto& c) {
         ExtendTo(c, "2036-01-01");
         c.policy = policy::ViewOf({Count(policy::kContinueMaxYears, 5)});
       }},
      {"ExtensionsAreLeft",
       [](auto& c) {
         ExtendTo(c, "2035-12-31");
         c.document.mutable_internal()->set_times_continued(1);
         c.policy = policy::ViewOf(
             {Count(policy::kContinueMaxYears, 5), Count(policy::kContinueMaxTimes, 1)});
       }},
      {"AmendmentHasItsDay", [](auto& c) { c.act.decision.set_amend_by_date("2026-03-20"); }},
      {"MissIsRuled", [](auto& c) { c.act.decision.clear_on_miss(); }},
      {"EndIsNotPast", [](auto& c) { c.act.decision.set_effective_date("2026-05-01"); }},
      {"JointIssuersAgree", [](auto& c) { c.item.add_issuer_names("平安区教育局"); }},
      {"ReviewerIsOfAnotherOrgan", [](auto& c) { c.caller.organ = kOrgan; }},
      {"ReturnIsExplained", [](auto& c) { c.act.return_reason.clear(); }},
  };
  return mutations;
}

std::vector<std::string> Failed(const absl::Status& status) {
  std::vector<std::string> names;
  for (const auto& violation : error::ConditionViolationsOf(status))
    names.push_back(violation.condition);
  return names;
}

v1::CampaignState StateAfter(const CampaignDecision& decision) {
  return decision.change.campaign.state();
}
v1::CleanupItemState StateAfter(const ItemDecision& decision) {
  return decision.change.item.state();
}

template <typename Row, typename Case>
void WalkRow(const Row& row, const Case& passing,
             const std::map<std::string, std::function<void(Case&)>>& mutations) {
  SCOPED_TRACE(absl::StrCat(row.from, " ", ActionName(row.action)));
  const auto decision = passing.Decide();
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(decision->row, &row);
  EXPECT_EQ(StateAfter(*decision), row.to);
  workflow::ForEachUsed(row.when, [&](const auto& condition) {
    SCOPED_TRACE(condition.name);
    const auto mutation = mutations.find(condition.name);
    ASSERT_NE(mutation, mutations.end()) << "no change is known after which it does not hold";
    Case changed = passing;
    mutation->second(changed);
    const auto refused = changed.Decide();
    EXPECT_EQ(error::ReasonOf(refused.status()), v1::ERROR_REASON_CONDITIONS_NOT_MET)
        << refused.status();
    EXPECT_THAT(Failed(refused.status()), ElementsAre(condition.name));
    for (const char* words :
         {condition.name, condition.zh, condition.article, condition.mend_zh, condition.mend_en})
      EXPECT_STRNE(words, "");
  });
  for (int value = v1::Role_MIN; value <= v1::Role_MAX; ++value) {
    const auto role = static_cast<v1::Role>(value);
    if (std::find(row.roles.begin(), row.roles.end(), role) != row.roles.end()) continue;
    Case other = passing;
    other.caller.roles = {role};
    EXPECT_EQ(error::ReasonOf(other.Decide().status()), v1::ERROR_REASON_ROLE_NOT_ALLOWED)
        << v1::Role_Name(role);
  }
  if (row.roles[0] == v1::ROLE_SYSTEM) return;
  Case stranger = passing;
  stranger.caller.organ = "jurisdictions/630222/organs/finance";
  stranger.caller.jurisdiction = "jurisdictions/630222";
  EXPECT_EQ(error::ReasonOf(stranger.Decide().status()), v1::ERROR_REASON_ROLE_NOT_ALLOWED);
}

TEST(CampaignTable, EveryRowPassesAndEachConditionAloneRefusesIt) {
  for (const CampaignRow& row : CampaignTable())
    WalkRow(row, PassingCampaign(row.from, row.action), CampaignMutations());
}

TEST(ItemTable, EveryRowPassesAndEachConditionAloneRefusesIt) {
  for (const ItemRow& row : ItemTable())
    WalkRow(row, PassingItem(row.from, row.action), ItemMutations());
}

TEST(CampaignTable, RefusesEveryPairWithoutARow) {
  std::set<std::pair<int, int>> rows;
  for (const CampaignRow& row : CampaignTable())
    rows.insert({row.from, static_cast<int>(row.action)});
  int refused = 0;
  for (int state = 0; state <= v1::CampaignState_MAX; ++state) {
    for (int action = 0; action <= static_cast<int>(CampaignAction::kPublish); ++action) {
      if (rows.count({state, action}) > 0) continue;
      const auto made = PassingCampaign(static_cast<v1::CampaignState>(state),
                                        static_cast<CampaignAction>(action));
      EXPECT_EQ(error::ReasonOf(made.Decide().status()),
                v1::ERROR_REASON_STATE_TRANSITION_NOT_ALLOWED)
          << state << " " << action;
      error::ExpectWords(made.Decide().status(),
                         ActionTitleZh(static_cast<CampaignAction>(action)));
      ++refused;
    }
  }
  EXPECT_EQ(refused, 60);
}

TEST(ItemTable, RefusesEveryPairWithoutARow) {
  std::set<std::pair<int, int>> rows;
  for (const ItemRow& row : ItemTable()) rows.insert({row.from, static_cast<int>(row.action)});
  int refused = 0;
  for (int state = 0; state <= v1::CleanupItemState_MAX; ++state) {
    for (int action = 0; action <= static_cast<int>(ItemAction::kReturn); ++action) {
      if (rows.count({state, action}) > 0) continue;
      const auto made =
          PassingItem(static_cast<v1::CleanupItemState>(state), static_cast<ItemAction>(action));
      EXPECT_EQ(error::ReasonOf(made.Decide().status()),
                v1::ERROR_REASON_STATE_TRANSITION_NOT_ALLOWED)
          << state << " " << action;
      error::ExpectWords(made.Decide().status(), ActionTitleZh(static_cast<ItemAction>(action)));
      ++refused;
    }
  }
  EXPECT_EQ(refused, 13);
}

TEST(CampaignTable, UnansweredItemsDoNotStopItAfterTheirDay) {
  CampaignCase made = PassingCampaign(v1::CAMPAIGN_STATE_OPEN, CampaignAction::kClose);
  LeaveOnePending(made);
  made.campaign.set_proposal_due_date("2026-03-19");
  const auto decision = made.Decide();
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(decision->change.facts.at("unanswered"), "1");
}

// The server may have been down on the day after.
TEST(CampaignTable, TheReviewCountsFromTheLastDayForProposalsWheneverThatIsNoticed) {
  CampaignCase made = PassingCampaign(v1::CAMPAIGN_STATE_OPEN, CampaignAction::kProposalsRunOut);
  MoveDueDates(made, "2026-03-10");
  v1::PolicyLeaf period;
  period.set_key(policy::kCleanupReviewDays);
  period.set_number(15);
  period.set_unit(v1::PERIOD_UNIT_CALENDAR_DAYS);
  made.policy = policy::ViewOf({period});
  const auto decision = made.Decide();
  ASSERT_TRUE(decision.ok()) << decision.status();
  const v1::Clock& review = *decision->change.campaign.clocks().rbegin();
  EXPECT_EQ(review.kind(), v1::CLOCK_KIND_CLEANUP_REVIEW);
  EXPECT_EQ(review.start_date(), "2026-03-10");
  EXPECT_EQ(review.due_date(), "2026-03-25");
}

TEST(CampaignTable, AClosedListNeedsAnUnconfirmedLeafToBeShown) {
  const auto with = PassingCampaign(v1::CAMPAIGN_STATE_CLOSED, CampaignAction::kPublish).Decide();
  ASSERT_TRUE(with.ok()) << with.status();
  EXPECT_THAT(with->unconfirmed_leaves, ElementsAre(policy::kCleanupClosedList));
  CampaignCase none = PassingCampaign(v1::CAMPAIGN_STATE_CLOSED, CampaignAction::kPublish);
  none.act.closed_list_clause.clear();
  EXPECT_TRUE(none.Decide()->unconfirmed_leaves.empty());
}

TEST(Item, OfAnOrganThatBecameKnownIsProposedByItAndReviewedByAnother) {
  ItemCase proposed = PassingItem(v1::CLEANUP_ITEM_STATE_PENDING, ItemAction::kPropose);
  proposed.item.clear_organ();
  EXPECT_FALSE(proposed.Decide().ok()) << "nobody answers for it yet";
  proposed.mended_organ = kOrgan;
  EXPECT_TRUE(proposed.Decide().ok()) << proposed.Decide().status();
  ItemCase reviewed = PassingItem(v1::CLEANUP_ITEM_STATE_PROPOSED, ItemAction::kReview);
  reviewed.item.clear_organ();
  reviewed.mended_organ = reviewed.caller.organ;
  EXPECT_FALSE(reviewed.Decide().ok()) << "by its own reviewer";
}

// One from before the registry keeps its state when it is found to be none (认定), also while a
// cleanup is under way.
TEST(Result, DoesNothingToWhatWasFoundToBeNoNormativeDocument) {
  v1::Document stock;
  stock.set_state(v1::DOCUMENT_STATE_LEGACY);
  EXPECT_TRUE(IsOpenToResult(stock));
  stock.set_not_normative_date("2026-03-01");
  EXPECT_FALSE(IsOpenToResult(stock));
}

// An organ that is merged while the cleanup is under way (domain.md 7).
TEST(Item, OfAMergedOrganIsProposedByItsSuccessorAndReviewedByAnother) {
  ItemCase proposed = PassingItem(v1::CLEANUP_ITEM_STATE_PENDING, ItemAction::kPropose);
  proposed.caller.organ = "jurisdictions/630203/organs/economy";
  EXPECT_FALSE(proposed.Decide().ok()) << "another organ's";
  proposed.caller.predecessors = {kOrgan};
  EXPECT_TRUE(proposed.Decide().ok()) << proposed.Decide().status();
  ItemCase reviewed = PassingItem(v1::CLEANUP_ITEM_STATE_PROPOSED, ItemAction::kReview);
  reviewed.caller.predecessors = {kOrgan};
  EXPECT_FALSE(reviewed.Decide().ok()) << "by the successor's reviewer";
}

}  // namespace
}  // namespace santong::cleanup
