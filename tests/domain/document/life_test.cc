// A document that stands: correction, amendment, continuation, suspension (domain.md 3.9, 3.15, 7),
// rule by rule.
#include "tests/domain/document/life.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/domain/document/continuation.h"
#include "server/domain/document/subject.h"
#include "server/domain/error/refusal.h"
#include "server/domain/policy/leaf.h"

namespace santong::document {
namespace {

using ::testing::ElementsAre;

TEST(Correction, CountsFromTheFirstDayOfWhatItCorrectsAndTheOldTextStays) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  const std::string number = life.document().registration_number();
  const auto decision = life.Do(Action::kCorrect);
  ASSERT_TRUE(decision.ok()) << decision.status();
  ASSERT_EQ(life.document().versions_size(), 2);
  const v1::VersionSummary& printed = life.document().versions(0);
  const v1::VersionSummary& corrected = life.document().versions(1);
  EXPECT_EQ(printed.number(), 1u);
  EXPECT_EQ(printed.last_effective_date(), "");
  EXPECT_EQ(corrected.kind(), v1::VERSION_KIND_CORRECTION);
  EXPECT_EQ(corrected.corrects(), 1u);
  EXPECT_EQ(corrected.effective_date(), "2026-05-01");
  EXPECT_EQ(decision->change.version->number(), 2u);
  EXPECT_EQ(decision->change.version->note(), "理由");
  EXPECT_EQ(life.document().registration_number(), number) << "a correction gets no new number";
  EXPECT_EQ(life.document().internal().evidence().rbegin()->kind(),
            v1::EVIDENCE_KIND_AUTHORITY_DECISION)
      << "who approved it stays on file";
}

TEST(Amendment, SplitsTheTextAtItsFirstDay) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  const auto decision = life.Do(Action::kAmend);
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_TRUE(decision->change.mark_relation_applied);
  ASSERT_EQ(life.document().versions_size(), 2);
  EXPECT_EQ(life.document().versions(0).last_effective_date(), "2026-05-09");
  EXPECT_EQ(life.document().versions(1).effective_date(), "2026-05-10")
      << "the amending document's first day";
  EXPECT_EQ(life.document().versions(1).kind(), v1::VERSION_KIND_AMENDMENT);
  EXPECT_EQ(life.document().versions(1).made_by(), "documents/9");
  EXPECT_EQ(life.facts().back().at("version_effective_date"), "2026-05-10");
}

TEST(Amendment, TakesTheDayOfItsClauseWhereThereIsOne) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  Case amend = life.Prepare(Action::kAmend);
  amend.other->mutable_relations(0)->set_date("2026-07-01");
  ASSERT_TRUE(life.Do(amend).ok());
  EXPECT_EQ(life.document().versions(1).effective_date(), "2026-07-01");
}

TEST(Amendment, AfterACorrectionEndsBothEarlierTexts) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  ASSERT_TRUE(life.Do(Action::kCorrect).ok());
  Case amend = life.Prepare(Action::kAmend);
  amend.act.text_sha256 = std::string(64, '3');
  ASSERT_TRUE(life.Do(amend).ok());
  ASSERT_EQ(life.document().versions_size(), 3);
  EXPECT_EQ(life.document().versions(0).last_effective_date(), "2026-05-09");
  EXPECT_EQ(life.document().versions(1).last_effective_date(), "2026-05-09");
  EXPECT_EQ(life.document().versions(2).last_effective_date(), "");
}

// 逾期自动失效, and the server was down on the day: it has lapsed, though nobody looked yet.
TEST(Amendment, AfterTheTermBringsNothingBackToLife) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  ASSERT_TRUE(life.Do(Action::kCleanUpAmend).ok());  // lapses if it is missed
  const auto last = DayOf(life.document().term().last_valid_date());
  ASSERT_TRUE(last.has_value());
  Case amend = life.Prepare(Action::kAmend);
  amend.today = *last + 1;
  EXPECT_THAT(Failed(amend.Decide().status()), ElementsAre("TermHasNotEnded"));
  amend.today = *last;
  EXPECT_TRUE(amend.Decide().ok()) << "the day itself is in time";
}

