// What a filing's review comes to besides passing and an ordered correction (domain.md 3.11,
// outcomes).
#include <gmock/gmock.h>

#include <algorithm>
#include <optional>
#include <string>

#include "tests/domain/filing/prepared.h"

namespace santong::filing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The due day of the clock of that kind that runs; empty where none does.
std::string DueDay(const v1::Filing& filing, v1::ClockKind kind) {
  for (const v1::Clock& clock : filing.clocks()) {
    if (clock.kind() == kind && clock.state() == v1::CLOCK_STATE_RUNNING) return clock.due_date();
  }
  return "";
}

// What happens by itself on the case's day, once.
absl::StatusOr<Decision> RunDue(Case& made) {
  const auto due = NextSystemAct(made.filing, made.today);
  if (!due.has_value()) return absl::NotFoundError("nothing is due");
  made.act = Act{.action = due->action};
  made.act.clock = due->clock;
  made.caller = access::SystemCaller();
  auto decision = made.Decide();
  if (decision.ok()) made.filing = decision->change.filing;
  return decision;
}

TEST(Outcome, IsKeptInTheFilingAndItsHistory) {
  struct Row {
    Action action;
    v1::FilingOutcome outcome;
    const char* fact;
  };
  for (const Row& row : {Row{Action::kPass, v1::FILING_OUTCOME_PASS, "PASS"},
                         Row{Action::kRemind, v1::FILING_OUTCOME_REMIND, "REMIND"},
                         Row{Action::kAdvise, v1::FILING_OUTCOME_ADVISE, "ADVISE"},
                         Row{Action::kOrderCorrection, v1::FILING_OUTCOME_CORRECT, "CORRECT"},
                         Row{Action::kPause, v1::FILING_OUTCOME_PAUSE, "PAUSE"},
                         Row{Action::kTerminate, v1::FILING_OUTCOME_TERMINATE, "TERMINATE"},
                         Row{Action::kTransfer, v1::FILING_OUTCOME_TRANSFER, "TRANSFER"},
                         Row{Action::kCoordinate, v1::FILING_OUTCOME_COORDINATE, "COORDINATE"}}) {
    Case made = At(v1::FILING_STATE_UNDER_REVIEW);
    Prepare(row.action, made);
    const auto decision = made.Decide();
    ASSERT_TRUE(decision.ok()) << decision.status();
    EXPECT_EQ(decision->change.filing.outcome(), row.outcome);
    EXPECT_EQ(decision->change.facts.at("outcome"), row.fact);
  }
}

// 上海市人大常委会规范性文件备案审查条例（2024） article 34.
TEST(Reminder, PassesAndSaysOfWhatTheIssuerIsReminded) {
  Case made = At(v1::FILING_STATE_UNDER_REVIEW);
  Prepare(Action::kRemind, made);
  const auto decision = made.Decide();
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(decision->change.filing.state(), v1::FILING_STATE_PASSED);
  EXPECT_THAT(decision->change.filing.grounds(), ElementsAre(v1::FILING_GROUND_DRAFTING));
  EXPECT_EQ(decision->change.filing.reason(), "第三条");
}

// 有错必纠: what was found wrong is corrected, and not only mentioned.
TEST(Reminder, IsNoAnswerToAFindingThatIsUpheld) {
  Case made = At(v1::FILING_STATE_UNDER_REVIEW);
  Prepare(Action::kRemind, made);
  made.act.verdicts[0].set_verdict(v1::FINDING_VERDICT_KIND_UPHELD);
  EXPECT_THAT(document::Failed(made.Decide().status()), ElementsAre("NoFindingIsUpheld"));
}

