// An objection and an act with everything that Decide is asked with, by value, so that a test can
// change one thing; each act as it could pass.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/domain/document/subject.h"
#include "server/domain/error/refusal.h"
#include "server/domain/objection/decide.h"
#include "server/domain/policy/leaf.h"

namespace santong::objection {

inline constexpr char kIssuer[] = "jurisdictions/630203/organs/civil-affairs";
inline constexpr char kOffice[] = "jurisdictions/630203/organs/legal-office";
inline constexpr char kDistrict[] = "jurisdictions/630203";
inline constexpr char kCity[] = "jurisdictions/630200";
inline const absl::CivilDay kToday(2026, 3, 2);

inline v1::PolicyLeaf Period(const char* key, int days) {
  v1::PolicyLeaf leaf;
  leaf.set_key(key);
  leaf.set_number(days);
  leaf.set_unit(v1::PERIOD_UNIT_CALENDAR_DAYS);
  leaf.set_article("试行办法第一条");
  return leaf;
}

inline std::vector<v1::PolicyLeaf> Leaves(const char* route) {
  std::vector<v1::PolicyLeaf> leaves;
  for (const char* key : {policy::kObjectionReplyDays, policy::kObjectionExtendDays,
                          policy::kObjectionAdviceReplyDays, policy::kObjectionCorrectionNoticeDays,
                          policy::kObjectionSupplementDays, policy::kObjectionOpinionDays,
                          policy::kObjectionRecheckApplyDays, policy::kObjectionRecheckReplyDays,
                          policy::kReviewRevokeDays, policy::kObjectionTransferDays,
                          policy::kObjectionRefusalNoticeDays, policy::kObjectionFeedbackDays,
                          policy::kObjectionRetention}) {
    leaves.push_back(Period(key, 30));
  }
  for (const auto& [key, number] :
       {std::pair(policy::kObjectionEvidenceMib, 1), std::pair(policy::kObjectionEvidenceMax, 2)}) {
    v1::PolicyLeaf count;
    count.set_key(key);
    count.set_number(number);
    leaves.push_back(count);
  }
  v1::PolicyLeaf types;
  types.set_key(policy::kObjectionEvidenceTypes);
  types.mutable_list()->add_items("application/pdf");
  leaves.push_back(types);
  v1::PolicyLeaf lodgers;
  lodgers.set_key(policy::kObjectionLodgers);
  lodgers.mutable_list()->add_items("公民");
  leaves.push_back(lodgers);
  v1::PolicyLeaf step;
  step.set_key(policy::kObjectionRoute);
  step.set_text(route);
  leaves.push_back(step);
  return leaves;
}

struct Case {
  v1::Objection objection;
  Act act{};
  access::Caller caller;
  absl::CivilDay today = kToday;
  const char* route = "one_step";
  const char* absent_leaf = "";  // of which the place has no rule
  v1::Document document;
  bool document_is_public = true;
  std::optional<v1::Objection> lead;
  std::optional<v1::Objection> joined;
  bool others_are_joined = false;
  v1::Organ organ;

