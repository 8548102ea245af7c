#include "server/domain/objection/effects.h"

#include "absl/strings/str_cat.h"
#include "server/domain/document/subject.h"
#include "server/domain/workflow/clocks.h"
#include "server/domain/workflow/describe.h"

namespace santong::objection {
namespace {

// Who is late is watched by the level above, the issuer by its reviewer; a lodger by nobody.
std::string OverseerOf(const Facts& facts, v1::ClockKind kind) {
  switch (kind) {
    case v1::CLOCK_KIND_OBJECTION_SUPPLEMENT:
      return "";
    case v1::CLOCK_KIND_OBJECTION_ISSUER_REPLY:
    case v1::CLOCK_KIND_OBJECTION_OPINION:
    case v1::CLOCK_KIND_OBJECTION_CORRECTION:
      return facts.objection.jurisdiction();
    default:
      return facts.reviewer_parent;
  }
}

void ActOnDocument(document::Action action, const Facts& facts, Change& change) {
  document::Act act{.action = action};
  act.reason = facts.act.text;
  act.decision = facts.act.authority_decision;
  act.by_case = true;
  act.articles = facts.act.articles;
  change.document_act = std::move(act);
  *change.objection.mutable_authority_decision() = facts.act.authority_decision;
}

}  // namespace

const Effect kRecordObjection = {
    "RecordObjection", "记录异议", [](const Facts& facts, Change& change) {
      v1::Objection& objection = change.objection;
      objection.set_document(facts.document.name());
      objection.set_title(facts.document.title());
      for (const std::string& article : facts.act.articles) objection.add_articles(article);
      objection.set_ground(facts.act.ground);
      objection.set_jurisdiction(facts.document.jurisdiction());
      objection.set_issuer(std::string(document::LeadIssuer(facts.document)));
      // What the office was sent came when it was received, not when it was recorded.
      objection.set_lodged_date(facts.act.received_date.empty() ? document::IsoDay(facts.today)
                                                                : facts.act.received_date);
      objection.mutable_internal()->set_reasons(facts.act.text);
      for (const std::string& repeat : facts.repeats) {
        objection.mutable_internal()->add_repeats(repeat);
      }
      change.facts["document"] = objection.document();
      change.facts["ground"] = v1::ObjectionGround_Name(facts.act.ground);
      if (facts.act.action != Action::kRecordSource) return;
      objection.set_origin(facts.act.origin);
      objection.mutable_internal()->set_source_document(facts.act.source_document);
      change.facts["origin"] = v1::ObjectionOrigin_Name(facts.act.origin);
    }};

const Effect kRecordSupplementRequest = {
    "RecordSupplementRequest", "记录补正事项", [](const Facts& facts, Change& change) {
      auto* internal = change.objection.mutable_internal();
      internal->clear_supplement_items();
      for (const std::string& item : facts.act.items) internal->add_supplement_items(item);
      change.objection.set_supplement_requested_date(document::IsoDay(facts.today));
      change.facts["items"] = absl::StrCat(facts.act.items.size());
    }};

const Effect kRecordSupplement = {
    "RecordSupplement", "记录补正", [](const Facts& facts, Change& change) {
      change.objection.mutable_internal()->add_supplements(facts.act.text);
    }};

const Effect kRecordRefusal = {
    "RecordRefusal", "记录不予受理的理由", [](const Facts& facts, Change& change) {
      change.objection.set_refusal(facts.act.refusal);
      change.objection.set_explanation(facts.act.text);
      change.objection.set_ended_date(document::IsoDay(facts.today));
      change.facts["refusal"] = v1::ObjectionRefusal_Name(facts.act.refusal);
    }};

const Effect kRecordTransfer = {"RecordTransfer", "记录移送",
                                [](const Facts& facts, Change& change) {
                                  change.objection.set_transferred_to(facts.act.transfer_to);
                                  change.objection.set_explanation(facts.act.text);
                                  change.objection.set_ended_date(document::IsoDay(facts.today));
                                  change.facts["transferred_to"] = facts.act.transfer_to;
                                }};

const Effect kRecordQuestion = {
    "RecordQuestion", "记录征求意见的问题", [](const Facts& facts, Change& change) {
      change.objection.mutable_internal()->set_opinion_question(facts.act.text);
    }};

const Effect kRecordAnswer = {
    "RecordAnswer", "记录制定机关的答复", [](const Facts& facts, Change& change) {
      change.objection.mutable_internal()->add_issuer_answers(facts.act.text);
    }};

const Effect kRecordAnswerToLodger = {
    "RecordAnswerToLodger", "记录答复异议人的日期", [](const Facts& facts, Change& change) {
      change.objection.set_answered_date(document::IsoDay(facts.today));
    }};

const Effect kRecordDelivery = {
    "RecordDelivery", "记录制定机关答复的送达", [](const Facts& facts, Change& change) {
      change.objection.set_answer_delivered_date(document::IsoDay(facts.today));
      change.objection.mutable_internal()->set_answer_manner(facts.act.text);
    }};

const Effect kRecordRecheckRequest = {
    "RecordRecheckRequest", "记录复核申请", [](const Facts& facts, Change& change) {
      change.objection.mutable_internal()->set_recheck_reasons(facts.act.text);
      change.objection.mutable_internal()->set_recheck_by_joined(facts.joined != nullptr);
    }};

const Effect kPassToRechecker = {
    "PassToRechecker", "转复核机构", [](const Facts& facts, Change& change) {
      change.objection.set_jurisdiction(
          RecheckerOf(facts.document, facts.lead_issuer, facts.document_parent));
      change.facts["jurisdiction"] = change.objection.jurisdiction();
    }};

const Effect kRecordExtension = {
    "RecordExtension", "记录延期", [](const Facts& facts, Change& change) {
      change.objection.set_extended(true);
      change.objection.set_extended_date(document::IsoDay(facts.today));
      change.objection.mutable_internal()->set_extension_reason(facts.act.text);
      change.objection.mutable_internal()->set_extension_approved_by(facts.act.approved_by);
    }};

const Effect kRecordDecision = {
    "RecordDecision", "记录审查决定", [](const Facts& facts, Change& change) {
      *change.objection.mutable_decision() = facts.act.decision;
      change.objection.mutable_decision()->set_date(document::IsoDay(facts.today));
      change.objection.set_decided_version(
          static_cast<int>(document::NewestVersion(facts.document)));
      change.facts["outcome"] = v1::ObjectionOutcome_Name(facts.act.decision.outcome());
      if (!facts.act.decision.correct_by_date().empty()) {
        change.facts["correct_by_date"] = facts.act.decision.correct_by_date();
      }
    }};

const Effect kRecordOwnMotion = {"RecordOwnMotion", "记录依职权继续审查",
                                 [](const Facts& facts, Change& change) {
                                   change.objection.set_own_motion(true);
                                   change.objection.clear_ended_date();
                                   change.objection.set_explanation(facts.act.text);
                                 }};

const Effect kRecordAcceptance = {
    "RecordAcceptance", "记录受理", [](const Facts& facts, Change& change) {
      change.objection.set_accepted_date(document::IsoDay(facts.today));
    }};

const Effect kRecordEnd = {"RecordEnd", "记录终止", [](const Facts& facts, Change& change) {
                             change.objection.set_ended_date(document::IsoDay(facts.today));
                           }};

const Effect kRecordOneWithdrawal = {
    "RecordOneWithdrawal", "记录本人撤回，为并入的其他人继续办理",
    [](const Facts&, Change& change) { change.objection.set_lodger_withdrew(true); }};

const Effect kRecordCorrection = {
    "RecordCorrection", "记录改正情况", [](const Facts& facts, Change& change) {
      v1::Objection& objection = change.objection;
      objection.set_correction(facts.act.text);
      if (objection.settled_date().empty())
        objection.set_settled_date(document::IsoDay(facts.today));
      change.facts["version"] = absl::StrCat(document::NewestVersion(facts.document));
    }};

const Effect kNoteCorrection = {
    "NoteCorrection", "记录文件的改正", [](const Facts& facts, Change& change) {
      change.objection.set_correction(document::CorrectionInWords(facts.document));
      change.objection.set_settled_date(document::IsoDay(facts.today));
      change.facts["version"] = absl::StrCat(document::NewestVersion(facts.document));
    }};

const Effect kRecordReply = {
    "RecordReply", "记录答复的送达", [](const Facts& facts, Change& change) {
      change.objection.set_replied_date(document::IsoDay(facts.today));
      change.objection.mutable_internal()->set_reply_manner(facts.act.text);
    }};

const Effect kSuspendTheDocument = {"SuspendTheDocument", "中止文件的执行",
                                    [](const Facts& facts, Change& change) {
                                      ActOnDocument(document::Action::kSuspend, facts, change);
                                    }};

const Effect kRevokeTheDocument = {
    "RevokeTheDocument", "撤销文件", [](const Facts& facts, Change& change) {
      ActOnDocument(document::Action::kRevoke, facts, change);
      change.objection.set_settled_date(document::IsoDay(facts.today));
    }};

const Effect kRevokeTheArticles = {
    "RevokeTheArticles", "撤销文件的部分条款", [](const Facts& facts, Change& change) {
      ActOnDocument(document::Action::kRevokeArticles, facts, change);
      change.document_act_is_the_systems = true;
      change.objection.set_settled_date(document::IsoDay(facts.today));
    }};

const Effect kRecordJoin = {"RecordJoin", "记录并案", [](const Facts& facts, Change& change) {
                              change.objection.set_joined_to(facts.lead->name());
                              change.facts["joined_to"] = facts.lead->name();
                            }};

const Effect kNoteIssuersAnswer = {
    "NoteIssuersAnswer", "记录制定机关答复所并入案件的日期",
    [](const Facts& facts, Change& change) {
      change.objection.set_answered_date(facts.lead->answered_date());
      change.facts["joined_to"] = facts.lead->name();
    }};

const Effect kTakeOverAnswer = {"TakeOverAnswer", "记录所并入案件的决定和答复",
                                [](const Facts& facts, Change& change) {
                                  v1::Objection& objection = change.objection;
                                  if (facts.lead->has_decision()) {
                                    *objection.mutable_decision() = facts.lead->decision();
                                    objection.set_decided_version(facts.lead->decided_version());
                                  }
                                  objection.set_answered_date(facts.lead->answered_date());
                                  *objection.mutable_internal()->mutable_issuer_answers() =
                                      facts.lead->internal().issuer_answers();
                                  change.facts["joined_to"] = facts.lead->name();
                                }};

const Effect kRecordEvidence = {
    "RecordEvidence", "记录证据", [](const Facts& facts, Change& change) {
      v1::ObjectionInternal& internal = *change.objection.mutable_internal();
      const int number = internal.evidence_size() + 1;
      v1::ObjectionEvidence& evidence = *internal.add_evidence();
      evidence = facts.act.evidence;
      evidence.set_number(number);
      evidence.set_date(document::IsoDay(facts.today));
      change.facts["number"] = absl::StrCat(number);
      change.facts["media_type"] = evidence.media_type();
      change.facts["size_bytes"] = absl::StrCat(evidence.size_bytes());
    }};

const Effect kRecordErasure = {"RecordErasure", "销毁个人信息的密钥",
                               [](const Facts& facts, Change& change) {
                                 change.objection.set_erased_date(document::IsoDay(facts.today));
                               }};

const Effect kNoteOverdueClock = {
    "NoteOverdueClock", "记录逾期的期限，交上一级督办", [](const Facts& facts, Change& change) {
      const v1::ClockKind kind = facts.act.clock;
      workflow::Escalate(*change.objection.mutable_clocks(), kind, facts.today,
                         OverseerOf(facts, kind), change.facts);
    }};

}  // namespace santong::objection
