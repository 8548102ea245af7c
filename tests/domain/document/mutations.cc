#include "tests/domain/document/mutations.h"

#include "server/domain/document/subject.h"
#include "server/domain/policy/leaf.h"

namespace santong::document {
namespace {

void SetLegality(Case& c, const char* start, const char* date) {
  c.evidence(v1::EVIDENCE_KIND_LEGALITY_REVIEW).set_start_date(start);
  c.evidence(v1::EVIDENCE_KIND_LEGALITY_REVIEW).set_date(date);
}

}  // namespace

const std::map<std::string, Mutation>& Mutations() {
  static const auto& mutations = *new std::map<std::string, Mutation>{
      {"TitleIsStated", [](Case& c) { c.subject().clear_title(); }},
      {"TextIsStored", [](Case& c) { c.document.clear_versions(); }},
      {"TextIsGiven", [](Case& c) { c.act.has_text = false; }},
      {"DocumentNumberIsWellFormed", [](Case& c) { c.document.set_document_number("没有序号"); }},
      {"DocumentNumberIsFree", [](Case& c) { c.document_number_taken = true; }},
      {"WrittenDateIsStated", [](Case& c) { c.document.set_written_date(IsoDay(c.today + 1)); }},
      {"LegalBasisIsStated", [](Case& c) { c.document.clear_legal_bases(); }},
      {"OpennessIsStated", [](Case& c) { c.document.set_openness(v1::OPENNESS_NOT_PUBLIC); }},
      {"TermIsStated", [](Case& c) { c.document.clear_term(); }},
      {"TermKindFitsTheTitle",
       [](Case& c) { c.document.set_title("平安区农业补助资金管理暂行办法"); }},
      {"TermIsLongEnough",
       [](Case& c) { c.leaves[policy::kTermMinYears] = Period(policy::kTermMinYears, 6); }},
      {"TermIsWithinPolicy",
       [](Case& c) {
         // Longer than five years; or, where only the first day may move, moved past the printed
         // last day.
         c.document.mutable_term()->set_years(6);
         if (!ProposesDocument(c.act.action)) return;
         c.document.mutable_term()->set_years(0);
         c.document.mutable_term()->set_computed(false);
         c.document.mutable_term()->set_last_valid_date("2026-12-31");
         *c.act.proposed.mutable_term() = c.document.term();
         c.act.proposed.set_effective_date("2027-01-01");
       }},
      {"EffectiveDateIsStated", [](Case& c) { c.document.clear_effective_date(); }},
      {"EarlyEffectIsExplained", [](Case& c) { c.document.set_effective_date("2026-04-18"); }},
      {"RelationsAreResolved",
       [](Case& c) {
         c.subject().add_relations()->set_target("documents/404");
         c.subject().mutable_relations(0)->set_kind(v1::RELATION_KIND_REPEALS);
       }},
      {"LeadIssuerIsNamed",
       [](Case& c) {
         c.subject().clear_issuers();
         c.document.mutable_internal()->set_creator(c.caller.principal);
         if (c.act.action == Action::kRegister || c.act.action == Action::kUpdate) {
           c.document.mutable_internal()->set_creator("principals/drafter");
         }
       }},
      {"LeadIssuerIsKnown", [](Case& c) { c.unknown_issuers = {true}; }},
      {"IssuersAreKnown",
       [](Case& c) {
         c.unknown_issuers = {false, true};
       }},
      {"LeadIssuerMayIssue", [](Case& c) { c.lead.set_kind(v1::ORGAN_KIND_COORDINATING); }},
      {"CoIssuersMayIssue", [](Case& c) { c.co_issuer.set_kind(v1::ORGAN_KIND_INTERNAL); }},
      {"IssuersAreEntitled", [](Case& c) { c.co_issuer.set_entitled_to_issue(false); }},
      {"LeadIssuerStays", [](Case& c) { c.subject().mutable_issuers(0)->set_organ(kCoIssuer); }},
      {"CoIssuersConsent",
       [](Case& c) { c.evidence(v1::EVIDENCE_KIND_CO_ISSUER_CONSENT).set_organ("另一个局"); }},
      {"JurisdictionIsNamed", [](Case& c) { c.act.proposed.clear_jurisdiction(); }},
      {"PublicCommentIsRecorded",
       [](Case& c) { c.RemoveEvidence(v1::EVIDENCE_KIND_PUBLIC_COMMENT); }},
      {"PublicCommentIsLongEnough",
       [](Case& c) { c.evidence(v1::EVIDENCE_KIND_PUBLIC_COMMENT).set_end_date("2026-02-03"); }},
      {"LegalityReviewIsRecorded",
       [](Case& c) { c.RemoveEvidence(v1::EVIDENCE_KIND_LEGALITY_REVIEW); }},
      {"LegalityOpinionAllowsIssue",
       [](Case& c) {
         c.evidence(v1::EVIDENCE_KIND_LEGALITY_REVIEW).set_conclusion(v1::CONCLUSION_CHANGE_NEEDED);
       }},
      {"LegalityReviewTookItsTime", [](Case& c) { SetLegality(c, "2026-02-18", "2026-02-24"); }},
      {"CollectiveDecisionIsRecorded",
       [](Case& c) { c.RemoveEvidence(v1::EVIDENCE_KIND_COLLECTIVE_DECISION); }},
      {"SignatureIsRecorded",
       [](Case& c) { c.evidence(v1::EVIDENCE_KIND_SIGNATURE).clear_person(); }},
      {"LegalityPrecedesDecision", [](Case& c) { SetLegality(c, "2026-02-11", "2026-02-28"); }},
      {"DecisionPrecedesSignature",
       [](Case& c) { c.evidence(v1::EVIDENCE_KIND_COLLECTIVE_DECISION).set_date("2026-03-03"); }},
      {"FairCompetitionIsReviewed",
       [](Case& c) { c.evidence(v1::EVIDENCE_KIND_FAIR_COMPETITION_REVIEW).clear_conclusion(); }},
      {"SecrecyIsReviewed", [](Case& c) { c.RemoveEvidence(v1::EVIDENCE_KIND_SECRECY_REVIEW); }},
      {"ContentIsDeclared",
       [](Case& c) { c.RemoveEvidence(v1::EVIDENCE_KIND_CONTENT_DECLARATION); }},
      {"DraftingIsExplained",
       [](Case& c) { c.RemoveEvidence(v1::EVIDENCE_KIND_DRAFTING_EXPLANATION); }},
      {"EvidenceIsNotOfTheFuture",
       [](Case& c) {
         auto* evidence = c.subject().mutable_internal()->mutable_evidence();
         evidence->Mutable(evidence->size() - 1)->set_date(IsoDay(c.today + 1));
       }},
      {"SignedTextIsTheText",
       [](Case& c) {
         c.evidence(v1::EVIDENCE_KIND_SIGNATURE).set_attachment_sha256(std::string(64, '9'));
       }},
      {"UrgencyIsApproved", [](Case& c) { c.document.set_urgent(true); }},
      {"DecisionIsRecorded", [](Case& c) { c.act.decision.clear_person(); }},
      {"EvaluationIsRecorded", [](Case& c) { c.act.decision.set_date(IsoDay(c.today + 1)); }},
      {"EvaluationIsAdded", [](Case& c) { c.act.proposed = c.document; }},
      {"EvaluationIsInItsTime",
       [](Case& c) {
         c.leaves[policy::kEvaluationWindowDays] =
             Period(policy::kEvaluationWindowDays, 6, v1::PERIOD_UNIT_MONTHS);
       }},
      {"ReasonIsGiven", [](Case& c) { c.act.reason.clear(); }},
      {"ReasonCodeIsGiven",
       [](Case& c) { c.act.not_normative_reason = v1::NOT_NORMATIVE_REASON_UNSPECIFIED; }},
      {"OtherReasonIsInWords",
       [](Case& c) {
         c.act.not_normative_reason = v1::NOT_NORMATIVE_REASON_OTHER;
         c.act.reason.clear();
       }},
      {"ItemsAreGiven", [](Case& c) { c.act.items = {""}; }},
      {"IsNotReturnedYet",
       [](Case& c) { c.document.mutable_internal()->set_times_returned(1); }},
      {"DeterminedNormative",
       [](Case& c) { c.document.mutable_internal()->clear_determination(); }},
      {"RegistrarFitsTheModel",
       [](Case& c) {
         c.leaves[policy::kRegistrarModel] = Choice(policy::kRegistrarModel, "issuer");
       }},
      {"RegistrarIsNoIssuer", [](Case& c) { c.caller.organ = kLead; }},
      {"RegistrarIsNotTheSubmitter",
       [](Case& c) { c.document.mutable_internal()->set_submitter(c.caller.principal); }},
      {"NumberPatternIsSet", [](Case& c) { c.leaves.erase(policy::kNumberPattern); }},
      {"NumberPrefixIsSet", [](Case& c) { c.leaves.erase(policy::kNumberPrefix); }},
      {"OrganHasItsNumberCode",
       [](Case& c) {
         c.leaves[policy::kNumberPattern] =
             Choice(policy::kNumberPattern, "{organ}{year}{serial:4}");
         c.lead.clear_number_code();
       }},
      {"TextStaysAsImported", [](Case& c) { c.act.has_text = true; }},
      {"PublicationIsNamed", [](Case& c) { c.act.publication.clear_channel(); }},
      {"PublicationIsNotInTheFuture",
       [](Case& c) { c.act.publication.set_date(IsoDay(c.today + 1)); }},
      {"PublicationIsNotBeforeRegistration",
       [](Case& c) { c.act.publication.set_date("2026-03-19"); }},
      {"RepublicationIsOwed",
       [](Case& c) { c.document.add_republications()->set_date(c.document.registered_date()); }},
      {"EffectIsNotBeforePublication",
       [](Case& c) {
         c.document.set_effective_date("2026-03-19");
         c.document.set_early_effect_reason("公布后不立即施行将有碍执行");
       }},
      {"GapBeforeEffectIsLongEnough", [](Case& c) { c.document.set_effective_date("2026-04-18"); }},
      {"OnlyPublicationTermsChange", [](Case& c) { c.act.proposed.set_title("另一个标题"); }},
      {"EffectiveDateOnlyMovesLater",
       [](Case& c) { c.act.proposed.set_effective_date("2026-04-30"); }},
      {"OnlyWhatIsOpenChanges", [](Case& c) { c.act.proposed.set_title("另一个标题"); }},
      {"EvidenceIsAdded", [](Case& c) { c.act.proposed = c.document; }},
      {"TextDiffers", [](Case& c) { c.act.text_sha256 = std::string(NewestTextHash(c.document)); }},
      {"OtherIsNamed", [](Case& c) { c.other.reset(); }},
      {"OtherIsPublished", [](Case& c) { c.other->set_state(v1::DOCUMENT_STATE_REGISTERED); }},
      {"OtherIsOfTheJurisdiction",
       [](Case& c) { c.other->set_jurisdiction("jurisdictions/630222"); }},
      {"OtherAmendsThis",
       [](Case& c) { c.other->mutable_relations(0)->set_target("documents/8"); }},
      {"OtherContinuesThis", [](Case& c) { c.other->mutable_relations(0)->set_applied(true); }},
      {"RenewalNoticeIsNamed",
       [](Case& c) {
         c.other.reset();
         c.renewal_notice = "documents/9";
       }},
      {"OtherReplacesThis",
       [](Case& c) { c.other->mutable_relations(0)->set_kind(v1::RELATION_KIND_REPEALS); }},
      {"AmendmentIsNotEarly", [](Case& c) { c.act.date = Day("2026-05-09"); }},
      {"ModeIsThePolicys",
       [](Case& c) {
         c.leaves[policy::kContinueMode] = Choice(policy::kContinueMode, "none of them");
       }},
      {"TermIsLimited", [](Case& c) { c.document.clear_term(); }},
      {"TermHasNotEnded", [](Case& c) { c.today = Day("2031-05-01"); }},
      {"NoCleanupEndsIt", [](Case& c) { c.document.mutable_cleanup()->set_end_date("2030-01-01"); }},
      {"NewTermIsLater", [](Case& c) { c.act.date = Day("2031-04-30"); }},
      {"NewTermIsWithinPolicy", [](Case& c) { c.act.date = Day("2036-05-01"); }},
      {"ContinuationsAreLeft",
       [](Case& c) {
         c.leaves[policy::kContinueMaxTimes] = Period(policy::kContinueMaxTimes, 1);
         c.document.mutable_internal()->set_times_continued(1);
       }},
      {"ArticlesAreNamed", [](Case& c) { c.act.articles = {""}; }},
      {"EndIsDecided",
       [](Case& c) { c.other->mutable_relations(0)->set_kind(v1::RELATION_KIND_AMENDS); }},
      {"EndDateIsGiven", [](Case& c) { c.act.date.reset(); }},
      {"EndDateHasCome", [](Case& c) { c.act.date = c.today + 1; }},
      {"EndIsNotBackdated", [](Case& c) { c.act.date = Day("2026-03-09"); }},
      {"FirstDayHasCome", [](Case& c) { c.today = Day("2026-04-30"); }},
      {"LastValidDayHasPassed", [](Case& c) { c.today = Day("2031-04-30"); }},
      {"CleanupIsPublished", [](Case& c) { c.act.cleanup.clear_notice(); }},
      {"CleanupDayIsAhead", [](Case& c) { c.act.date = c.today; }},
      {"CleanupDayHasCome", [](Case& c) { c.act.date = c.today + 1; }},
      {"CongressFilingIsOwed",
       [](Case& c) {
         for (v1::Clock& clock : *c.document.mutable_clocks())
           clock.set_state(v1::CLOCK_STATE_STOPPED);
       }},
      {"CongressFilingIsProved", [](Case& c) { c.act.decision.clear_document_title(); }},
      {"CitedChangeWaits", [](Case& c) { c.cited_change_waits = false; }},
      {"ClockHasRunOut", [](Case& c) { c.act.clock = v1::CLOCK_KIND_EVALUATION; }},
  };
  return mutations;
}

}  // namespace santong::document
