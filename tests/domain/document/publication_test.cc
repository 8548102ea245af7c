// Publication, first day and urgent path (domain.md 3.8, 3.9, 7), rule by rule.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/domain/document/subject.h"
#include "server/domain/document/validity.h"
#include "server/domain/error/refusal.h"
#include "server/domain/policy/leaf.h"
#include "tests/domain/document/life.h"

namespace santong::document {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// An urgent document: no comment round, one day of legality review, in effect at once.
void MakeUrgent(Life& life) {
  life.To(v1::DOCUMENT_STATE_UNSPECIFIED);
  Case create = life.Prepare(Action::kCreate);
  create.act.proposed.set_urgent(true);
  create.act.proposed.set_effective_date("2026-03-25");
  create.RemoveEvidence(v1::EVIDENCE_KIND_PUBLIC_COMMENT);
  create.evidence(v1::EVIDENCE_KIND_LEGALITY_REVIEW).set_start_date("2026-02-23");
  *create.act.proposed.mutable_internal()->add_evidence() =
      Proof(v1::EVIDENCE_KIND_URGENT_APPROVAL, "2026-02-23");
  ASSERT_TRUE(life.Do(create).ok());
}

void RegisterUrgent(Life& life) {
  MakeUrgent(life);
  for (Action action : {Action::kSubmit, Action::kDetermineNormative, Action::kRegister}) {
    const auto decision = life.Do(action);
    ASSERT_TRUE(decision.ok()) << decision.status();
  }
}

std::vector<std::string> OpenItems(const v1::Document& document) {
  std::vector<std::string> names;
  for (const v1::CompletionItem& item : document.completion_items()) {
    if (!item.done()) names.push_back(item.condition());
  }
  return names;
}

TEST(Publication, FixesTheDaysThatRelianceRestsOn) {
  Life life;
  life.To(v1::DOCUMENT_STATE_PUBLISHED);
  const auto& facts = life.facts().back();
  EXPECT_EQ(facts.at("published_date"), "2026-03-20");
  EXPECT_EQ(facts.at("registered_date"), "2026-03-20");
  EXPECT_EQ(facts.at("effective_date"), "2026-05-01");
  EXPECT_EQ(facts.at("last_valid_date"), "2031-04-30");
  EXPECT_EQ(facts.at("openness"), "OPENNESS_PUBLIC");
  EXPECT_EQ(facts.at("version"), "1");
  EXPECT_EQ(life.document().versions(0).effective_date(), "2026-05-01");
}

TEST(Publication, OfTheSameDayIsThirtyDaysBeforeEffect) {
  Life life;
  life.To(v1::DOCUMENT_STATE_REGISTERED);
  Case publish = life.Prepare(Action::kPublish);
  publish.document.set_effective_date("2026-04-19");
  EXPECT_TRUE(publish.Decide().ok()) << "thirty days after 03-20";
  publish.document.set_effective_date("2026-04-18");
  EXPECT_THAT(Failed(publish.Decide().status()), ElementsAre("GapBeforeEffectIsLongEnough"));
}

TEST(Publication, MayBeSoonerOnlyForAReasonThatThePolicyAdmits) {
  Life life;
  life.To(v1::DOCUMENT_STATE_REGISTERED);
  Case publish = life.Prepare(Action::kPublish);
  publish.document.set_effective_date("2026-03-20");
  publish.document.set_early_effect_reason("领导要求");
  EXPECT_THAT(Failed(publish.Decide().status()), ElementsAre("GapBeforeEffectIsLongEnough"));
  publish.document.set_early_effect_reason("补助资金须在春耕前到位，公布后不立即施行将有碍执行");
  EXPECT_TRUE(publish.Decide().ok());
}

TEST(Publication, ThatCameLateIsNoDeadEnd) {
  Life life;
  life.To(v1::DOCUMENT_STATE_REGISTERED);
  life.Until("2026-05-06");
  EXPECT_THAT(Failed(life.Prepare(Action::kPublish).Decide().status()),
              UnorderedElementsAre("EffectIsNotBeforePublication", "GapBeforeEffectIsLongEnough"));
  Case update = life.Prepare(Action::kUpdate);
  update.act.proposed.set_effective_date("2026-06-05");
  update.act.proposed.clear_early_effect_reason();
  ASSERT_TRUE(life.Do(update).ok());
  EXPECT_EQ(life.facts().back().at("effective_date_before"), "2026-05-01");
  EXPECT_EQ(life.document().term().last_valid_date(), "2031-06-04")
      << "a computed term moves with its first day";
  EXPECT_TRUE(life.Do(Action::kPublish).ok());
}

TEST(Publication, OfANonPublicTextNeedsItsBasis) {
  Life life;
  life.To(v1::DOCUMENT_STATE_REGISTERED);
  Case publish = life.Prepare(Action::kPublish);
  publish.document.set_openness(v1::OPENNESS_NOT_PUBLIC);
  EXPECT_THAT(Failed(publish.Decide().status()), ElementsAre("OpennessIsStated"));
  publish.document.set_openness_basis("政府信息公开条例第十四条");
  EXPECT_TRUE(publish.Decide().ok());
}

TEST(Effect, ComesByItselfOnItsDayAndNotBefore) {
  Life life;
  life.To(v1::DOCUMENT_STATE_PUBLISHED);
  life.Until("2026-04-30");
  EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_PUBLISHED);
  life.Until("2026-05-01");
  EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_IN_EFFECT);
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_TAKE_EFFECT)->state(), v1::CLOCK_STATE_EXPIRED);
  EXPECT_FALSE(life.clock(v1::CLOCK_KIND_TAKE_EFFECT)->overdue()) << "no duty was missed";
}

