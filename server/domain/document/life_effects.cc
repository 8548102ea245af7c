// What correction, amendment, continuation, suspension and resumption write.
#include "server/domain/document/continuation.h"
#include "server/domain/document/effects.h"
#include "server/domain/document/other_document.h"
#include "server/domain/document/subject.h"
#include "server/domain/document/validity.h"
#include "server/domain/document/versions.h"

namespace santong::document {
namespace {

bool Continues(Action action) { return ContinueModeOf(action)[0] != '\0'; }

void ExtendTerm(const Facts& facts, Change& change) {
  const auto last = NewLastValidDay(facts);
  if (!last.has_value()) return;
  v1::Term* term = change.document.mutable_term();
  NoteTermBefore(*term, change.facts);
  const bool is_given = facts.act.date.has_value();
  term->set_last_valid_date(IsoDay(*last));
  // Those of the old term say nothing of this one.
  term->set_years(
      is_given ? 0 : DefaultTermYears(TermKindOf(facts.document), facts.policy).value_or(0));
  term->set_computed(!is_given);
  term->set_by_stated_years(false);
  CountExtension(&change.document);
  change.facts["last_valid_date"] = term->last_valid_date();
}

void KeepFormerNumber(const Facts& facts, Change& change) {
  v1::Document& document = change.document;
  v1::FormerNumber* former = document.add_former_numbers();
  former->set_registration_number(document.registration_number());
  former->set_registered_date(document.registered_date());
  former->set_last_valid_date(facts.document.term().last_valid_date());
  change.facts["former_number"] = former->registration_number();
  document.clear_registration_number();
  document.set_registered_date(IsoDay(facts.today));
  document.mutable_internal()->set_registrar(facts.caller.principal);
  change.facts["registered_date"] = document.registered_date();
}

}  // namespace

constinit const Effect kAddCorrection = {
    .name = "AddCorrection", .zh = "增加勘误文本", .apply = AddCorrection};

constinit const Effect kAddAmendment = {.name = "AddAmendment",
                                        .zh = "增加修改后的文本",
                                        .apply = [](const Facts& facts, Change& change) {
                                          if (auto first = DayOf(FirstDayOfAmendment(facts)))
                                            AddAmendment(facts, *first, change);
                                        }};

constinit const Effect kMarkRelationApplied = {.name = "MarkRelationApplied",
                                               .zh = "标记关联已办理",
                                               .apply = [](const Facts& facts, Change& change) {
                                                 if (facts.other == nullptr) return;
                                                 change.mark_relation_applied = true;
                                                 if (Continues(facts.act.action))
                                                   change.facts["renewal_notice"] =
                                                       facts.other->name();
                                               }};

constinit const Effect kAttachDecision = {
    .name = "AttachDecision",
    .zh = "归入所依据的决定或者评估",
    .apply = [](const Facts& facts, Change& change) {
      if (facts.act.decision.document_title().empty()) return;
      v1::Evidence* evidence = change.document.mutable_internal()->add_evidence();
      *evidence = facts.act.decision;
      evidence->set_kind(Continues(facts.act.action) ? v1::EVIDENCE_KIND_EVALUATION
                                                     : v1::EVIDENCE_KIND_AUTHORITY_DECISION);
    }};

constinit const Effect kNoteEvaluation = {
    .name = "NoteEvaluation", .zh = "记录评估", .apply = [](const Facts&, Change& change) {
      const v1::Evidence* evaluation = Latest(change.document, v1::EVIDENCE_KIND_EVALUATION);
      if (evaluation == nullptr) return;
      change.facts["evaluated_date"] = evaluation->date();
      change.facts["evaluation"] = evaluation->document_title();
    }};

constinit const Effect kExtendTerm = {
    .name = "ExtendTerm", .zh = "延长有效期", .apply = ExtendTerm};

constinit const Effect kKeepFormerNumber = {
    .name = "KeepFormerNumber", .zh = "保留原登记号", .apply = KeepFormerNumber};

constinit const Effect kRecordSuspension = {
    .name = "RecordSuspension",
    .zh = "记录中止执行",
    .apply = [](const Facts& facts, Change& change) {
      v1::Suspension* suspension = change.document.add_suspensions();
      suspension->set_from_date(IsoDay(facts.today));
      suspension->set_reason(facts.act.reason);
      change.facts["suspended_from"] = suspension->from_date();
    }};

constinit const Effect kRecordResumption = {
    .name = "RecordResumption",
    .zh = "记录恢复执行",
    .apply = [](const Facts& facts, Change& change) {
      v1::Document& document = change.document;
      if (document.suspensions_size() == 0) return;
      v1::Suspension* suspension = document.mutable_suspensions(document.suspensions_size() - 1);
      suspension->set_to_date(IsoDay(facts.today - 1));  // it is executed again from today on
      change.facts["suspended_from"] = suspension->from_date();
      change.facts["suspended_to"] = suspension->to_date();
    }};

}  // namespace santong::document