// The verdict stands where the review was paused or coordinated in between, until it is taken back.
TEST(Passing, IsNoAnswerToAFindingThatWasUpheldBefore) {
  for (const Action earlier : {Action::kCoordinate, Action::kPause}) {
    SCOPED_TRACE(ActionName(earlier));
    Case made = At(v1::FILING_STATE_UNDER_REVIEW);
    Prepare(earlier, made);
    v1::VerdictOnFinding upheld;
    upheld.set_number(1);
    upheld.set_verdict(v1::FINDING_VERDICT_KIND_UPHELD);
    made.act.verdicts = {upheld};
    const auto decided = made.Decide();
    ASSERT_TRUE(decided.ok()) << decided.status();
    made.filing = decided->change.filing;
    if (earlier == Action::kPause) {
      made.today = Day("2026-04-20");
      ASSERT_TRUE(RunDue(made).ok());
    }
    Prepare(Action::kPass, made);
    EXPECT_TRUE(made.Decide().ok()) << "both were dismissed: " << made.Decide().status();
    made.act.verdicts.erase(made.act.verdicts.begin());
    EXPECT_THAT(document::Failed(made.Decide().status()), ElementsAre("NoFindingIsUpheld"));
  }
}

// Only the drafting is the issuer's own to handle (domain.md 3.11).
TEST(Reminder, IsNoAnswerToAnythingButDrafting) {
  Case made = At(v1::FILING_STATE_UNDER_REVIEW);
  Prepare(Action::kRemind, made);
  for (int ground = v1::FilingGround_MIN; ground <= v1::FilingGround_MAX; ++ground) {
    if (!v1::FilingGround_IsValid(ground) || ground == v1::FILING_GROUND_DRAFTING) continue;
    made.act.grounds = {static_cast<v1::FilingGround>(ground)};
    EXPECT_THAT(document::Failed(made.Decide().status()), ElementsAre("GroundIsDrafting"))
        << v1::FilingGround_Name(ground);
  }
  made.act.grounds = {v1::FILING_GROUND_DRAFTING, v1::FILING_GROUND_HIGHER_LAW};
  EXPECT_THAT(document::Failed(made.Decide().status()), ElementsAre("GroundIsDrafting"));
}

TEST(Advice, LeavesTheIssuerTheDaysOfACorrectionAndIsFollowedByTheOrder) {
  Case made = At(v1::FILING_STATE_ADVISED);
  EXPECT_EQ(DueDay(made.filing, v1::CLOCK_KIND_FILING_CORRECTION), "2026-04-19");
  Prepare(Action::kOrderCorrection, made);
  EXPECT_THAT(document::Failed(made.Decide().status()), ElementsAre("CorrectionHasRunOut"));
  made.today += 31;
  const auto overdue = RunDue(made);
  ASSERT_TRUE(overdue.ok()) << overdue.status();
  EXPECT_STREQ(overdue->row->event, "FilingAdviceRunOut");
  EXPECT_EQ(overdue->change.facts.at("escalated_to"), document::kCity);
  EXPECT_FALSE(NextSystemAct(made.filing, made.today + 100).has_value()) << "once";
  Prepare(Action::kOrderCorrection, made);
  const auto ordered = made.Decide();
  ASSERT_TRUE(ordered.ok()) << ordered.status();
  EXPECT_EQ(ordered->change.filing.state(), v1::FILING_STATE_CORRECTING);
}

TEST(Advice, ThatIsFollowedIsNoticedByItself) {
  Case made = At(v1::FILING_STATE_ADVISED);
  EXPECT_TRUE(WhenDocumentChanges(made.filing).has_value());
  Do(Action::kNoticeCorrection, made);
  EXPECT_EQ(made.filing.state(), v1::FILING_STATE_CORRECTED);
  Do(Action::kConfirmCorrection, made);
  EXPECT_EQ(made.filing.state(), v1::FILING_STATE_CLOSED);
}