TEST(Effect, OfADocumentPublishedOnItsFirstDayIsImmediate) {
  Life life;
  life.To(v1::DOCUMENT_STATE_REGISTERED);
  Case publish = life.Prepare(Action::kPublish);
  publish.document.set_effective_date("2026-03-20");
  publish.document.set_early_effect_reason("公布后不立即施行将有碍执行");
  ASSERT_TRUE(life.Do(publish).ok());
  EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_IN_EFFECT);
}

struct TermCase {
  const char* what;
  v1::TermKind kind;
  int years;
  const char* printed;
  const char* end_rule;
  const char* last;
  bool computed;
};

TEST(Term, IsComputedOnlyWhereNoDayIsPrinted) {
  const TermCase cases[] = {
      {"stated years", v1::TERM_KIND_GENERAL, 3, "", "day_before", "2029-04-30", true},
      {"by the other rule of ends", v1::TERM_KIND_GENERAL, 3, "", "same_day", "2029-05-01", true},
      {"default of five", v1::TERM_KIND_GENERAL, 0, "", "day_before", "2031-04-30", true},
      {"trial default of two", v1::TERM_KIND_TRIAL, 0, "", "day_before", "2028-04-30", true},
      {"announcement default of one", v1::TERM_KIND_ANNOUNCEMENT, 0, "", "day_before", "2027-04-30",
       true},
      {"printed", v1::TERM_KIND_GENERAL, 0, "2030-12-31", "day_before", "2030-12-31", false},
  };
  for (const TermCase& c : cases) {
    SCOPED_TRACE(c.what);
    Life life;
    life.Set(Choice(policy::kTermEndRule, c.end_rule));
    Case create = life.Prepare(Action::kCreate);
    v1::Term* term = create.act.proposed.mutable_term();
    term->Clear();
    term->set_kind(c.kind);
    term->set_years(c.years);
    term->set_last_valid_date(c.printed);
    ASSERT_TRUE(life.Do(create).ok());
    for (Action action : {Action::kSubmit, Action::kDetermineNormative, Action::kRegister}) {
      const auto decision = life.Do(action);
      ASSERT_TRUE(decision.ok()) << decision.status();
    }
    EXPECT_EQ(life.document().term().last_valid_date(), c.last);
    EXPECT_EQ(life.document().term().computed(), c.computed);
  }
}