  absl::StatusOr<Decision> Decide() const {
    std::vector<v1::PolicyLeaf> leaves = Leaves(route);
    for (v1::PolicyLeaf& leaf : leaves) {
      if (leaf.key() == absent_leaf) leaf.set_absent(true);
    }
    const policy::PolicyView policy = policy::ViewOf(std::move(leaves));
    const calendar::Calendar calendar;
    return objection::Decide(Facts{.objection = objection,
                                   .act = act,
                                   .caller = caller,
                                   .today = today,
                                   .policy = policy,
                                   .calendar = calendar,
                                   .document = document,
                                   .document_is_public = document_is_public,
                                   .repeats = {},
                                   .lead_issuer = &organ,
                                   .document_parent = kCity,
                                   .reviewer_parent = kCity,
                                   .lead = lead.has_value() ? &*lead : nullptr,
                                   .joined = joined.has_value() ? &*joined : nullptr,
                                   .others_are_joined = others_are_joined});
  }
};

inline access::Caller Someone(v1::Role role) {
  if (role == v1::ROLE_PUBLIC) return access::PublicCaller();
  if (role == v1::ROLE_SYSTEM) return access::SystemCaller();
  return {.principal = "principals/x",
          .organ = role == v1::ROLE_DRAFTER ? kIssuer : kOffice,
          .jurisdiction = kDistrict,
          .roles = {role}};
}

inline void Arm(Case& c, v1::ClockKind kind, const char* due) {
  v1::Clock* clock = c.objection.add_clocks();
  clock->set_kind(kind);
  clock->set_state(v1::CLOCK_STATE_RUNNING);
  clock->set_start_date("2026-02-01");
  clock->set_limit(30);
  clock->set_unit(v1::PERIOD_UNIT_CALENDAR_DAYS);
  clock->set_due_date(due);
}

inline bool IsTheSystems(Action action) { return *ActionMethod(action) == '\0'; }

// The clock that runs in a state.
inline v1::ClockKind ClockOf(v1::ObjectionState state, Action action) {
  if (action == Action::kErase) return v1::CLOCK_KIND_OBJECTION_RETENTION;
  // What the issuer answered is to be handed over; from then on a re-check may be asked for.
  if (state == v1::OBJECTION_STATE_ANSWERED &&
      (action == Action::kReply || action == Action::kMarkOverdue))
    return v1::CLOCK_KIND_OBJECTION_FEEDBACK;
  // To whoever was joined, too.
  if (state == v1::OBJECTION_STATE_JOINED &&
      (action == Action::kAwaitDecision || action == Action::kMarkOverdue))
    return v1::CLOCK_KIND_OBJECTION_FEEDBACK;
  switch (state) {
    case v1::OBJECTION_STATE_RECEIVED:
      return v1::CLOCK_KIND_OBJECTION_FORM_CHECK;
    case v1::OBJECTION_STATE_SUPPLEMENT_REQUESTED:
      return v1::CLOCK_KIND_OBJECTION_SUPPLEMENT;
    case v1::OBJECTION_STATE_WITH_ISSUER:
      return v1::CLOCK_KIND_OBJECTION_ISSUER_REPLY;
    case v1::OBJECTION_STATE_ANSWERED:
      return v1::CLOCK_KIND_OBJECTION_RECHECK_REQUEST;
    case v1::OBJECTION_STATE_REVIEWING:
      return v1::CLOCK_KIND_OBJECTION_REPLY;
    case v1::OBJECTION_STATE_OPINION_REQUESTED:
      return v1::CLOCK_KIND_OBJECTION_OPINION;
    case v1::OBJECTION_STATE_CORRECTING:
      return v1::CLOCK_KIND_OBJECTION_CORRECTION;
    case v1::OBJECTION_STATE_REVOKING:
      return v1::CLOCK_KIND_OBJECTION_REVOCATION;
    case v1::OBJECTION_STATE_DECIDED:
    case v1::OBJECTION_STATE_CLOSED:
      return v1::CLOCK_KIND_OBJECTION_FEEDBACK;
    default:
      return v1::CLOCK_KIND_UNSPECIFIED;
  }
}

// A case in which the act could pass, in that state.
inline Case Prepare(v1::ObjectionState state, Action action) {
  Case c;
  c.document.set_name("documents/7");
  c.document.set_title("救助办法");
  c.document.set_jurisdiction(kDistrict);
  c.document.add_issuers()->set_organ(kIssuer);
  if (state != v1::OBJECTION_STATE_UNSPECIFIED) {
    c.objection.set_name("objections/1");
    c.objection.set_jurisdiction(kDistrict);
    c.objection.set_issuer(kIssuer);
    c.objection.set_document("documents/7");
  }
  c.objection.set_state(state);
  c.act.action = action;
  c.act.text = "因为与上位法相抵触";
  c.act.items = {"授权委托书"};
  c.act.refusal = v1::OBJECTION_REFUSAL_UNFOUNDED;
  c.act.transfer_to = "海东市司法局";
  c.act.approved_by = "区司法局局长";
  c.act.decision.set_outcome(v1::OBJECTION_OUTCOME_LAWFUL);
  c.act.decision.set_reasons("第二条与上位法相抵触");
  if (action == Action::kOrderCorrection) {
    c.act.decision.set_outcome(v1::OBJECTION_OUTCOME_CORRECT);
    c.act.decision.set_correct_by_date("2026-06-01");
  }
  c.act.authority_decision.set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  c.act.authority_decision.set_document_title("区人民政府决定");
  c.act.authority_decision.set_person("区长");
  c.act.authority_decision.set_date("2026-03-01");
  c.act.evidence.set_media_type("application/pdf");
  c.act.evidence.set_size_bytes(1000);
  if (IsTheSystems(action) && action != Action::kNoticeCorrection)
    c.act.clock = ClockOf(state, action);
  if (action == Action::kReportCorrection || action == Action::kNoticeCorrection)
    c.document.set_state(v1::DOCUMENT_STATE_REPEALED);
  if (action == Action::kReportCorrection && state == v1::OBJECTION_STATE_CLOSED) {
    c.objection.set_correction("文件已经修改");
    c.objection.set_settled_date("2026-03-01");
  }
  if (action == Action::kReply)
    c.objection.mutable_decision()->set_outcome(v1::OBJECTION_OUTCOME_LAWFUL);
  if (action == Action::kJoin || action == Action::kAnswerJoined) {
    c.lead.emplace();
    c.lead->set_name("objections/2");
    c.lead->set_document("documents/7");
    c.lead->set_jurisdiction(kDistrict);
    c.lead->set_state(action == Action::kJoin ? v1::OBJECTION_STATE_REVIEWING
                                              : v1::OBJECTION_STATE_DECIDED);
  }
  // The issuer answered the case that it is joined to; where that has ended, nobody objected to it.
  if (action == Action::kGoOnAlone || action == Action::kAwaitDelivery ||
      action == Action::kAwaitDecision ||
      (action == Action::kReply && state == v1::OBJECTION_STATE_JOINED)) {
    c.lead.emplace();
    c.lead->set_name("objections/2");
    c.lead->set_answered_date("2026-02-20");
    c.lead->set_state(action == Action::kGoOnAlone       ? v1::OBJECTION_STATE_CLOSED
                      : action == Action::kAwaitDecision ? v1::OBJECTION_STATE_REVIEWING
                                                         : v1::OBJECTION_STATE_ANSWERED);
  }
  c.act.lodger.set_kind(v1::LODGER_KIND_CITIZEN);
  c.act.lodger.set_display_name("张三");
  c.act.lodger.set_contact("0972-8612345");
  if (action == Action::kRecordSource) {
    c.act.origin = v1::OBJECTION_ORIGIN_JUDICIAL_ADVICE;
    c.act.source_document = "（2026）青02行终1号司法建议书";
  }
  if (action == Action::kRevokeArticles) c.act.articles = {"第三条"};
  if (action == Action::kSendToIssuer) c.route = "two_step";
  // The clock of the state, which has run out where the act waits for that.
  const bool over =
      IsTheSystems(action) || action == Action::kReject || action == Action::kTakeOver ||
      (state == v1::OBJECTION_STATE_SUPPLEMENT_REQUESTED && action != Action::kSupplement) ||
      (state == v1::OBJECTION_STATE_WITH_ISSUER && action == Action::kRequestRecheck) ||
      state == v1::OBJECTION_STATE_OPINION_REQUESTED || action == Action::kSuspendDocument ||
      action == Action::kRevokeDocument || action == Action::kRevokeArticles;
  if (const auto kind = ClockOf(state, action); kind != v1::CLOCK_KIND_UNSPECIFIED)
    Arm(c, kind, over ? "2026-03-01" : "2026-03-02");
  // The review's own days count on while the opinion is awaited.
  if (action == Action::kExtend && state == v1::OBJECTION_STATE_OPINION_REQUESTED)
    Arm(c, v1::CLOCK_KIND_OBJECTION_REPLY, "2026-03-02");
  for (const Row& row : Table()) {
    if (row.action == action) c.caller = Someone(row.roles[0]);
  }
  return c;
}

inline Case PassingCase(const Row& row) { return Prepare(row.from, row.action); }

inline std::vector<std::string> Failed(const absl::Status& status) {
  std::vector<std::string> names;
  for (const auto& violation : error::ConditionViolationsOf(status))
    names.push_back(violation.condition);
  return names;
}

}  // namespace santong::objection