// A document that lapsed, by itself or by a cleanup, can neither be amended nor repealed any more:
// its end is the answer, as that of every other.
TEST(Correction, IsMadeByALapse) {
  for (const State state : {v1::FILING_STATE_CORRECTING, v1::FILING_STATE_ADVISED}) {
    Case made = At(state);
    made.document.set_state(v1::DOCUMENT_STATE_LAPSED);
    made.document.set_ended_date("2026-04-01");
    made.act = Act{.action = Action::kNoticeCorrection};
    made.caller = access::SystemCaller();
    const auto noticed = made.Decide();
    ASSERT_TRUE(noticed.ok()) << noticed.status();
    EXPECT_EQ(noticed->change.filing.state(), v1::FILING_STATE_CORRECTED);
    EXPECT_EQ(noticed->change.filing.correction(), "文件自2026-04-01起失效");
  }
  Case reviewed = At(v1::FILING_STATE_UNDER_REVIEW);
  Prepare(Action::kTerminate, reviewed);
  SetNewestVersion(1, reviewed.document);
  reviewed.document.set_state(v1::DOCUMENT_STATE_LAPSED);
  EXPECT_TRUE(reviewed.Decide().ok()) << reviewed.Decide().status();
}

TEST(Pause, WaitsForTheDayThatTheIssuerNamed) {
  Case made = At(v1::FILING_STATE_PAUSED);
  EXPECT_EQ(made.filing.plan_date(), "2026-04-19");
  EXPECT_EQ(DueDay(made.filing, v1::CLOCK_KIND_FILING_REVIEW), "") << "the review does not count";
  const v1::Clock& review = made.filing.clocks(1);
  EXPECT_EQ(review.state(), v1::CLOCK_STATE_SUSPENDED);
  EXPECT_EQ(review.pauses(0).reason(), "FILING_CORRECTION") << "what is awaited";
  EXPECT_EQ(DueDay(made.filing, v1::CLOCK_KIND_FILING_CORRECTION), "2026-04-19");
  made.today += 30;
  EXPECT_FALSE(NextSystemAct(made.filing, made.today).has_value()) << "the day itself is in time";
  Do(Action::kSubmitCorrection, made);
  EXPECT_EQ(made.filing.state(), v1::FILING_STATE_CORRECTED);
  for (const v1::Clock& clock : made.filing.clocks()) {
    EXPECT_FALSE(clock.overdue());
    EXPECT_EQ(clock.state(), v1::CLOCK_STATE_STOPPED);
  }
}

// It was amended while it was reviewed, and what is wrong with it now is what the issuer promised
// to correct.
TEST(Pause, AsksForAnotherTextThanTheOneThatItIsAbout) {
  Case made = At(v1::FILING_STATE_UNDER_REVIEW);
  SetNewestVersion(2, made.document);
  Do(Action::kPause, made);
  for (const Action action : {Action::kSubmitCorrection, Action::kNoticeCorrection}) {
    SCOPED_TRACE(ActionName(action));
    Prepare(action, made);
    SetNewestVersion(2, made.document);  // nothing changed since
    EXPECT_THAT(document::Failed(made.Decide().status()), ElementsAre("CorrectionIsMade"));
    SetNewestVersion(3, made.document);
    EXPECT_TRUE(made.Decide().ok()) << made.Decide().status();
  }
}

// 中止: nineteen of the sixty days had counted; the other forty-one count from the day after the
// planned one, whenever somebody looks.
TEST(Pause, EndsWithTheDayAndTheReviewGoesOnWithWhatIsLeftOfItsPeriod) {
  for (const char* looked : {"2026-04-20", "2026-05-15"}) {
    SCOPED_TRACE(looked);
    Case made = At(v1::FILING_STATE_UNDER_REVIEW);
    EXPECT_EQ(DueDay(made.filing, v1::CLOCK_KIND_FILING_REVIEW), "2026-05-19");
    made.today = Day("2026-04-09");
    Do(Action::kPause, made);
    made.today = Day(looked);
    const auto resumed = RunDue(made);
    ASSERT_TRUE(resumed.ok()) << resumed.status();
    EXPECT_STREQ(resumed->row->event, "FilingReviewResumed");
    EXPECT_EQ(made.filing.state(), v1::FILING_STATE_UNDER_REVIEW);
    EXPECT_EQ(DueDay(made.filing, v1::CLOCK_KIND_FILING_REVIEW), "2026-05-30");
    for (const v1::Clock& clock : made.filing.clocks()) {
      if (clock.kind() != v1::CLOCK_KIND_FILING_CORRECTION) continue;
      EXPECT_TRUE(clock.overdue()) << "the promise was not kept";
      EXPECT_EQ(clock.state(), v1::CLOCK_STATE_STOPPED) << "no act of the issuer would end it now";
    }
    Do(Action::kOrderCorrection, made);
    EXPECT_EQ(made.filing.state(), v1::FILING_STATE_CORRECTING);
  }
}

