// From draft to number (domain.md 3.1 to 3.7), rule by rule.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/domain/document/subject.h"
#include "server/domain/error/refusal.h"
#include "server/domain/policy/leaf.h"
#include "tests/domain/document/life.h"

namespace santong::document {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST(Submission, NamesSevenMistakesAtOnceWithTheMendForEach) {
  Life life;
  life.To(v1::DOCUMENT_STATE_DRAFT);
  Case submit = life.Prepare(Action::kSubmit);
  submit.document.clear_title();
  submit.document.clear_document_number();
  submit.document.clear_openness();
  submit.document.clear_term();
  submit.RemoveEvidence(v1::EVIDENCE_KIND_SECRECY_REVIEW);
  submit.RemoveEvidence(v1::EVIDENCE_KIND_CO_ISSUER_CONSENT);
  submit.evidence(v1::EVIDENCE_KIND_SIGNATURE).clear_date();
  const absl::Status status = submit.Decide().status();
  EXPECT_THAT(Failed(status),
              UnorderedElementsAre("TitleIsStated", "DocumentNumberIsWellFormed",
                                   "OpennessIsStated", "TermIsStated", "SecrecyIsReviewed",
                                   "CoIssuersConsent", "SignatureIsRecorded"));
  for (const error::ConditionViolation& violation : error::ConditionViolationsOf(status)) {
    EXPECT_NE(violation.en, "");
    EXPECT_NE(violation.zh, "");
    EXPECT_NE(violation.article, "");
  }
}

TEST(Submission, SaysWhichCoIssuerIsMissing) {
  Life life;
  life.To(v1::DOCUMENT_STATE_DRAFT);
  Case submit = life.Prepare(Action::kSubmit);
  submit.document.mutable_issuers(1)->set_display_name("平安区农业农村局");
  submit.RemoveEvidence(v1::EVIDENCE_KIND_CO_ISSUER_CONSENT);
  const auto violations = error::ConditionViolationsOf(submit.Decide().status());
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_THAT(violations[0].zh, HasSubstr("平安区农业农村局"));
  EXPECT_THAT(violations[0].en, HasSubstr("平安区农业农村局"));
}

TEST(JointIssuance, NeedsTheConsentOfEveryCoIssuer) {
  Life life;
  life.To(v1::DOCUMENT_STATE_DRAFT);
  Case submit = life.Prepare(Action::kSubmit);
  submit.document.add_issuers()->set_organ("jurisdictions/630203/organs/water");
  EXPECT_THAT(Failed(submit.Decide().status()), ElementsAre("CoIssuersConsent"));
  v1::Evidence consent = Proof(v1::EVIDENCE_KIND_CO_ISSUER_CONSENT, "2026-02-26");
  consent.set_organ("jurisdictions/630203/organs/water");
  *submit.document.mutable_internal()->add_evidence() = consent;
  EXPECT_TRUE(submit.Decide().ok());
}

TEST(JointIssuance, GoesByTheLastWordOfACoIssuer) {
  Life life;
  life.To(v1::DOCUMENT_STATE_DRAFT);
  Case submit = life.Prepare(Action::kSubmit);
  v1::Evidence word = submit.evidence(v1::EVIDENCE_KIND_CO_ISSUER_CONSENT);
  word.set_date("2026-02-26");
  word.set_conclusion(v1::CONCLUSION_UNLAWFUL);
  *submit.document.mutable_internal()->add_evidence() = word;
  EXPECT_THAT(Failed(submit.Decide().status()), ElementsAre("CoIssuersConsent"))
      << "taken back";  // before: the older consent counted
  word.set_date("2026-02-27");
  word.set_conclusion(v1::CONCLUSION_LAWFUL);
  *submit.document.mutable_internal()->add_evidence() = word;
  EXPECT_TRUE(submit.Decide().ok()) << "given again";
}

TEST(JointIssuance, AllowsAPartyOrganBesideTheLeadButNotAsTheLead) {
  Life life;
  life.To(v1::DOCUMENT_STATE_DRAFT);
  Case submit = life.Prepare(Action::kSubmit);
  submit.co_issuer.set_kind(v1::ORGAN_KIND_PARTY);
  submit.co_issuer.set_entitled_to_issue(false);
  EXPECT_TRUE(submit.Decide().ok());
  submit.lead.set_kind(v1::ORGAN_KIND_PARTY);
  EXPECT_THAT(Failed(submit.Decide().status()), ElementsAre("LeadIssuerMayIssue"));
}

// Institutional bodies that may not issue (Hebei 2016, Hunan 242): one line each.
TEST(Issuers, OfAKindThatMayNotIssueCannotEvenDraft) {
  for (v1::OrganKind kind : {v1::ORGAN_KIND_COORDINATING, v1::ORGAN_KIND_INTERNAL,
                             v1::ORGAN_KIND_PARTY, v1::ORGAN_KIND_UNSPECIFIED}) {
    Case create = Life().Prepare(Action::kCreate);
    create.lead.set_kind(kind);
    EXPECT_THAT(Failed(create.Decide().status()), Contains("LeadIssuerMayIssue"))
        << v1::OrganKind_Name(kind);
  }
}

TEST(Issuers, NeedNotStandOnAListWhereThePolicyKeepsNone) {
  Life life;
  v1::PolicyLeaf no_list;
  no_list.set_key(policy::kIssuerList);
  no_list.set_enabled(false);
  life.Set(no_list);
  Case create = life.Prepare(Action::kCreate);
  create.lead.set_entitled_to_issue(false);
  EXPECT_TRUE(create.Decide().ok());
}

struct GovernedEvidence {
  v1::EvidenceKind kind;
  const char* name;
  const char* condition;
};

TEST(RequiredEvidence, IsAskedForWhereThePolicyNamesIt) {
  for (const GovernedEvidence& one : {
           GovernedEvidence{v1::EVIDENCE_KIND_SECRECY_REVIEW, "SECRECY_REVIEW",
                            "SecrecyIsReviewed"},
           GovernedEvidence{v1::EVIDENCE_KIND_DRAFTING_EXPLANATION, "DRAFTING_EXPLANATION",
                            "DraftingIsExplained"},
           GovernedEvidence{v1::EVIDENCE_KIND_CONTENT_DECLARATION, "CONTENT_DECLARATION",
                            "ContentIsDeclared"},
       }) {
    SCOPED_TRACE(one.name);
    Life life;
    life.To(v1::DOCUMENT_STATE_DRAFT);
    Case submit = life.Prepare(Action::kSubmit);
    submit.RemoveEvidence(one.kind);
    submit.leaves[policy::kEvidenceRequired] = List(policy::kEvidenceRequired, {one.name});
    EXPECT_THAT(Failed(submit.Decide().status()), ElementsAre(one.condition));
    submit.leaves[policy::kEvidenceRequired] = List(policy::kEvidenceRequired, {"SOMETHING_ELSE"});
    EXPECT_TRUE(submit.Decide().ok());
  }
}

// What every place asks for is asked for though the policy's list leaves it out.
TEST(RequiredEvidence, OfTheRulesThemselvesIsNotThePolicysToLeaveOut) {
  Life life;
  life.Set(List(policy::kEvidenceRequired, {"SECRECY_REVIEW"}));
  life.To(v1::DOCUMENT_STATE_DRAFT);
  Case submit = life.Prepare(Action::kSubmit);
  submit.RemoveEvidence(v1::EVIDENCE_KIND_SIGNATURE);
  EXPECT_THAT(Failed(submit.Decide().status()), ElementsAre("SignatureIsRecorded"));
}

TEST(PublicComment, LastsThirtyDaysNotCountingTheFirst) {
  Life life;
  life.To(v1::DOCUMENT_STATE_DRAFT);
  Case submit = life.Prepare(Action::kSubmit);
  v1::Evidence& comment = submit.evidence(v1::EVIDENCE_KIND_PUBLIC_COMMENT);
  comment.set_start_date("2026-01-05");
  comment.set_end_date("2026-02-04");
  EXPECT_TRUE(submit.Decide().ok());
  comment.set_end_date("2026-02-03");
  EXPECT_THAT(Failed(submit.Decide().status()), ElementsAre("PublicCommentIsLongEnough"));
}

TEST(PublicComment, MayBeShorterForAReasonThatWasStated) {
  Life life;
  life.To(v1::DOCUMENT_STATE_DRAFT);
  Case submit = life.Prepare(Action::kSubmit);
  v1::Evidence& comment = submit.evidence(v1::EVIDENCE_KIND_PUBLIC_COMMENT);
  comment.set_end_date("2026-01-12");
  comment.set_note("汛期临近，公告中已说明");
  EXPECT_TRUE(submit.Decide().ok());
}

TEST(PublicComment, OfOperatorsHasItsOwnPeriod) {
  Life life;
  life.Set(Period(policy::kCommentDaysOperators, 40));
  life.To(v1::DOCUMENT_STATE_UNSPECIFIED);
  ASSERT_TRUE(life.Do(Action::kCreate).ok());
  EXPECT_THAT(Failed(life.Prepare(Action::kSubmit).Decide().status()),
              ElementsAre("PublicCommentIsLongEnough"));
}

TEST(LegalityReview, ThatAsksForChangesNeedsTheExplanationHowTheyWereFollowed) {
  Life life;
  life.To(v1::DOCUMENT_STATE_DRAFT);
  Case submit = life.Prepare(Action::kSubmit);
  submit.evidence(v1::EVIDENCE_KIND_LEGALITY_REVIEW).set_conclusion(v1::CONCLUSION_CHANGE_NEEDED);
  EXPECT_THAT(Failed(submit.Decide().status()), ElementsAre("LegalityOpinionAllowsIssue"));
  *submit.document.mutable_internal()->add_evidence() =
      Proof(v1::EVIDENCE_KIND_OPINION_EXPLANATION, "2026-02-25");
  EXPECT_TRUE(submit.Decide().ok());
}

TEST(LegalityReview, ThatFoundItUnlawfulIsNotMendedByAnExplanation) {
  Life life;
  life.To(v1::DOCUMENT_STATE_DRAFT);
  Case submit = life.Prepare(Action::kSubmit);
  submit.evidence(v1::EVIDENCE_KIND_LEGALITY_REVIEW).set_conclusion(v1::CONCLUSION_UNLAWFUL);
  *submit.document.mutable_internal()->add_evidence() =
      Proof(v1::EVIDENCE_KIND_OPINION_EXPLANATION, "2026-02-25");
  EXPECT_THAT(Failed(submit.Decide().status()), ElementsAre("LegalityOpinionAllowsIssue"));
}

TEST(LegalityReview, IsTheLatestOne) {
  Life life;
  life.To(v1::DOCUMENT_STATE_DRAFT);
  Case submit = life.Prepare(Action::kSubmit);
  v1::Evidence first = Proof(v1::EVIDENCE_KIND_LEGALITY_REVIEW, "2026-02-01");
  first.set_conclusion(v1::CONCLUSION_UNLAWFUL);
  *submit.document.mutable_internal()->add_evidence() = first;
  EXPECT_TRUE(submit.Decide().ok()) << "an earlier opinion, entered later, does not count";
}

TEST(Term, NeedsNoYearsForAReasonThatThePolicyLists) {
  Life life;
  life.To(v1::DOCUMENT_STATE_DRAFT);
  Case submit = life.Prepare(Action::kSubmit);
  submit.document.mutable_term()->Clear();
  submit.document.mutable_term()->set_kind(v1::TERM_KIND_NONE);
  submit.document.mutable_term()->set_exemption("长期有效");
  EXPECT_THAT(Failed(submit.Decide().status()), ElementsAre("TermIsStated"));
  submit.document.mutable_term()->set_exemption("实施上位法");
  EXPECT_TRUE(submit.Decide().ok());
}

TEST(Relations, MayOnlyEndWhatStillStandsHere) {
  Life life;
  life.To(v1::DOCUMENT_STATE_DRAFT);
  Case submit = life.Prepare(Action::kSubmit);
  v1::Relation* relation = submit.document.add_relations();
  relation->set_target("documents/3");
  relation->set_kind(v1::RELATION_KIND_REPEALS);
  EXPECT_THAT(Failed(submit.Decide().status()), ElementsAre("RelationsAreResolved")) << "unknown";
  submit.related = {{"documents/3", v1::DOCUMENT_STATE_IN_EFFECT, kDistrict}};
  EXPECT_TRUE(submit.Decide().ok());
  submit.related = {{"documents/3", v1::DOCUMENT_STATE_LEGACY, kDistrict}};
  EXPECT_TRUE(submit.Decide().ok())
      << "an old document may be repealed without being registered first";
  submit.related = {{"documents/3", v1::DOCUMENT_STATE_IN_EFFECT, kCity}};
  EXPECT_THAT(Failed(submit.Decide().status()), ElementsAre("RelationsAreResolved"))
      << "the city's own";
  submit.related = {{"documents/3", v1::DOCUMENT_STATE_REVOKED, kDistrict}};
  EXPECT_THAT(Failed(submit.Decide().status()), ElementsAre("RelationsAreResolved"))
      << "gone already";
  relation->set_kind(v1::RELATION_KIND_IMPLEMENTS);
  submit.related = {{"documents/3", v1::DOCUMENT_STATE_IN_EFFECT, kCity}};
  EXPECT_TRUE(submit.Decide().ok()) << "what only refers may refer upwards";
}

TEST(Determination, IsNeededBeforeAnyNumberIsGiven) {
  Life life;
  life.To(v1::DOCUMENT_STATE_SUBMITTED);
  EXPECT_THAT(Failed(life.Prepare(Action::kRegister).Decide().status()),
              ElementsAre("DeterminedNormative"));
}

TEST(Determination, AgainstItEndsTheApplicationAndStaysReadable) {
  Life life;
  life.To(v1::DOCUMENT_STATE_SUBMITTED);
  ASSERT_TRUE(life.Do(Action::kDetermineNotNormative).ok());
  EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_NOT_NORMATIVE);
  const v1::Determination& determination = life.document().internal().determination();
  EXPECT_FALSE(determination.normative());
  EXPECT_EQ(determination.reason(), v1::NOT_NORMATIVE_REASON_WORK_PLAN);
  EXPECT_EQ(determination.principal(), "principals/reviewer");
  EXPECT_EQ(determination.date(), "2026-03-20");
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_REGISTRATION_DECISION)->state(), v1::CLOCK_STATE_STOPPED);
}

