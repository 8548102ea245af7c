#include "server/domain/objection/effects.h"

#include "absl/strings/str_cat.h"
#include "server/domain/document/subject.h"

namespace santong::objection {

const Effect kRecordObjection = {
    "RecordObjection", "记录异议", [](const Facts& facts, Change& change) {
      v1::Objection& objection = change.objection;
      objection.set_document(facts.document.name());
      objection.set_title(facts.document.title());
      for (const std::string& article : facts.act.articles) objection.add_articles(article);
      objection.set_ground(facts.act.ground);
      objection.set_jurisdiction(facts.document.jurisdiction());
      objection.set_issuer(std::string(document::LeadIssuer(facts.document)));
      objection.set_lodged_date(document::IsoDay(facts.today));
      objection.mutable_internal()->set_reasons(facts.act.text);
      for (const std::string& repeat : facts.repeats) {
        objection.mutable_internal()->add_repeats(repeat);
      }
      change.facts["document"] = objection.document();
      change.facts["ground"] = v1::ObjectionGround_Name(facts.act.ground);
    }};

const Effect kRecordSupplementRequest = {
    "RecordSupplementRequest", "记录补正事项", [](const Facts& facts, Change& change) {
      auto* internal = change.objection.mutable_internal();
      internal->clear_supplement_items();
      for (const std::string& item : facts.act.items) internal->add_supplement_items(item);
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
      change.facts["refusal"] = v1::ObjectionRefusal_Name(facts.act.refusal);
    }};

const Effect kRecordTransfer = {"RecordTransfer", "记录移送",
                                [](const Facts& facts, Change& change) {
                                  change.objection.set_transferred_to(facts.act.transfer_to);
                                  change.objection.set_explanation(facts.act.text);
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

const Effect kRecordRecheckRequest = {
    "RecordRecheckRequest", "记录复核申请", [](const Facts& facts, Change& change) {
      change.objection.mutable_internal()->set_recheck_reasons(facts.act.text);
    }};

const Effect kRecordExtension = {
    "RecordExtension", "记录延期", [](const Facts& facts, Change& change) {
      change.objection.set_extended(true);
      change.objection.mutable_internal()->set_extension_reason(facts.act.text);
    }};

const Effect kRecordDecision = {
    "RecordDecision", "记录审查决定", [](const Facts& facts, Change& change) {
      *change.objection.mutable_decision() = facts.act.decision;
      change.objection.mutable_decision()->set_date(document::IsoDay(facts.today));
      change.facts["outcome"] = v1::ObjectionOutcome_Name(facts.act.decision.outcome());
      if (!facts.act.decision.correct_by_date().empty()) {
        change.facts["correct_by_date"] = facts.act.decision.correct_by_date();
      }
    }};

const Effect kRecordOwnMotion = {"RecordOwnMotion", "记录依职权继续审查",
                                 [](const Facts& facts, Change& change) {
                                   change.objection.set_own_motion(true);
                                   change.objection.set_explanation(facts.act.text);
                                 }};

}  // namespace santong::objection