// What an older version paused had its clock ended: no review is left without a period.
TEST(Pause, ThatEndedTheClockOfTheReviewIsFollowedByAWholePeriod) {
  Case made = At(v1::FILING_STATE_PAUSED);
  v1::Clock* review = made.filing.mutable_clocks(1);
  ASSERT_EQ(review->kind(), v1::CLOCK_KIND_FILING_REVIEW);
  review->set_state(v1::CLOCK_STATE_STOPPED);
  review->set_end_date("2026-03-20");
  review->clear_pauses();
  made.today = Day("2026-05-15");
  ASSERT_TRUE(RunDue(made).ok());
  EXPECT_EQ(made.filing.state(), v1::FILING_STATE_UNDER_REVIEW);
  EXPECT_EQ(DueDay(made.filing, v1::CLOCK_KIND_FILING_REVIEW), "2026-06-18")
      << "from the planned day, 2026-04-19";
}

TEST(Pause, OfAnExtendedReviewLeavesTheExtensionItsDays) {
  // The extension has begun to count: it goes on where it stood.
  Case late = At(v1::FILING_STATE_UNDER_REVIEW);
  Do(Action::kExtend, late);
  EXPECT_EQ(DueDay(late.filing, v1::CLOCK_KIND_FILING_EXTENDED_REVIEW), "2026-06-18");
  late.today = Day("2026-05-29");
  Prepare(Action::kPause, late);
  late.act.plan_date = "2026-06-07";
  const auto paused = late.Decide();
  ASSERT_TRUE(paused.ok()) << paused.status();
  late.filing = paused->change.filing;
  late.today = Day("2026-06-08");
  ASSERT_TRUE(RunDue(late).ok());
  EXPECT_EQ(DueDay(late.filing, v1::CLOCK_KIND_FILING_EXTENDED_REVIEW), "2026-06-28");
  EXPECT_EQ(DueDay(late.filing, v1::CLOCK_KIND_FILING_REVIEW), "") << "that one is over";
  // The days that it extends are not over: it begins later by those of the pause.
  Case early = At(v1::FILING_STATE_UNDER_REVIEW);
  Do(Action::kExtend, early);
  Do(Action::kPause, early);
  early.today = Day("2026-04-20");
  ASSERT_TRUE(RunDue(early).ok());
  EXPECT_EQ(DueDay(early.filing, v1::CLOCK_KIND_FILING_EXTENDED_REVIEW), "2026-07-19");
}

TEST(Pause, IsAsOftenAsThePolicyAdmits) {
  Case made = At(v1::FILING_STATE_PAUSED);
  made.today = Day("2026-04-20");
  ASSERT_TRUE(RunDue(made).ok());
  Prepare(Action::kPause, made);
  made.act.plan_date = "2026-05-01";
  EXPECT_THAT(document::Failed(made.Decide().status()), ElementsAre("PausesAreLeft"));
  const auto limit = std::find_if(
      made.leaves.begin(), made.leaves.end(),
      [](const v1::PolicyLeaf& leaf) { return leaf.key() == policy::kReviewPauseMaxTimes; });
  ASSERT_NE(limit, made.leaves.end());
  limit->set_number(2);
  const auto again = made.Decide();
  ASSERT_TRUE(again.ok()) << again.status();
  made.leaves.erase(limit);
  EXPECT_TRUE(made.Decide().ok()) << "a place without the rule has no limit";
  // The second pause leaves what the first one left: 2026-06-18 and twelve days.
  made.filing = again->change.filing;
  made.today = Day("2026-05-02");
  ASSERT_TRUE(RunDue(made).ok());
  EXPECT_EQ(DueDay(made.filing, v1::CLOCK_KIND_FILING_REVIEW), "2026-06-30");
}