TEST(Term, OfAnAnnouncementIsTheGeneralOneWhereThePolicyHasNoneForIt) {
  Life life;
  life.Remove(policy::kTermNoticeYears);
  Case create = life.Prepare(Action::kCreate);
  create.act.proposed.mutable_term()->Clear();
  create.act.proposed.mutable_term()->set_kind(v1::TERM_KIND_ANNOUNCEMENT);
  ASSERT_TRUE(life.Do(create).ok());
  for (Action action : {Action::kSubmit, Action::kDetermineNormative, Action::kRegister})
    ASSERT_TRUE(life.Do(action).ok());
  EXPECT_EQ(life.document().term().last_valid_date(), "2031-04-30");
}

struct Titled {
  const char* title;
  bool on_trial;
};

TEST(Term, ATitleThatSaysTrialIsOfADocumentOnTrial) {
  for (const Titled& c : {
           Titled{"平安区农业补助资金管理暂行办法", true},
           Titled{"平安区河湖长制考核办法（试行）", true},
           Titled{"平安区人民政府关于印发《平安区养老服务暂行规定》的通知", true},
           Titled{"平安区人民政府办公室关于印发平安区养老服务办法(试行)的通知", true},
           Titled{"关于发布〈平安区绿化试行标准〉的公告", true},
           Titled{"关于印发《平安区贯彻〈重大行政决策程序暂行条例〉实施办法》的通知", false},
           Titled{"关于废止《平安区养老服务暂行规定》的通知", false},
           Titled{"关于修改平安区养老服务暂行规定的决定", false},
           Titled{"关于延长平安区养老服务办法（试行）有效期的通知", false},
           Titled{"关于转发《青海省养老服务暂行办法》的通知", false},
           Titled{"平安区专业技术人员继续教育管理暂行办法", true},
           Titled{"平安区政府投资项目概算修改管理暂行规定", true},
           Titled{"关于印发《平安区贯彻落实惠企政策实施细则（试行）》的通知", true},
           Titled{"关于进一步落实稳岗政策的若干措施（试行）", true},
           Titled{"平安区贯彻养老服务暂行办法实施方案", false},
           Titled{"平安区农业补助资金管理办法", false},
           Titled{"", false},
       }) {
    EXPECT_EQ(SaysItIsOnTrial(c.title), c.on_trial) << c.title;
  }
}

TEST(Term, OfAnImportedTrialDocumentIsTheTrialOne) {
  Life life;
  Case imported = life.Prepare(Action::kImport);
  imported.act.proposed.set_title("关于印发《平安区农业补助资金管理暂行办法》的通知");
  ASSERT_TRUE(life.Do(imported).ok());
  ASSERT_TRUE(life.Do(Action::kDetermineNormative).ok());
  Case registration = life.Prepare(Action::kRegister);
  const auto decision = registration.Decide();
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(decision->change.document.term().kind(), v1::TERM_KIND_TRIAL);
  EXPECT_EQ(decision->change.document.term().years(), 2);
  EXPECT_EQ(decision->change.document.term().last_valid_date(), "2026-06-30");
}

// Shandong: three to five years (domain.md 3.9).
TEST(Term, IsNoShorterThanThePolicySaysByItsYearsAndByItsPrintedDay) {
  Life life;
  life.Set(Period(policy::kTermMinYears, 3));
  life.To(v1::DOCUMENT_STATE_DRAFT);
  Case submit = life.Prepare(Action::kSubmit);
  v1::Term& term = *submit.document.mutable_term();
  term.set_years(2);
  EXPECT_THAT(Failed(submit.Decide().status()), ElementsAre("TermIsLongEnough"));
  term.set_years(0);
  term.set_last_valid_date("2027-04-30");
  EXPECT_THAT(Failed(submit.Decide().status()), ElementsAre("TermIsLongEnough"));
  term.set_last_valid_date("2029-04-30");
  EXPECT_TRUE(submit.Decide().ok());
}

