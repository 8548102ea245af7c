#include "tests/domain/document/life.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/domain/document/subject.h"
#include "server/domain/error/refusal.h"
#include "server/domain/policy/leaf.h"

namespace santong::document {
namespace {

constexpr char kText[] = "1111111111111111111111111111111111111111111111111111111111111111";
constexpr char kOtherText[] = "2222222222222222222222222222222222222222222222222222222222222222";

v1::Organ Organ(const char* name, v1::OrganKind kind, const char* title) {
  v1::Organ organ;
  organ.set_name(name);
  organ.set_kind(kind);
  organ.set_display_name(title);
  organ.set_entitled_to_issue(true);
  organ.set_number_code("07");
  return organ;
}

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

// A published document of the same district that does `kind` to documents/7.
v1::Document Other(v1::RelationKind kind) {
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

}  // namespace

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

v1::Document& Case::subject() { return ProposesDocument(act.action) ? act.proposed : document; }

v1::Evidence& Case::evidence(v1::EvidenceKind kind) {
  for (v1::Evidence& evidence : *subject().mutable_internal()->mutable_evidence()) {
    if (evidence.kind() == kind) return evidence;
  }
  ADD_FAILURE() << "no evidence of kind " << kind;
  return *subject().mutable_internal()->add_evidence();
}

void Case::RemoveEvidence(v1::EvidenceKind kind) {
  auto* evidence = subject().mutable_internal()->mutable_evidence();
  for (int i = evidence->size() - 1; i >= 0; --i) {
    if ((*evidence)[i].kind() == kind) evidence->DeleteSubrange(i, 1);
  }
}

absl::StatusOr<Decision> Case::Decide() const {
  std::vector<v1::PolicyLeaf> values;
  for (const auto& [key, leaf] : leaves) values.push_back(leaf);
  const policy::PolicyView policy = policy::ViewOf(std::move(values));
  const v1::Document& named = ProposesDocument(act.action) ? act.proposed : document;
  std::vector<const v1::Organ*> organs;
  for (int i = 0; i < named.issuers_size(); ++i) {
    const bool unknown = i < static_cast<int>(unknown_issuers.size()) && unknown_issuers[i];
    organs.push_back(unknown ? nullptr : i == 0 ? &lead : &co_issuer);
  }
  return document::Decide(Facts{.document = document,
                                .act = act,
                                .caller = caller,
                                .today = today,
                                .now = absl::FromCivil(today, absl::UTCTimeZone()),
                                .policy = policy,
                                .calendar = calendar,
                                .issuers = organs,
                                .caller_organ = nullptr,
                                .parent_jurisdiction = kCity,
                                .other = other.has_value() ? &*other : nullptr,
                                .related = related,
                                .document_number_taken = document_number_taken});
}

Life::Life() {
  now_.today = Day("2026-03-20");
  now_.leaves = PlainPolicy();
  now_.lead = Organ(kLead, v1::ORGAN_KIND_DEPARTMENT, "平安区财政局");
  now_.co_issuer = Organ(kCoIssuer, v1::ORGAN_KIND_DEPARTMENT, "平安区农业农村局");
}

void Life::Set(v1::PolicyLeaf leaf) {
  std::string key = leaf.key();
  now_.leaves[key] = std::move(leaf);
}

Case Life::Prepare(Action action) const {
  Case made = now_;
  Act& act = made.act;
  act = Act{};
  act.action = action;
  act.reason = "理由";
  made.caller = Reviewer();
  const std::string today = IsoDay(made.today);
  switch (action) {
    case Action::kCreate:
      act.proposed = CompleteDraft();
      act.has_text = true;
      act.text_sha256 = kText;
      made.caller = Drafter();
      break;
    case Action::kImport:
      act.proposed.set_title("关于印发老办法的通知");
      act.proposed.set_jurisdiction(kDistrict);
      act.proposed.add_issuers()->set_organ(kLead);
      act.proposed.set_legacy(true);
      act.proposed.set_openness(v1::OPENNESS_PUBLIC);
      act.proposed.set_written_date("2024-06-01");
      act.proposed.set_effective_date("2024-07-01");
      act.has_text = true;
      act.text_sha256 = kText;
      made.caller = Operator();
      break;
    case Action::kUpdate:
      act.proposed = made.document;
      if (made.document.state() == v1::DOCUMENT_STATE_REGISTERED) {
        act.proposed.set_early_effect_reason("公布后不立即施行将有碍执行");
      } else {
        act.proposed.set_subject_class("财政");
      }
      made.caller = made.document.state() == v1::DOCUMENT_STATE_LEGACY ? Reviewer() : Drafter();
      break;
    case Action::kCompleteUrgent: {
      act.proposed = made.document;
      v1::Evidence comment = Proof(v1::EVIDENCE_KIND_PUBLIC_COMMENT, today.c_str());
      comment.set_start_date("2026-01-05");
      comment.set_end_date("2026-02-09");
      *act.proposed.mutable_internal()->add_evidence() = comment;
      made.caller = Drafter();
      break;
    }
    case Action::kSubmit:
    case Action::kWithdraw:
      made.caller = Drafter();
      break;
    case Action::kDetermineNotNormative:
      act.not_normative_reason = v1::NOT_NORMATIVE_REASON_WORK_PLAN;
      break;
    case Action::kReturn:
      act.items = {"请补充起草说明"};
      break;
    case Action::kRegister:
    case Action::kPublish:
      act.publication.set_date(action == Action::kPublish ? today : "2024-06-10");
      act.publication.set_channel("平安区人民政府公报");
      if (action == Action::kPublish) made.caller = Publisher();
      break;
    case Action::kCorrect:
    case Action::kAmend:
      act.has_text = true;
      act.text_sha256 = kOtherText;
      made.caller = Publisher();
      break;
    case Action::kTakeEffect:
    case Action::kLapse:
    case Action::kMarkOverdue:
      made.caller = access::SystemCaller();
      break;
    default:
      break;
  }
  switch (action) {
    case Action::kCorrect:
    case Action::kSuspend:
    case Action::kResume:
    case Action::kRevoke:
      act.decision = Proof(v1::EVIDENCE_KIND_AUTHORITY_DECISION, today.c_str());
      break;
    case Action::kContinueExtend:
    case Action::kContinueReregister:
    case Action::kContinueRenewNotice:
      act.decision = Proof(v1::EVIDENCE_KIND_EVALUATION, today.c_str());
      if (action == Action::kContinueRenewNotice) made.other = Other(v1::RELATION_KIND_CONTINUES);
      break;
    case Action::kAmend:
      made.other = Other(v1::RELATION_KIND_AMENDS);
      break;
    case Action::kRepeal:
      made.other = Other(v1::RELATION_KIND_REPEALS);
      made.other->set_effective_date("2026-03-10");
      act.date = made.today;
      break;
    case Action::kSupersede:
      made.other = Other(v1::RELATION_KIND_REPLACES);
      made.other->set_effective_date("2026-03-10");
      act.date = made.today;
      break;
    default:
      break;
  }
  return made;
}

// As the write path does: the number of the series, the name of the document.
void Life::Become(const Decision& decision) {
  now_.document = decision.change.document;
  if (now_.document.name().empty()) now_.document.set_name("documents/7");
  if (decision.change.allocate_number) {
    now_.document.set_registration_number(absl::StrCat("示例〔2026〕", ++numbers_given_, "号"));
  }
  facts_.push_back(decision.change.facts);
}

void Life::RunDue(std::vector<SystemAct>* happened) {
  for (int i = 0; i < 32; ++i) {
    const auto next = NextSystemAct(now_.document, now_.today);
    if (!next.has_value()) return;
    Case act = Prepare(next->action);
    act.act.clock = next->clock;
    const auto decision = act.Decide();
    ASSERT_TRUE(decision.ok()) << decision.status();
    Become(*decision);
    if (happened != nullptr) happened->push_back(*next);
  }
  FAIL() << "the document never comes to rest";
}

absl::StatusOr<Decision> Life::Do(const Case& act) {
  auto decision = act.Decide();
  if (!decision.ok()) return decision;
  Become(*decision);
  RunDue(nullptr);
  return decision;
}

std::vector<SystemAct> Life::Until(const char* iso) {
  std::vector<SystemAct> happened;
  for (const absl::CivilDay last = Day(iso); now_.today < last;) {
    ++now_.today;
    RunDue(&happened);
  }
  return happened;
}

void Life::To(v1::DocumentState state) {
  const auto step = [this](Action action) {
    const auto decision = Do(action);
    ASSERT_TRUE(decision.ok()) << ActionName(action) << ": " << decision.status();
  };
  if (state == v1::DOCUMENT_STATE_UNSPECIFIED) return;
  if (state == v1::DOCUMENT_STATE_LEGACY) return step(Action::kImport);
  step(Action::kCreate);
  if (state == v1::DOCUMENT_STATE_DRAFT) return;
  if (state == v1::DOCUMENT_STATE_WITHDRAWN) return step(Action::kWithdraw);
  step(Action::kSubmit);
  if (state == v1::DOCUMENT_STATE_SUBMITTED) return;
  if (state == v1::DOCUMENT_STATE_RETURNED) return step(Action::kReturn);
  if (state == v1::DOCUMENT_STATE_REFUSED) return step(Action::kRefuse);
  if (state == v1::DOCUMENT_STATE_NOT_NORMATIVE) return step(Action::kDetermineNotNormative);
  step(Action::kDetermineNormative);
  step(Action::kRegister);
  if (state == v1::DOCUMENT_STATE_REGISTERED) return;
  step(Action::kPublish);
  if (state == v1::DOCUMENT_STATE_PUBLISHED) return;
  Until("2026-06-01");
  if (state == v1::DOCUMENT_STATE_SUSPENDED) return step(Action::kSuspend);
  if (state == v1::DOCUMENT_STATE_REPEALED) return step(Action::kRepeal);
  if (state == v1::DOCUMENT_STATE_SUPERSEDED) return step(Action::kSupersede);
  if (state == v1::DOCUMENT_STATE_REVOKED) return step(Action::kRevoke);
  if (state == v1::DOCUMENT_STATE_LAPSED) Until("2031-05-01");
}

const v1::Clock* Life::clock(v1::ClockKind kind) const {
  const v1::Clock* newest = nullptr;
  for (const v1::Clock& clock : now_.document.clocks()) {
    if (clock.kind() == kind) newest = &clock;
  }
  return newest;
}

std::vector<std::string> Failed(const absl::Status& status) {
  std::vector<std::string> names;
  for (const error::ConditionViolation& violation : error::ConditionViolationsOf(status)) {
    names.push_back(violation.condition);
  }
  return names;
}

}  // namespace santong::document