// Of a period that is over nothing is left to wait with.
TEST(Pause, IsRefusedOnceTheReviewIsOverdue) {
  Case made = At(v1::FILING_STATE_UNDER_REVIEW);
  made.today += 61;
  Prepare(Action::kPause, made);
  made.act.plan_date = "2026-12-31";
  EXPECT_THAT(document::Failed(made.Decide().status()), ElementsAre("ReviewHasNotRunOut"));
  made = At(v1::FILING_STATE_UNDER_REVIEW);
  Do(Action::kExtend, made);
  Do(Action::kMarkOverdue, made);
  Prepare(Action::kPause, made);
  made.act.plan_date = "2026-12-31";
  EXPECT_THAT(document::Failed(made.Decide().status()), ElementsAre("ReviewHasNotRunOut"));
}

TEST(Termination, IsForADocumentThatWasCorrectedMeanwhile) {
  Case made = At(v1::FILING_STATE_UNDER_REVIEW);
  Prepare(Action::kTerminate, made);
  SetNewestVersion(1, made.document);
  EXPECT_THAT(document::Failed(made.Decide().status()), ElementsAre("CorrectionIsMade"));
  made.document.set_state(v1::DOCUMENT_STATE_REPEALED);
  const auto decision = made.Decide();
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(decision->change.filing.state(), v1::FILING_STATE_CLOSED);
}

// 勘误: the text was printed wrong; what it says was not changed.
TEST(Correction, IsNotMadeByMendingAMisprint) {
  for (const Action action : {Action::kSubmitCorrection, Action::kNoticeCorrection}) {
    SCOPED_TRACE(ActionName(action));
    Case made = At(v1::FILING_STATE_CORRECTING);
    Prepare(action, made);
    made.document.mutable_versions(1)->set_kind(v1::VERSION_KIND_CORRECTION);
    EXPECT_THAT(document::Failed(made.Decide().status()), ElementsAre("CorrectionIsMade"));
    v1::VersionSummary* amended = made.document.add_versions();
    amended->set_number(3);
    amended->set_kind(v1::VERSION_KIND_AMENDMENT);
    EXPECT_TRUE(made.Decide().ok()) << made.Decide().status();
  }
}

TEST(Transfer, NamesTheBodyAndEndsTheReviewHere) {
  Case made = At(v1::FILING_STATE_TRANSFERRED);
  EXPECT_EQ(made.filing.transferred_to(), "区委办公室");
  EXPECT_THAT(DueDay(made.filing, v1::CLOCK_KIND_FILING_REVIEW), IsEmpty());
  EXPECT_FALSE(NextSystemAct(made.filing, made.today + 400).has_value());
}

// 法规规章备案审查条例（2024） article 19.
TEST(Coordination, NamesTheOtherDocumentAndLeavesTheReviewItsPeriod) {
  Case made = At(v1::FILING_STATE_COORDINATING);
  EXPECT_EQ(made.filing.conflicts_with(), "平财〔2026〕3号");
  EXPECT_EQ(DueDay(made.filing, v1::CLOCK_KIND_FILING_REVIEW), "2026-05-19") << "it counts on";
  made.today = Day("2026-05-20");
  const auto overdue = RunDue(made);
  ASSERT_TRUE(overdue.ok()) << overdue.status();
  EXPECT_STREQ(overdue->row->event, "FilingOverdue") << "nothing is settled by silence";
  EXPECT_EQ(made.filing.state(), v1::FILING_STATE_COORDINATING);
}