// Shandong: registered again, the term restarts, of three to five years, or of two on trial.
TEST(Term, OfADocumentRegisteredAgainIsBoundedAsAnyOther) {
  Life life;
  life.Set(Choice(policy::kContinueMode, "reregister"));
  life.Set(Period(policy::kTermMinYears, 3));
  life.Set(Period(policy::kTermTrialMaxYears, 2));
  life.Set(Period(policy::kContinueMaxYears, 5));
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  Case again = life.Prepare(Action::kContinueReregister);  // its term ends on 2031-04-30
  again.act.date = Day("2034-04-29");
  const absl::Status refused = again.Decide().status();
  EXPECT_THAT(Failed(refused), ElementsAre("TermIsLongEnough"));
  EXPECT_THAT(error::ConditionViolationsOf(refused)[0].zh, HasSubstr("[2031-04-30 .. 2034-04-29]"))
      << "the term that is asked for, not the one that ends";
  again.act.date = Day("2034-04-30");
  EXPECT_TRUE(again.Decide().ok());
  again.document.mutable_term()->set_kind(v1::TERM_KIND_TRIAL);
  EXPECT_THAT(Failed(again.Decide().status()), ElementsAre("NewTermIsWithinPolicy"));
  // By either rule of ends, as of a new document.
  for (const char* day : {"2033-04-30", "2033-05-01"}) {
    again.act.date = Day(day);
    EXPECT_TRUE(again.Decide().ok()) << day;
  }
}

TEST(Term, OfADocumentRegisteredAgainIsNotTooShortByEitherRuleOfEnds) {
  Life life;
  life.Set(Choice(policy::kContinueMode, "reregister"));
  life.Set(Choice(policy::kTermEndRule, "same_day"));
  life.Set(Period(policy::kTermMinYears, 3));
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  Case again = life.Prepare(Action::kContinueReregister);
  ASSERT_EQ(again.document.term().last_valid_date(), "2031-05-01");
  again.act.date = Day("2034-04-30");
  EXPECT_THAT(Failed(again.Decide().status()), ElementsAre("TermIsLongEnough"));
  again.act.date = Day("2034-05-01");
  EXPECT_TRUE(again.Decide().ok());
}

// The two rules of ends are a day apart: a day beyond both is too long, one before both too short.
TEST(Term, IsBoundedToTheDayWhicheverRuleOfEndsItsPrintedDayFollows) {
  struct Row {
    const char *end_rule, *first, *last;
    bool within;
  };
  for (const Row& row : {
           Row{"day_before", "2026-05-01", "2029-04-29", false},
           Row{"day_before", "2026-05-01", "2029-04-30", true},
           Row{"day_before", "2026-05-01", "2031-05-01", true},
           Row{"day_before", "2026-05-01", "2031-05-02", false},
           Row{"day_before", "2028-02-29", "2033-02-28", true},
           Row{"day_before", "2028-02-29", "2033-03-01", false},
           Row{"same_day", "2026-05-01", "2029-04-29", false},
           Row{"same_day", "2026-05-01", "2029-04-30", true},
           Row{"same_day", "2026-05-01", "2031-05-01", true},
           Row{"same_day", "2026-05-01", "2031-05-02", false},
       }) {
    Life life;
    life.Set(Choice(policy::kTermEndRule, row.end_rule));
    life.Set(Period(policy::kTermMinYears, 3));
    life.To(v1::DOCUMENT_STATE_DRAFT);
    Case submit = life.Prepare(Action::kSubmit);
    submit.document.set_effective_date(row.first);
    submit.document.mutable_term()->set_years(0);
    submit.document.mutable_term()->set_last_valid_date(row.last);
    EXPECT_EQ(submit.Decide().ok(), row.within)
        << row.end_rule << " " << row.first << " " << row.last;
  }
}