TEST(Return, ListsTheItemsAndTheMendedTextIsANewVersion) {
  Life life;
  life.To(v1::DOCUMENT_STATE_SUBMITTED);
  ASSERT_TRUE(life.Do(Action::kReturn).ok());
  EXPECT_THAT(life.document().internal().return_items(), ElementsAre("请补充起草说明"));
  EXPECT_EQ(life.document().internal().times_returned(), 1);
  Case update = life.Prepare(Action::kUpdate);
  update.act.has_text = true;
  update.act.text_sha256 = std::string(64, 'a');
  const auto decision = life.Do(update);
  ASSERT_TRUE(decision.ok()) << decision.status();
  ASSERT_TRUE(decision->change.version.has_value());
  EXPECT_EQ(decision->change.version->number(), 2u) << "what was submitted is immutable";
  update = life.Prepare(Action::kUpdate);
  update.act.has_text = true;
  update.act.text_sha256 = std::string(64, 'b');
  const auto again = life.Do(update);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->change.version->number(), 2u) << "what was not submitted is replaced";
  EXPECT_EQ(life.document().versions_size(), 2);
}

// domain.md 3.6: 补正, once, with the list of items.
TEST(Return, IsAskedForOnceAfterWhichItIsRegisteredOrRefused) {
  Life life;
  life.To(v1::DOCUMENT_STATE_SUBMITTED);
  ASSERT_TRUE(life.Do(Action::kReturn).ok());
  ASSERT_TRUE(life.Do(Action::kSubmit).ok());
  EXPECT_THAT(Failed(life.Do(Action::kReturn).status()), ElementsAre("IsNotReturnedYet"));
  EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_SUBMITTED);
  EXPECT_EQ(life.document().internal().times_returned(), 1);
  ASSERT_TRUE(life.Do(Action::kDetermineNormative).ok());
  EXPECT_TRUE(life.Prepare(Action::kRefuse).Decide().ok());
  EXPECT_TRUE(life.Do(Action::kRegister).ok());
}