TEST(Coordination, IsNoAnswerToAnythingButAConflictOfTheSameLevel) {
  Case made = At(v1::FILING_STATE_UNDER_REVIEW);
  Prepare(Action::kCoordinate, made);
  made.act.grounds = {v1::FILING_GROUND_SAME_LEVEL, v1::FILING_GROUND_POWER};
  EXPECT_THAT(document::Failed(made.Decide().status()), ElementsAre("GroundIsSameLevel"));
}

TEST(Coordination, IsSettledByTheMakersOrByTheGovernment) {
  for (const Action action : {Action::kPass, Action::kAdvise, Action::kOrderCorrection}) {
    SCOPED_TRACE(ActionName(action));
    Case made = At(v1::FILING_STATE_COORDINATING);
    Prepare(action, made);
    const auto agreed = made.Decide();
    ASSERT_TRUE(agreed.ok()) << agreed.status();
    EXPECT_EQ(agreed->change.facts.at("settled_by"), "AGREEMENT");
    EXPECT_FALSE(agreed->change.filing.has_decision());
    made.act.decision = document::Proof(v1::EVIDENCE_KIND_AUTHORITY_DECISION, "2026-03-20");
    const auto decided = made.Decide();
    ASSERT_TRUE(decided.ok()) << decided.status();
    EXPECT_EQ(decided->change.facts.at("settled_by"), "GOVERNMENT");
    EXPECT_EQ(decided->change.filing.decision().document_title(), "材料1号");
    EXPECT_EQ(decided->change.filing.conflicts_with(), "平财〔2026〕3号") << "it stays on record";
  }
}

// Only a decision that somebody can be asked for settles what the makers did not.
TEST(Coordination, IsNotSettledByHalfADecision) {
  Case made = At(v1::FILING_STATE_COORDINATING);
  Prepare(Action::kPass, made);
  const v1::Evidence whole = document::Proof(v1::EVIDENCE_KIND_AUTHORITY_DECISION, "2026-03-20");
  made.act.decision = whole;
  made.act.decision.set_date("2026-03-21");
  EXPECT_THAT(document::Failed(made.Decide().status()), ElementsAre("GovernmentDecisionIsWhole"))
      << "a day to come";
  made.act.decision = whole;
  made.act.decision.set_kind(v1::EVIDENCE_KIND_SIGNATURE);
  EXPECT_THAT(document::Failed(made.Decide().status()), ElementsAre("GovernmentDecisionIsWhole"));
  made.act.decision.Clear();
  made.act.decision.set_note("政府决定");
  EXPECT_THAT(document::Failed(made.Decide().status()), ElementsAre("GovernmentDecisionIsWhole"));
}

TEST(Coordination, MayWaitForAnIssuerThatNamesADay) {
  Case made = At(v1::FILING_STATE_COORDINATING);
  Do(Action::kPause, made);
  made.today = Day("2026-04-20");
  ASSERT_TRUE(RunDue(made).ok());
  EXPECT_EQ(made.filing.state(), v1::FILING_STATE_UNDER_REVIEW);
  Do(Action::kCoordinate, made);
  EXPECT_EQ(made.filing.state(), v1::FILING_STATE_COORDINATING);
}

TEST(Correction, OrderedAgainAsksForAnotherText) {
  Case made = At(v1::FILING_STATE_CORRECTED);  // by version 2
  Do(Action::kOrderCorrection, made);
  ASSERT_EQ(made.filing.state(), v1::FILING_STATE_CORRECTING);
  Prepare(Action::kSubmitCorrection, made);
  SetNewestVersion(2, made.document);  // nothing changed since
  EXPECT_THAT(document::Failed(made.Decide().status()), ElementsAre("CorrectionIsMade"));
  SetNewestVersion(3, made.document);
  EXPECT_TRUE(made.Decide().ok());
}

}  // namespace
}  // namespace santong::filing
