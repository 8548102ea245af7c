#include "tests/domain/document/life.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/domain/document/subject.h"
#include "server/domain/error/refusal.h"

namespace santong::document {
namespace {

constexpr char kText[] = "1111111111111111111111111111111111111111111111111111111111111111";
constexpr char kOtherText[] = "2222222222222222222222222222222222222222222222222222222222222222";

}  // namespace

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

void Case::LeaveOut(v1::EvidenceKind kind, v1::ExemptionReason reason) {
  v1::Evidence& proof = evidence(kind);
  proof = Proof(kind, proof.date().c_str());
  proof.set_conclusion(v1::CONCLUSION_NOT_APPLICABLE);
  proof.set_exemption_reason(reason);
  proof.set_note("见起草说明第三部分");
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
                                .renewal_notice = renewal_notice,
                                .document_number_taken = document_number_taken,
                                .cited_change_waits = cited_change_waits});
}

Life::Life() {
  now_.today = Day("2026-03-20");
  now_.leaves = PlainPolicy();
  now_.lead = IssuingOrgan(kLead, v1::ORGAN_KIND_DEPARTMENT, "平安区财政局");
  now_.co_issuer = IssuingOrgan(kCoIssuer, v1::ORGAN_KIND_DEPARTMENT, "平安区农业农村局");
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
    case Action::kRecordCongressFiling:
      act.decision = Proof(v1::EVIDENCE_KIND_CONGRESS_FILING, today.c_str());
      made.caller = Drafter();
      break;
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
    case Action::kRecordEvaluation:
      act.proposed = made.document;
      *act.proposed.mutable_internal()->add_evidence() =
          Proof(v1::EVIDENCE_KIND_EVALUATION, today.c_str());
      made.caller = Drafter();
      break;
    case Action::kCorrect:
    case Action::kAmend:
      act.has_text = true;
      act.text_sha256 = kOtherText;
      made.caller = Publisher();
      break;
    case Action::kCleanUpKeep:
    case Action::kCleanUpExtend:
    case Action::kCleanUpAmend:
    case Action::kCleanUpAnnounceEnd:
    case Action::kCleanUpRepeal:
    case Action::kCleanUpLapse:
      act.cleanup.set_campaign("campaigns/1");
      act.cleanup.set_notice("documents/9");
      act.cleanup.set_on_miss(v1::ON_MISS_LAPSES);
      act.date = action == Action::kCleanUpRepeal || action == Action::kCleanUpLapse
                     ? made.today
                     : made.today + 100;
      made.caller = access::SystemCaller();
      break;
    case Action::kDismissCitation:
      act.event = "events/5";
      made.cited_change_waits = true;
      break;
    case Action::kRevokeArticles:
      act.articles = {"第三条"};
      made.caller = access::SystemCaller();
      break;
    case Action::kTakeEffect:
    case Action::kLapse:
    case Action::kMarkOverdue:
    case Action::kFile:
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
    case Action::kRevokeArticles:
      act.decision = Proof(v1::EVIDENCE_KIND_AUTHORITY_DECISION, today.c_str());
      break;
    case Action::kContinueExtend:
    case Action::kContinueReregister:
    case Action::kContinueRenewNotice:
      act.decision = Proof(v1::EVIDENCE_KIND_EVALUATION, today.c_str());
      if (action == Action::kContinueRenewNotice)
        made.other = OtherDocument(v1::RELATION_KIND_CONTINUES);
      break;
    case Action::kAmend:
      made.other = OtherDocument(v1::RELATION_KIND_AMENDS);
      break;
    case Action::kRepeal:
      made.other = OtherDocument(v1::RELATION_KIND_REPEALS);
      made.other->set_effective_date("2026-03-10");
      act.date = made.today;
      break;
    case Action::kSupersede:
      made.other = OtherDocument(v1::RELATION_KIND_REPLACES);
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