TEST(Amendment, IsWorkedInOnce) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  Case amend = life.Prepare(Action::kAmend);
  amend.other->mutable_relations(0)->set_applied(true);
  EXPECT_THAT(Failed(amend.Decide().status()), ElementsAre("OtherAmendsThis"));
}

TEST(Continuation, ByExtensionKeepsTheNumberAndRestartsTheClocks) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  life.Until("2030-09-01");
  const std::string number = life.document().registration_number();
  const auto decision = life.Do(Action::kContinueExtend);
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(life.document().term().last_valid_date(), "2036-04-30")
      << "five years from the day after the old term";
  EXPECT_TRUE(life.document().term().computed());
  EXPECT_EQ(life.document().registration_number(), number);
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_LAPSE)->due_date(), "2036-04-30");
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_EVALUATION)->due_date(), "2035-10-30");
  life.Until("2031-05-01");
  EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_IN_EFFECT)
      << "the old last day ends nothing any more";
  life.Until("2036-05-01");
  EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_LAPSED);
}

TEST(Continuation, ByReregistrationGivesANewNumberAndKeepsTheOldOne) {
  Life life;
  life.Set(Choice(policy::kContinueMode, "reregister"));
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  const std::string number = life.document().registration_number();
  life.Until("2030-09-01");
  const auto decision = life.Do(Action::kContinueReregister);
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_TRUE(decision->change.allocate_number);
  EXPECT_NE(life.document().registration_number(), number);
  ASSERT_EQ(life.document().former_numbers_size(), 1);
  EXPECT_EQ(life.document().former_numbers(0).registration_number(), number);
  EXPECT_EQ(life.document().former_numbers(0).registered_date(), "2026-03-20");
  EXPECT_EQ(life.document().registered_date(), "2030-09-01");
}

// Shandong: registered again, published, the term restarts (domain.md 3.9).
TEST(Continuation, ByReregistrationIsPublishedAndFiledAgain) {
  Life life;
  life.Set(Choice(policy::kContinueMode, "reregister"));
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  ASSERT_TRUE(life.Do(Action::kFile).ok());
  EXPECT_THAT(Failed(life.Prepare(Action::kPublish).Decide().status()),
              ElementsAre("RepublicationIsOwed"));
  life.Until("2030-09-02");
  ASSERT_TRUE(life.Do(Action::kContinueReregister).ok());
  const v1::Clock* publication = life.clock(v1::CLOCK_KIND_PUBLICATION);
  EXPECT_EQ(publication->state(), v1::CLOCK_STATE_RUNNING);
  EXPECT_EQ(publication->start_date(), "2030-09-02") << "not from the signature of old";
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_FILING)->state(), v1::CLOCK_STATE_STOPPED);
  EXPECT_EQ(life.document().former_numbers(0).last_valid_date(), "2031-04-30");
  life.Until("2030-09-05");
  const auto published = life.Do(Action::kPublish);
  ASSERT_TRUE(published.ok()) << published.status();
  EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_IN_EFFECT);
  EXPECT_EQ(life.document().publication().date(), "2026-03-20") << "what was stays";
  ASSERT_EQ(life.document().republications_size(), 1);
  EXPECT_EQ(life.document().republications(0).date(), "2030-09-05");
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_PUBLICATION)->state(), v1::CLOCK_STATE_STOPPED);
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_FILING)->state(), v1::CLOCK_STATE_RUNNING);
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_FILING)->start_date(), "2030-09-05");
}

TEST(Continuation, ByReregistrationIsDoneByWhoMayRegister) {
  Life life;
  life.Set(Choice(policy::kContinueMode, "reregister"));
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  Case own = life.Prepare(Action::kContinueReregister);
  own.caller.organ = kLead;
  EXPECT_THAT(Failed(own.Decide().status()), ElementsAre("RegistrarIsNoIssuer"));
  own.act.override_reason = "只有一名登记人员";
  const auto overridden = own.Decide();
  ASSERT_TRUE(overridden.ok()) << overridden.status();
  EXPECT_EQ(overridden->change.document.internal().overrides_size(), 1);
}

