// The periods that are no clocks: what lasted less or longer than the policy says.
#include <gmock/gmock.h>

#include "absl/strings/match.h"
#include "server/domain/policy/leaf.h"
#include "tests/domain/document/life.h"

namespace santong::document {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Pair;

// An application that touches neither rights nor operators, and says so of the latter, commented on
// in the first week of the year, from Monday on. `life` stands at the draft.
Case Untouching(const Life& life, const char* comment_ends) {
  Case submit = life.Prepare(Action::kSubmit);
  submit.document.mutable_internal()->set_affects_rights(false);
  submit.document.mutable_internal()->set_touches_operators(false);
  submit.LeaveOut(v1::EVIDENCE_KIND_FAIR_COMPETITION_REVIEW,
                  v1::EXEMPTION_REASON_NO_OPERATORS_TOUCHED);
  v1::Evidence& comment = submit.evidence(v1::EVIDENCE_KIND_PUBLIC_COMMENT);
  comment.set_start_date("2026-01-05");
  comment.set_end_date(comment_ends);
  return submit;
}

TEST(PublicComment, ThatNoneAskedForLastsAsLongAsThePolicySaysOfThose) {
  Life life;
  life.Set(Period(policy::kCommentDaysOther, 7));
  life.To(v1::DOCUMENT_STATE_DRAFT);
  EXPECT_TRUE(Untouching(life, "2026-01-12").Decide().ok());
  Case short_one = Untouching(life, "2026-01-11");
  EXPECT_THAT(Failed(short_one.Decide().status()), ElementsAre("PublicCommentIsLongEnough"));
  short_one.evidence(v1::EVIDENCE_KIND_PUBLIC_COMMENT).set_note("公告中已说明");
  EXPECT_TRUE(short_one.Decide().ok());
  Life silent;  // a policy that says nothing of it
  silent.To(v1::DOCUMENT_STATE_DRAFT);
  EXPECT_TRUE(Untouching(silent, "2026-01-06").Decide().ok());
}

// domain.md 3.2 and 3.3: 重大行政决策程序暂行条例 articles 15 and 26.
TEST(PublicComment, OnAMajorDecisionIsDueAndHasAPeriodOfItsOwn) {
  Life life;
  life.Set(Period(policy::kCommentDaysDecision, 30));
  life.To(v1::DOCUMENT_STATE_DRAFT);
  Case submit = Untouching(life, "2026-02-03");
  EXPECT_TRUE(submit.Decide().ok());
  submit.document.mutable_internal()->set_major_decision(true);
  EXPECT_THAT(Failed(submit.Decide().status()), ElementsAre("PublicCommentIsLongEnough"));
  submit.evidence(v1::EVIDENCE_KIND_PUBLIC_COMMENT).set_end_date("2026-02-04");
  EXPECT_TRUE(submit.Decide().ok());
  submit.RemoveEvidence(v1::EVIDENCE_KIND_PUBLIC_COMMENT);
  EXPECT_THAT(Failed(submit.Decide().status()), ElementsAre("PublicCommentIsRecorded"));
}

TEST(LegalityReview, OfAMajorDecisionTakesSevenWorkingDaysOrSaysWhyNot) {
  Life life;
  life.Set(Period(policy::kLegalityMinDaysDecision, 7, v1::PERIOD_UNIT_WORKING_DAYS));
  life.To(v1::DOCUMENT_STATE_DRAFT);
  Case submit = life.Prepare(Action::kSubmit);
  v1::Evidence& review = submit.evidence(v1::EVIDENCE_KIND_LEGALITY_REVIEW);
  review.set_start_date("2026-02-02");
  review.set_date("2026-02-10");  // the sixth
  EXPECT_TRUE(submit.Decide().ok());
  submit.document.mutable_internal()->set_major_decision(true);
  EXPECT_THAT(Failed(submit.Decide().status()), ElementsAre("LegalityReviewTookItsTime"));
  review.set_date("2026-02-11");
  EXPECT_TRUE(submit.Decide().ok());
  review.set_date("2026-02-10");
  review.set_note("上级机关的紧急命令");
  EXPECT_TRUE(submit.Decide().ok());
}

// domain.md, its beginning: what nobody has confirmed is shown as 待核定 wherever it decides, and
// nowhere else.
TEST(UnconfirmedPeriods, AreNamedWhereTheyDecide) {
  Life life;
  for (const char* key : {policy::kCommentDays, policy::kCommentDaysOperators,
                          policy::kCommentDaysDecision, policy::kCommentDaysOther})
    life.Set(Period(key, 7));
  life.Set(Period(policy::kLegalityMinDaysDecision, 7, v1::PERIOD_UNIT_WORKING_DAYS));
  for (auto& [key, leaf] : life.now().leaves) leaf.clear_confirmed_by();
  life.To(v1::DOCUMENT_STATE_DRAFT);
  struct Row {
    bool rights, operators, decision;
    std::vector<std::string> named;
  };
  const Row rows[] = {
      {true, false, false, {"comment.days", "legality.min_days"}},
      {false, true, false, {"comment.days_operators", "legality.min_days"}},
      {false, false, false, {"comment.days_other", "legality.min_days"}},
      // The review of a decision, too, takes no less than that of any document.
      {false,
       false,
       true,
       {"comment.days_decision", "legality.min_days", "legality.min_days_decision"}},
      {true,
       false,
       true,
       {"comment.days", "comment.days_decision", "legality.min_days",
        "legality.min_days_decision"}},
  };
  for (const Row& row : rows) {
    Case submit = life.Prepare(Action::kSubmit);
    v1::DocumentInternal& internal = *submit.document.mutable_internal();
    internal.set_affects_rights(row.rights);
    internal.set_touches_operators(row.operators);
    internal.set_major_decision(row.decision);
    const auto decision = submit.Decide();
    ASSERT_TRUE(decision.ok()) << decision.status();
    std::vector<std::string> named;
    for (const std::string& leaf : decision->unconfirmed_leaves) {
      if (absl::StartsWith(leaf, "comment.") || absl::StartsWith(leaf, "legality."))
        named.push_back(leaf);
    }
    EXPECT_EQ(named, row.named);
  }
}

TEST(LegalityReview, ThatTookLongerThanThePolicySaysIsToldAndBarsNothing) {
  Life life;
  life.Set(Period(policy::kLegalityMaxDays, 15));
  life.To(v1::DOCUMENT_STATE_DRAFT);
  Case submit = life.Prepare(Action::kSubmit);
  v1::Evidence& review = submit.evidence(v1::EVIDENCE_KIND_LEGALITY_REVIEW);
  review.set_start_date("2026-02-02");
  review.set_date("2026-02-18");
  auto late = submit.Decide();
  ASSERT_TRUE(late.ok()) << late.status();
  EXPECT_EQ(late->change.document.state(), v1::DOCUMENT_STATE_SUBMITTED);
  EXPECT_THAT(late->change.facts, Contains(Pair("legality_late", "true")));
  EXPECT_THAT(late->change.facts, Contains(Pair("legality_due_date", "2026-02-17")));
  review.set_date("2026-02-17");
  auto in_time = submit.Decide();
  ASSERT_TRUE(in_time.ok()) << in_time.status();
  EXPECT_EQ(in_time->change.facts.count("legality_late"), 0u);
  EXPECT_EQ(in_time->change.facts.count("legality_due_date"), 0u);
}

}  // namespace
}  // namespace santong::document