TEST(Draft, KeepsItsVersionWhenTheSameTextIsSentAgain) {
  Life life;
  life.To(v1::DOCUMENT_STATE_DRAFT);
  Case update = life.Prepare(Action::kUpdate);
  update.act.has_text = true;
  update.act.text_sha256 = std::string(NewestTextHash(life.document()));
  const auto decision = life.Do(update);
  ASSERT_TRUE(decision.ok());
  EXPECT_FALSE(decision->change.version.has_value());
}

TEST(Registration, GivesANumberAndTheDayOfToday) {
  Life life;
  life.To(v1::DOCUMENT_STATE_SUBMITTED);
  ASSERT_TRUE(life.Do(Action::kDetermineNormative).ok());
  const auto decision = life.Do(Action::kRegister);
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_TRUE(decision->change.allocate_number);
  EXPECT_EQ(life.document().registered_date(), "2026-03-20");
  EXPECT_EQ(life.document().internal().registrar(), "principals/reviewer");
  EXPECT_THAT(life.document().internal().overrides(), IsEmpty());
  EXPECT_EQ(life.facts().back().at("registered_date"), "2026-03-20");
}

TEST(Registration, ByTheLegalOfficeIsNotOpenToTheIssuersOwnPeople) {
  Life life;
  life.To(v1::DOCUMENT_STATE_SUBMITTED);
  ASSERT_TRUE(life.Do(Action::kDetermineNormative).ok());
  Case reg = life.Prepare(Action::kRegister);
  reg.caller.organ = kCoIssuer;
  EXPECT_THAT(Failed(reg.Decide().status()), ElementsAre("RegistrarIsNoIssuer"));
}