TEST(Continuation, ByRenewalNoticeCarriesOutItsRelation) {
  Life life;
  life.Set(Choice(policy::kContinueMode, "renew_notice"));
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  const auto decision = life.Do(Action::kContinueRenewNotice);
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_TRUE(decision->change.mark_relation_applied);
  EXPECT_FALSE(decision->change.allocate_number);
}

TEST(Continuation, IsTooLateOnTheDayAfterTheLastValidDay) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  life.Until("2031-04-30");
  EXPECT_TRUE(life.Prepare(Action::kContinueExtend).Decide().ok());
  life.Until("2031-05-01");
  EXPECT_EQ(error::ReasonOf(life.Prepare(Action::kContinueExtend).Decide().status()),
            v1::ERROR_REASON_STATE_TRANSITION_NOT_ALLOWED)
      << "it has lapsed by itself";
}

TEST(Continuation, IsBoundedInYears) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  Case extend = life.Prepare(Action::kContinueExtend);
  extend.act.date = Day("2036-04-30");
  EXPECT_TRUE(extend.Decide().ok());
  extend.leaves[policy::kContinueMaxYears] = Period(policy::kContinueMaxYears, 3);
  EXPECT_THAT(Failed(extend.Decide().status()), ElementsAre("NewTermIsWithinPolicy"));
  extend.act.date = Day("2034-04-30");
  EXPECT_TRUE(extend.Decide().ok());
}

TEST(Continuation, IsBoundedInTimes) {
  Life life;
  life.Set(Period(policy::kContinueMaxTimes, 1));
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  ASSERT_TRUE(life.Do(Action::kContinueExtend).ok());
  EXPECT_THAT(Failed(life.Prepare(Action::kContinueExtend).Decide().status()),
              ElementsAre("ContinuationsAreLeft"));
}

// 限期修改 starts the clock of the term anew and extends nothing.
TEST(Continuation, IsNotUsedUpByTheAmendmentThatACleanupAskedFor) {
  Life life;
  life.Set(Period(policy::kContinueMaxTimes, 1));
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  ASSERT_TRUE(life.Do(Action::kCleanUpAmend).ok());
  const auto amended = life.Do(Action::kAmend);
  ASSERT_TRUE(amended.ok()) << amended.status();
  EXPECT_EQ(life.document().internal().times_continued(), 0);
  const auto extended = life.Do(Action::kContinueExtend);
  ASSERT_TRUE(extended.ok()) << extended.status();
  EXPECT_EQ(life.document().internal().times_continued(), 1);
}

// The published lists bind: what ends on a day, or unless it is amended, is not simply continued.
TEST(Continuation, IsRefusedWhereACleanupEndsIt) {
  for (const Action result : {Action::kCleanUpAnnounceEnd, Action::kCleanUpAmend}) {
    Life life;
    life.To(v1::DOCUMENT_STATE_IN_EFFECT);
    ASSERT_TRUE(life.Do(result).ok());
    EXPECT_THAT(Failed(life.Prepare(Action::kContinueExtend).Decide().status()),
                ElementsAre("NoCleanupEndsIt"));
  }
}

// As it was stored by a version that did not know the rule: it does not lapse by that cleanup.
TEST(Continuation, IsPossibleWhereItWasContinuedBeyondTheDayForTheAmendment) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  const std::string term = life.document().term().last_valid_date();
  ASSERT_TRUE(life.Do(Action::kCleanUpAmend).ok());
  life.document().mutable_term()->set_last_valid_date(term);
  EXPECT_TRUE(life.Prepare(Action::kContinueExtend).Decide().ok());
}

TEST(Continuation, IsPossibleOnceTheAmendmentThatACleanupAskedForIsMade) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  ASSERT_TRUE(life.Do(Action::kCleanUpAmend).ok());
  ASSERT_TRUE(life.Do(Action::kAmend).ok());
  const auto extended = life.Do(Action::kContinueExtend);
  EXPECT_TRUE(extended.ok()) << extended.status();
}