TEST(Term, OfNoneNeverEnds) {
  Life life;
  Case create = life.Prepare(Action::kCreate);
  v1::Term* term = create.act.proposed.mutable_term();
  term->Clear();
  term->set_kind(v1::TERM_KIND_NONE);
  term->set_exemption("实施上位法");
  ASSERT_TRUE(life.Do(create).ok());
  for (Action action :
       {Action::kSubmit, Action::kDetermineNormative, Action::kRegister, Action::kPublish}) {
    ASSERT_TRUE(life.Do(action).ok());
  }
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_LAPSE), nullptr);
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_EVALUATION), nullptr);
  life.Until("2040-01-01");
  EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_IN_EFFECT);
}

TEST(UrgentPath, NeedsTheHeadsApproval) {
  Life life;
  MakeUrgent(life);
  Case submit = life.Prepare(Action::kSubmit);
  submit.RemoveEvidence(v1::EVIDENCE_KIND_URGENT_APPROVAL);
  EXPECT_THAT(Failed(submit.Decide().status()), ElementsAre("UrgencyIsApproved"));
}

TEST(UrgentPath, SkipsNeitherLegalityNorDecisionNorNumberNorPublication) {
  Life life;
  MakeUrgent(life);
  Case submit = life.Prepare(Action::kSubmit);
  submit.RemoveEvidence(v1::EVIDENCE_KIND_LEGALITY_REVIEW);
  submit.RemoveEvidence(v1::EVIDENCE_KIND_COLLECTIVE_DECISION);
  submit.RemoveEvidence(v1::EVIDENCE_KIND_SIGNATURE);
  EXPECT_THAT(Failed(submit.Decide().status()),
              UnorderedElementsAre("LegalityReviewIsRecorded", "CollectiveDecisionIsRecorded",
                                   "SignatureIsRecorded"));
  Life registered;
  RegisterUrgent(registered);
  EXPECT_NE(registered.document().registration_number(), "");
  EXPECT_THAT(registered.Until("2026-04-30"),
              ElementsAre(testing::Field(&SystemAct::clock, v1::CLOCK_KIND_PUBLICATION)))
      << "its first day passes, but nothing takes effect unpublished";
  EXPECT_EQ(registered.document().state(), v1::DOCUMENT_STATE_REGISTERED);
}

TEST(UrgentPath, LeavesAListWithADueDay) {
  Life life;
  RegisterUrgent(life);
  EXPECT_THAT(OpenItems(life.document()),
              ElementsAre("PublicCommentIsRecorded", "LegalityReviewTookItsTime"));
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_URGENT_COMPLETION)->due_date(), "2026-05-19");
  EXPECT_EQ(life.facts().back().at("left_open"),
            "PublicCommentIsRecorded,LegalityReviewTookItsTime");
}

TEST(UrgentPath, LeavesNoListWhereNothingWasLeftOut) {
  Life life;
  Case create = life.Prepare(Action::kCreate);
  create.act.proposed.set_urgent(true);
  *create.act.proposed.mutable_internal()->add_evidence() =
      Proof(v1::EVIDENCE_KIND_URGENT_APPROVAL, "2026-02-23");
  ASSERT_TRUE(life.Do(create).ok());
  for (Action action : {Action::kSubmit, Action::kDetermineNormative, Action::kRegister}) {
    ASSERT_TRUE(life.Do(action).ok());
  }
  EXPECT_THAT(life.document().completion_items(), IsEmpty());
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_URGENT_COMPLETION), nullptr);
}