TEST(Registration, ByTheIssuersOwnUnitIsItsReviewersWhereThePolicySaysSo) {
  Life life;
  life.Set(Choice(policy::kRegistrarModel, "issuer"));
  life.To(v1::DOCUMENT_STATE_SUBMITTED);
  ASSERT_TRUE(life.Do(Action::kDetermineNormative).ok());
  Case reg = life.Prepare(Action::kRegister);
  EXPECT_THAT(Failed(reg.Decide().status()), ElementsAre("RegistrarFitsTheModel"));
  reg.caller.organ = kLead;
  EXPECT_TRUE(reg.Decide().ok());
  reg.caller.principal = "principals/drafter";
  EXPECT_THAT(Failed(reg.Decide().status()), ElementsAre("RegistrarIsNotTheSubmitter"));
}

// domain.md 3.6, model B (access/registrar.h).
TEST(Registration, ByARegistrarIsOfItsOwnOrgansDocumentsAlone) {
  Life life;
  life.Set(Choice(policy::kRegistrarModel, "issuer"));
  life.To(v1::DOCUMENT_STATE_SUBMITTED);
  ASSERT_TRUE(life.Do(Action::kDetermineNormative).ok());
  for (const Action action :
       {Action::kDetermineNormative, Action::kReturn, Action::kRefuse, Action::kRegister}) {
    SCOPED_TRACE(ActionName(action));
    Case act = life.Prepare(action);
    act.caller.roles = {v1::ROLE_REGISTRAR};
    act.caller.organ = kLead;
    EXPECT_TRUE(act.Decide().ok()) << act.Decide().status();
    act.caller.organ = kCoIssuer;
    EXPECT_EQ(error::ReasonOf(act.Decide().status()), v1::ERROR_REASON_ROLE_NOT_ALLOWED);
  }
}