// The amending document may set a later day for one of its clauses.
TEST(Amendment, IsNotBeforeTheDayOfItsClause) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  Case amend = life.Prepare(Action::kAmend);
  amend.other->mutable_relations(0)->set_date("2026-07-01");
  amend.act.date = Day("2026-06-01");
  EXPECT_THAT(Failed(amend.Decide().status()), ElementsAre("AmendmentIsNotEarly"));
  amend.act.date = Day("2026-07-01");
  EXPECT_TRUE(amend.Decide().ok());
}

// Two cleanups in a row (每两年): the result of the later one counts.
TEST(Cleanup, ALaterResultTakesThePlaceOfWhatAnEarlierOneAskedFor) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  const std::string term = life.document().term().last_valid_date();
  for (const Action earlier : {Action::kCleanUpAmend, Action::kCleanUpAnnounceEnd}) {
    ASSERT_TRUE(life.Do(earlier).ok());
    ASSERT_NE(life.document().term().last_valid_date(), term);
    ASSERT_TRUE(life.Do(Action::kCleanUpAmend).ok());
    EXPECT_EQ(life.document().cleanup().former_last_valid_date(), term) << "not what was cut";
    ASSERT_TRUE(life.Do(Action::kCleanUpKeep).ok());
    EXPECT_EQ(life.document().term().last_valid_date(), term);
    EXPECT_EQ(life.document().cleanup().amend_by_date(), "");
    for (const v1::Clock& clock : life.document().clocks()) {
      if (clock.state() != v1::CLOCK_STATE_RUNNING) continue;
      EXPECT_NE(clock.kind(), v1::CLOCK_KIND_CLEANUP_AMENDMENT);
      if (clock.kind() == v1::CLOCK_KIND_LAPSE) EXPECT_EQ(clock.due_date(), term);
    }
  }
}

// The catalogue as of a day between the two is read from this.
TEST(Cleanup, ALaterResultSaysTheTermThatStoodUntilIt) {
  for (const Action later :
       {Action::kCleanUpKeep, Action::kCleanUpAnnounceEnd, Action::kCleanUpExtend}) {
    Life life;
    life.To(v1::DOCUMENT_STATE_IN_EFFECT);
    ASSERT_TRUE(life.Do(Action::kCleanUpAmend).ok());
    const std::string cut = life.document().term().last_valid_date();
    Case act = life.Prepare(later);
    if (later != Action::kCleanUpKeep) act.act.date = act.today + 200;
    const auto decision = life.Do(act);
    ASSERT_TRUE(decision.ok()) << decision.status();
    EXPECT_EQ(decision->change.facts.at("last_valid_date_before"), cut);
  }
}

TEST(Cleanup, AnEndThatIsTakenBackLeavesTheEvaluationToBeDone) {
  for (const Action later : {Action::kCleanUpKeep, Action::kCleanUpAmend}) {
    Life life;
    life.To(v1::DOCUMENT_STATE_IN_EFFECT);
    ASSERT_EQ(life.clock(v1::CLOCK_KIND_EVALUATION)->state(), v1::CLOCK_STATE_RUNNING);
    ASSERT_TRUE(life.Do(Action::kCleanUpAnnounceEnd).ok());
    ASSERT_EQ(life.clock(v1::CLOCK_KIND_EVALUATION)->state(), v1::CLOCK_STATE_STOPPED);
    ASSERT_TRUE(life.Do(later).ok());
    EXPECT_EQ(life.clock(v1::CLOCK_KIND_EVALUATION)->state(), v1::CLOCK_STATE_RUNNING);
  }
}

// It was continued by its organ after the item had been reviewed.
TEST(Cleanup, AnExtensionCutsNoTermThatWasContinuedMeanwhile) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  ASSERT_TRUE(life.Do(Action::kContinueExtend).ok());
  ASSERT_EQ(life.document().term().last_valid_date(), "2036-04-30");
  Case extend = life.Prepare(Action::kCleanUpExtend);
  extend.act.cleanup.set_disposition(v1::DISPOSITION_EXTEND);
  extend.act.date = Day("2033-04-30");
  ASSERT_TRUE(life.Do(extend).ok());
  EXPECT_EQ(life.document().term().last_valid_date(), "2036-04-30");
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_LAPSE)->due_date(), "2036-04-30");
  EXPECT_EQ(life.document().internal().times_continued(), 1);
}

