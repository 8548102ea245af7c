#include "tests/domain/document/builders.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/domain/document/subject.h"
#include "server/domain/policy/leaf.h"

namespace santong::document {
namespace {

v1::PolicyLeaf Leaf(const char* key) {
  v1::PolicyLeaf leaf;
  leaf.set_key(key);
  leaf.set_article(absl::StrCat("article of ", key));
  leaf.set_confirmed_by("an officer");
  return leaf;
}

v1::PolicyLeaf Count(const char* key, int64_t number) {
  v1::PolicyLeaf leaf = Leaf(key);
  leaf.set_number(number);
  return leaf;
}

}  // namespace

v1::Organ IssuingOrgan(const char* name, v1::OrganKind kind, const char* title) {
  v1::Organ organ;
  organ.set_name(name);
  organ.set_kind(kind);
  organ.set_display_name(title);
  organ.set_entitled_to_issue(true);
  organ.set_number_code("07");
  return organ;
}

v1::Document OtherDocument(v1::RelationKind kind) {
  v1::Document other;
  other.set_name("documents/9");
  other.set_state(v1::DOCUMENT_STATE_IN_EFFECT);
  other.set_jurisdiction(kDistrict);
  other.set_effective_date("2026-05-10");
  v1::Relation* relation = other.add_relations();
  relation->set_kind(kind);
  relation->set_target("documents/7");
  return other;
}

access::Caller Drafter() { return {"principals/drafter", kLead, kDistrict, {v1::ROLE_DRAFTER}}; }
access::Caller Reviewer() {
  return {"principals/reviewer", kLegalOffice, kDistrict, {v1::ROLE_REVIEWER}};
}
access::Caller CityReviewer() {
  return {"principals/city", "jurisdictions/630200/organs/justice", kCity, {v1::ROLE_REVIEWER}};
}
access::Caller Publisher() {
  return {"principals/publisher",
          "jurisdictions/630203/organs/office",
          kDistrict,
          {v1::ROLE_PUBLISHER}};
}
access::Caller Operator() { return {"principals/operator", "", "", {v1::ROLE_ADMIN}}; }
access::Caller Someone(v1::Role role) { return {"principals/someone", kLead, kDistrict, {role}}; }

absl::CivilDay Day(const char* iso) {
  auto day = DayOf(iso);
  EXPECT_TRUE(day.has_value()) << iso;
  return day.value_or(absl::CivilDay());
}

v1::Evidence Proof(v1::EvidenceKind kind, const char* date) {
  v1::Evidence evidence;
  evidence.set_kind(kind);
  evidence.set_document_title("材料1号");
  evidence.set_date(date);
  evidence.set_person("负责人");
  return evidence;
}

v1::PolicyLeaf Period(const char* key, int64_t limit, v1::PeriodUnit unit) {
  v1::PolicyLeaf leaf = Count(key, limit);
  leaf.set_unit(unit);
  return leaf;
}

v1::PolicyLeaf Choice(const char* key, const char* text) {
  v1::PolicyLeaf leaf = Leaf(key);
  leaf.set_text(text);
  return leaf;
}

v1::PolicyLeaf List(const char* key, std::initializer_list<const char*> items) {
  v1::PolicyLeaf leaf = Leaf(key);
  for (const char* item : items) leaf.mutable_list()->add_items(item);
  return leaf;
}

std::map<std::string, v1::PolicyLeaf> PlainPolicy() {
  std::map<std::string, v1::PolicyLeaf> leaves;
  for (v1::PolicyLeaf leaf : {
           Choice(policy::kRegistrarModel, "legal_office"),
           Period(policy::kRegistrationApplyDays, 30),
           Period(policy::kRegistrationDecideDays, 7, v1::PERIOD_UNIT_WORKING_DAYS),
           Period(policy::kRegistrationCorrectionDays, 10),
           Choice(policy::kNumberPattern, "{prefix}〔{year}〕{serial}号"),
           Choice(policy::kNumberPrefix, "示例"),
           Choice(policy::kNumberReset, "yearly"),
           Choice(policy::kNumberScope, "jurisdiction"),
           Period(policy::kPublishLimitDays, 20, v1::PERIOD_UNIT_WORKING_DAYS),
           Period(policy::kEffectMinGapDays, 30),
           List(policy::kEffectExceptions, {"公布后不立即施行将有碍执行"}),
           Count(policy::kTermDefaultYears, 5),
           Count(policy::kTermMaxYears, 5),
           Count(policy::kTermTrialYears, 2),
           Count(policy::kTermNoticeYears, 1),
           Choice(policy::kTermEndRule, "day_before"),
           List(policy::kTermExemptKinds, {"实施上位法"}),
           Period(policy::kEvaluationLeadDays, 6, v1::PERIOD_UNIT_MONTHS),
           Choice(policy::kContinueMode, "extend"),
           Period(policy::kCommentDays, 30),
           Period(policy::kLegalityMinDays, 5, v1::PERIOD_UNIT_WORKING_DAYS),
           Period(policy::kUrgentCompletionDays, 60),
           Period(policy::kFilingDays, 15),
       }) {
    std::string key = leaf.key();
    leaves[key] = std::move(leaf);
  }
  return leaves;
}

v1::Document CompleteDraft() {
  v1::Document draft;
  draft.set_title("平安区农业补助资金管理办法");
  draft.set_kind(v1::DOCUMENT_KIND_MEASURES);
  draft.set_jurisdiction(kDistrict);
  for (const char* organ : {kLead, kCoIssuer}) draft.add_issuers()->set_organ(organ);
  draft.set_document_number("平财〔2026〕5号");
  draft.set_written_date("2026-03-02");
  draft.set_effective_date("2026-05-01");
  draft.mutable_term()->set_kind(v1::TERM_KIND_GENERAL);
  draft.mutable_term()->set_years(5);
  draft.set_openness(v1::OPENNESS_PUBLIC);
  draft.add_legal_bases()->set_title("中华人民共和国预算法");
  v1::DocumentInternal* internal = draft.mutable_internal();
  internal->set_affects_rights(true);
  internal->set_touches_operators(true);

  v1::Evidence comment = Proof(v1::EVIDENCE_KIND_PUBLIC_COMMENT, "2026-02-10");
  comment.set_start_date("2026-01-05");
  comment.set_end_date("2026-02-09");
  v1::Evidence legality = Proof(v1::EVIDENCE_KIND_LEGALITY_REVIEW, "2026-02-24");
  legality.set_start_date("2026-02-11");
  legality.set_conclusion(v1::CONCLUSION_LAWFUL);
  v1::Evidence competition = Proof(v1::EVIDENCE_KIND_FAIR_COMPETITION_REVIEW, "2026-02-10");
  competition.set_conclusion(v1::CONCLUSION_LAWFUL);
  v1::Evidence secrecy = Proof(v1::EVIDENCE_KIND_SECRECY_REVIEW, "2026-03-02");
  secrecy.set_conclusion(v1::CONCLUSION_LAWFUL);
  v1::Evidence consent = Proof(v1::EVIDENCE_KIND_CO_ISSUER_CONSENT, "2026-02-25");
  consent.set_organ(kCoIssuer);
  for (const v1::Evidence& evidence :
       {comment, legality, competition, Proof(v1::EVIDENCE_KIND_COLLECTIVE_DECISION, "2026-02-27"),
        Proof(v1::EVIDENCE_KIND_SIGNATURE, "2026-03-02"), secrecy, consent,
        Proof(v1::EVIDENCE_KIND_CONTENT_DECLARATION, "2026-03-02"),
        Proof(v1::EVIDENCE_KIND_DRAFTING_EXPLANATION, "2026-03-02")}) {
    *internal->add_evidence() = evidence;
  }
  return draft;
}

}  // namespace santong::document