// What waits in its tasks it may settle.
TEST(Registration, ARegistrarLooksAtWhatItsOwnOrgansDocumentsCite) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  Case dismiss = life.Prepare(Action::kDismissCitation);
  dismiss.caller.roles = {v1::ROLE_REGISTRAR};
  dismiss.caller.organ = kLead;
  EXPECT_TRUE(dismiss.Decide().ok()) << dismiss.Decide().status();
  dismiss.caller.organ = kCoIssuer;
  EXPECT_EQ(error::ReasonOf(dismiss.Decide().status()), v1::ERROR_REASON_ROLE_NOT_ALLOWED);
}

TEST(Registration, InATinyOfficeIsOverriddenWithARecordedReasonNeverADeadEnd) {
  Life life;
  life.To(v1::DOCUMENT_STATE_SUBMITTED);
  ASSERT_TRUE(life.Do(Action::kDetermineNormative).ok());
  Case reg = life.Prepare(Action::kRegister);
  reg.caller = {"principals/drafter", kLead, kDistrict, {v1::ROLE_DRAFTER, v1::ROLE_REVIEWER}};
  EXPECT_THAT(Failed(reg.Decide().status()),
              ElementsAre("RegistrarIsNoIssuer", "RegistrarIsNotTheSubmitter"));
  reg.act.override_reason = "全局仅一名登记人员";
  ASSERT_TRUE(life.Do(reg).ok());
  EXPECT_THAT(life.document().internal().overrides(),
              ElementsAre("RegistrarIsNoIssuer: 全局仅一名登记人员",
                          "RegistrarIsNotTheSubmitter: 全局仅一名登记人员"));
  EXPECT_EQ(life.facts().back().at("overridden"), "RegistrarIsNoIssuer,RegistrarIsNotTheSubmitter");
}