TEST(Continuation, IsUsedUpByTheExtensionOfACleanup) {
  Life life;
  life.Set(Period(policy::kContinueMaxTimes, 1));
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  Case extend = life.Prepare(Action::kCleanUpExtend);
  extend.act.date = Day("2034-04-30");
  ASSERT_TRUE(life.Do(extend).ok());
  EXPECT_THAT(Failed(life.Prepare(Action::kContinueExtend).Decide().status()),
              ElementsAre("ContinuationsAreLeft"));
}

// Nobody can evaluate a document from before the registry until it is registered.
TEST(Cleanup, ThatExtendsALegacyDocumentAsksForNoEvaluationOfIt) {
  Life life;
  life.To(v1::DOCUMENT_STATE_LEGACY);
  Case extend = life.Prepare(Action::kCleanUpExtend);
  extend.act.date = Day("2031-04-30");
  ASSERT_TRUE(life.Do(extend).ok());
  EXPECT_FALSE(life.Prepare(Action::kRecordEvaluation).Decide().ok()) << "there is no such act";
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_LAPSE)->due_date(), "2031-04-30");
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_EVALUATION), nullptr);
  // As an older server left it: the next extension takes that away.
  Case again = life.Prepare(Action::kCleanUpExtend);
  again.act.date = Day("2033-04-30");
  v1::Clock* left = again.document.add_clocks();
  left->set_kind(v1::CLOCK_KIND_EVALUATION);
  left->set_state(v1::CLOCK_STATE_RUNNING);
  left->set_due_date("2030-10-30");
  ASSERT_TRUE(life.Do(again).ok());
  for (const v1::Clock& clock : life.document().clocks()) {
    if (clock.kind() == v1::CLOCK_KIND_EVALUATION)
      EXPECT_EQ(clock.state(), v1::CLOCK_STATE_STOPPED);
  }
}

TEST(Evaluation, MissedIsReportedOnceAndForgivenNever) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  int reported = 0;
  for (const SystemAct& act : life.Until("2031-04-30"))
    reported += act.clock == v1::CLOCK_KIND_EVALUATION;
  EXPECT_EQ(reported, 1);
  ASSERT_TRUE(life.Do(Action::kContinueExtend).ok());
  int overdue = 0;
  for (const v1::Clock& clock : life.document().clocks()) {
    overdue += clock.kind() == v1::CLOCK_KIND_EVALUATION && clock.overdue();
  }
  EXPECT_EQ(overdue, 1);
}

// Who evaluates in time and lets the document lapse has done what is asked.
TEST(Evaluation, RecordedInTimeIsNotLateWhenTheDocumentLapses) {
  for (bool within : {false, true}) {
    SCOPED_TRACE(within);
    Life life;
    if (within) life.Set(Period(policy::kEvaluationWindowDays, 6, v1::PERIOD_UNIT_MONTHS));
    life.To(v1::DOCUMENT_STATE_IN_EFFECT);
    life.Until("2030-10-30");  // the first day of the one, the last of the other
    const auto recorded = life.Do(Action::kRecordEvaluation);
    ASSERT_TRUE(recorded.ok()) << recorded.status();
    EXPECT_EQ(life.clock(v1::CLOCK_KIND_EVALUATION)->state(), v1::CLOCK_STATE_STOPPED);
    life.Until("2031-05-01");
    EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_LAPSED);
    EXPECT_FALSE(life.clock(v1::CLOCK_KIND_EVALUATION)->overdue());
  }
}

// The paper that a record of it would refuse continues nothing, either.
TEST(Evaluation, BeforeItsTimeContinuesNothing) {
  for (const Action action : {Action::kContinueExtend, Action::kContinueReregister}) {
    Life life;
    life.Set(Choice(policy::kContinueMode, ContinueModeOf(action)));
    life.Set(Period(policy::kEvaluationWindowDays, 6, v1::PERIOD_UNIT_MONTHS));
    life.To(v1::DOCUMENT_STATE_IN_EFFECT);
    life.Until("2030-10-30");
    Case early = life.Prepare(action);
    early.act.decision.set_date("2030-10-29");
    EXPECT_THAT(Failed(early.Decide().status()), ElementsAre("EvaluationIsInItsTime"));
    early.act.decision.set_date("2030-10-30");
    EXPECT_TRUE(early.Decide().ok());
  }
}