TEST(UrgentPath, IsMadeGoodItemByItemAndTheClockStopsWithTheLast) {
  Life life;
  RegisterUrgent(life);
  ASSERT_TRUE(life.Do(Action::kPublish).ok());
  life.Until("2026-04-10");
  ASSERT_TRUE(life.Do(Action::kCompleteUrgent).ok());  // the comment round
  EXPECT_THAT(OpenItems(life.document()), ElementsAre("LegalityReviewTookItsTime"));
  EXPECT_EQ(life.document().completion_items(0).done_date(), "2026-04-10");
  EXPECT_EQ(life.facts().back().at("made_good"), "PublicCommentIsRecorded");
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_URGENT_COMPLETION)->state(), v1::CLOCK_STATE_RUNNING);
  Case review = life.Prepare(Action::kCompleteUrgent);
  review.act.proposed = life.document();
  v1::Evidence proof = Proof(v1::EVIDENCE_KIND_LEGALITY_REVIEW, "2026-04-10");
  proof.set_start_date("2026-03-30");
  proof.set_conclusion(v1::CONCLUSION_LAWFUL);
  *review.act.proposed.mutable_internal()->add_evidence() = proof;
  ASSERT_TRUE(life.Do(review).ok());
  EXPECT_THAT(OpenItems(life.document()), IsEmpty());
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_URGENT_COMPLETION)->state(), v1::CLOCK_STATE_STOPPED);
  EXPECT_FALSE(life.clock(v1::CLOCK_KIND_URGENT_COMPLETION)->overdue());
}

TEST(UrgentPath, IsMadeGoodAlsoByAnUpdateThatBringsAnEvaluation) {
  Life life;
  RegisterUrgent(life);
  ASSERT_TRUE(life.Do(Action::kPublish).ok());
  life.Until("2026-05-01");
  ASSERT_EQ(life.document().state(), v1::DOCUMENT_STATE_IN_EFFECT);
  Case both = life.Prepare(Action::kRecordEvaluation);
  both.act.proposed = life.Prepare(Action::kCompleteUrgent).act.proposed;
  *both.act.proposed.mutable_internal()->add_evidence() =
      Proof(v1::EVIDENCE_KIND_EVALUATION, "2026-05-01");
  ASSERT_TRUE(life.Do(both).ok());
  EXPECT_THAT(OpenItems(life.document()), ElementsAre("LegalityReviewTookItsTime"));
}

TEST(UrgentPath, IsNotMadeGoodByACommentRoundThatIsTooShort) {
  Life life;
  RegisterUrgent(life);
  Case complete = life.Prepare(Action::kCompleteUrgent);
  complete.act.proposed.mutable_internal()->mutable_evidence()->rbegin()->set_end_date(
      "2026-01-20");
  ASSERT_TRUE(life.Do(complete).ok());
  EXPECT_THAT(OpenItems(life.document()),
              ElementsAre("PublicCommentIsRecorded", "LegalityReviewTookItsTime"));
}

TEST(UrgentPath, MayNotRewriteTheEvidenceThatWasThere) {
  Life life;
  RegisterUrgent(life);
  Case complete = life.Prepare(Action::kCompleteUrgent);
  complete.act.proposed.mutable_internal()->mutable_evidence(0)->set_person("另一人");
  EXPECT_THAT(Failed(complete.Decide().status()), ElementsAre("OnlyWhatIsOpenChanges"));
}

TEST(UrgentPath, LeftOpenIsOverdueOnceAndTheDocumentStands) {
  Life life;
  RegisterUrgent(life);
  ASSERT_TRUE(life.Do(Action::kPublish).ok());
  int overdue = 0;
  for (const SystemAct& act : life.Until("2026-12-31")) {
    overdue += act.action == Action::kMarkOverdue && act.clock == v1::CLOCK_KIND_URGENT_COMPLETION;
  }
  EXPECT_EQ(overdue, 1);
  EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_IN_EFFECT);
  EXPECT_TRUE(life.clock(v1::CLOCK_KIND_URGENT_COMPLETION)->overdue());
}

}  // namespace
}  // namespace santong::document