TEST(Registration, ChecksTheListAgain) {
  Life life;
  life.To(v1::DOCUMENT_STATE_SUBMITTED);
  ASSERT_TRUE(life.Do(Action::kDetermineNormative).ok());
  Case reg = life.Prepare(Action::kRegister);
  reg.RemoveEvidence(v1::EVIDENCE_KIND_LEGALITY_REVIEW);
  reg.act.override_reason = "急";
  EXPECT_THAT(Failed(reg.Decide().status()), ElementsAre("LegalityReviewIsRecorded"))
      << "an override is for duties, not for the check list";
}

TEST(Registration, NothingIsApprovedBySilence) {
  Life life;
  life.To(v1::DOCUMENT_STATE_SUBMITTED);
  ASSERT_TRUE(life.Do(Action::kDetermineNormative).ok());
  const std::vector<SystemAct> happened = life.Until("2027-03-20");
  ASSERT_EQ(happened.size(), 1u) << "the registrar is reported once";
  EXPECT_EQ(happened[0].action, Action::kMarkOverdue);
  EXPECT_EQ(happened[0].clock, v1::CLOCK_KIND_REGISTRATION_DECISION);
  EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_SUBMITTED);
  EXPECT_EQ(life.document().registration_number(), "");
  EXPECT_TRUE(life.clock(v1::CLOCK_KIND_REGISTRATION_DECISION)->overdue());
}

TEST(Registration, MarksWhatNobodyHasConfirmed) {
  Life life;
  v1::PolicyLeaf pattern = Choice(policy::kNumberPattern, "{prefix}〔{year}〕{serial}号");
  pattern.clear_confirmed_by();
  life.Set(pattern);
  v1::PolicyLeaf filing = Period(policy::kFilingDays, 15);
  filing.clear_confirmed_by();
  life.Set(filing);
  life.To(v1::DOCUMENT_STATE_SUBMITTED);
  ASSERT_TRUE(life.Do(Action::kDetermineNormative).ok());
  const auto registered = life.Do(Action::kRegister);
  ASSERT_TRUE(registered.ok());
  EXPECT_THAT(registered->unconfirmed_leaves, ElementsAre("number.pattern"))
      << "not what decides nothing yet";
  const auto published = life.Do(Action::kPublish);
  ASSERT_TRUE(published.ok()) << published.status();
  EXPECT_THAT(published->unconfirmed_leaves, ElementsAre("filing.days"));
  EXPECT_TRUE(life.clock(v1::CLOCK_KIND_FILING)->unconfirmed());
}

TEST(Withdrawal, IsOpenUntilRegistrationAndStopsEveryClock) {
  for (v1::DocumentState state :
       {v1::DOCUMENT_STATE_DRAFT, v1::DOCUMENT_STATE_SUBMITTED, v1::DOCUMENT_STATE_RETURNED}) {
    Life life;
    life.To(state);
    ASSERT_TRUE(life.Do(Action::kWithdraw).ok());
    EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_WITHDRAWN);
    for (const v1::Clock& clock : life.document().clocks())
      EXPECT_EQ(clock.state(), v1::CLOCK_STATE_STOPPED);
    EXPECT_THAT(life.Until("2027-03-20"), IsEmpty());
  }
  Life registered;
  registered.To(v1::DOCUMENT_STATE_REGISTERED);
  EXPECT_EQ(error::ReasonOf(registered.Prepare(Action::kWithdraw).Decide().status()),
            v1::ERROR_REASON_STATE_TRANSITION_NOT_ALLOWED);
}

}  // namespace
}  // namespace santong::document