// One of the old stock is registered when its time has begun, and was evaluated before that.
TEST(Evaluation, InItsTimeCountsAlsoBeforeTheRegistrationOfALegacyDocument) {
  Life life;
  life.Set(Period(policy::kEvaluationWindowDays, 6, v1::PERIOD_UNIT_MONTHS));
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  life.Until("2031-03-01");
  for (v1::Clock& clock : *life.document().mutable_clocks())
    if (clock.kind() == v1::CLOCK_KIND_EVALUATION) clock.set_start_date("2031-03-01");
  Case record = life.Prepare(Action::kRecordEvaluation);
  record.act.proposed.mutable_internal()->mutable_evidence()->rbegin()->set_date("2030-11-15");
  EXPECT_TRUE(record.Decide().ok());
}

// Shandong, Shanghai: within the six months before the last valid day (domain.md 3.9).
TEST(Evaluation, WithinATimeIsDueOnTheLastValidDayAndNotBeforeTheTimeBegins) {
  Life life;
  life.Set(Period(policy::kEvaluationWindowDays, 6, v1::PERIOD_UNIT_MONTHS));
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  const v1::Clock& clock = *life.clock(v1::CLOCK_KIND_EVALUATION);
  EXPECT_EQ(clock.leaf(), "eval.window_days");
  EXPECT_EQ(clock.start_date(), "2030-10-30");
  EXPECT_EQ(clock.due_date(), "2031-04-30");
  EXPECT_THAT(Failed(life.Prepare(Action::kRecordEvaluation).Decide().status()),
              ElementsAre("EvaluationIsInItsTime"));
  for (const SystemAct& act : life.Until("2031-04-30"))
    EXPECT_NE(act.clock, v1::CLOCK_KIND_EVALUATION) << "the last day is in time";
  EXPECT_TRUE(life.Prepare(Action::kRecordEvaluation).Decide().ok());
  life.Until("2031-05-01");
  EXPECT_TRUE(life.clock(v1::CLOCK_KIND_EVALUATION)->overdue()) << "nobody evaluated it";
}

TEST(Suspension, CountsFromItsDayUntilTheDayBeforeResumption) {
  Life life;
  life.To(v1::DOCUMENT_STATE_SUSPENDED);  // 2026-06-01
  EXPECT_EQ(life.facts().back().at("suspended_from"), "2026-06-01");
  life.Until("2026-07-10");
  ASSERT_TRUE(life.Do(Action::kResume).ok());
  EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_IN_EFFECT);
  ASSERT_EQ(life.document().suspensions_size(), 1);
  EXPECT_EQ(life.document().suspensions(0).from_date(), "2026-06-01");
  EXPECT_EQ(life.document().suspensions(0).to_date(), "2026-07-09");
  EXPECT_EQ(life.facts().back().at("suspended_to"), "2026-07-09");
}

TEST(Suspension, DoesNotStopTheTerm) {
  Life life;
  life.To(v1::DOCUMENT_STATE_SUSPENDED);
  life.Until("2031-05-01");
  EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_LAPSED);
}

TEST(Suspension, NeedsTheDecisionOfABodyThatMay) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  Case suspend = life.Prepare(Action::kSuspend);
  suspend.act.decision = Proof(v1::EVIDENCE_KIND_LEGALITY_REVIEW, "2026-06-01");
  EXPECT_THAT(Failed(suspend.Decide().status()), ElementsAre("DecisionIsRecorded"));
}

TEST(Duties, AuditorsAndOperatorsChangeNoDocument) {
  for (const Row& row : Table()) {
    for (v1::Role role : row.roles) {
      EXPECT_NE(role, v1::ROLE_AUDITOR);
      EXPECT_NE(role, v1::ROLE_PUBLIC);
      EXPECT_TRUE(role != v1::ROLE_ADMIN || row.action == Action::kImport)
          << ActionName(row.action);
    }
  }
}

}  // namespace
}  // namespace santong::document
