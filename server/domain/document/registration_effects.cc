// What drafting, submission, determination and registration write.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/domain/document/completion.h"
#include "server/domain/document/duty_separation.h"
#include "server/domain/document/effects.h"
#include "server/domain/document/subject.h"
#include "server/domain/document/validity.h"
#include "server/domain/document/versions.h"
#include "server/domain/policy/leaf.h"

namespace santong::document {
namespace {

void RecordRegistration(const Facts& facts, Change& change) {
  v1::Document& document = change.document;
  document.set_registered_date(IsoDay(facts.today));
  document.mutable_internal()->set_registrar(facts.caller.principal);
  change.facts["registered_date"] = document.registered_date();
  change.facts["effective_date"] = document.effective_date();
  change.facts["openness"] = v1::Openness_Name(document.openness());
  NoteVersion(NewestVersion(document), change);
}

void ComputeTerm(const Facts& facts, Change& change) {
  v1::Document& document = change.document;
  v1::Term* term = document.mutable_term();
  const v1::TermKind kind = TermKindOf(document);
  if (kind != v1::TERM_KIND_NONE && (term->last_valid_date().empty() || term->computed())) {
    const auto last = LastValidDayOf(document, facts.policy);
    if (last.has_value()) {
      // The default years of an earlier computation stand there too.
      const v1::Term& before = facts.document.term();
      const bool was_default =
          before.computed() && !before.by_stated_years() && before.years() == term->years();
      term->set_by_stated_years(term->years() > 0 && !was_default);
      if (term->years() == 0) term->set_years(DefaultTermYears(kind, facts.policy).value_or(0));
      term->set_kind(kind);
      term->set_last_valid_date(IsoDay(*last));
      term->set_computed(true);
    }
  }
  if (!term->last_valid_date().empty()) change.facts["last_valid_date"] = term->last_valid_date();
}

void RecordOverrides(const Facts& facts, Change& change) {
  std::vector<absl::string_view> names;
  for (const Condition* condition : OverriddenConditions(facts)) {
    names.push_back(condition->name);
    change.document.mutable_internal()->add_overrides(
        absl::StrCat(condition->name, ": ", facts.act.override_reason));
  }
  if (!names.empty()) change.facts["overridden"] = absl::StrJoin(names, ",");
}

void ListCompletionItems(const Facts& facts, Change& change) {
  v1::Document& document = change.document;
  document.clear_completion_items();
  if (!document.urgent()) return;
  std::vector<absl::string_view> names;
  for (const Condition* condition : OpenConditions(document, facts)) {
    v1::CompletionItem* item = document.add_completion_items();
    item->set_condition(condition->name);
    item->set_title_zh(condition->zh);
    names.push_back(condition->name);
  }
  if (!names.empty()) change.facts["left_open"] = absl::StrJoin(names, ",");
}

void MarkCompletionItems(const Facts& facts, Change& change) {
  std::vector<absl::string_view> names;
  for (v1::CompletionItem& item : *change.document.mutable_completion_items()) {
    if (item.done() || !IsMadeGood(item, change.document, facts)) continue;
    item.set_done(true);
    item.set_done_date(IsoDay(facts.today));
    names.push_back(item.condition());
  }
  if (!names.empty()) change.facts["made_good"] = absl::StrJoin(names, ",");
}

void RecordDetermination(const Facts& facts, Change& change) {
  v1::Determination* determination = change.document.mutable_internal()->mutable_determination();
  const bool normative = facts.act.action == Action::kDetermineNormative;
  determination->Clear();
  determination->set_normative(normative);
  if (!normative) determination->set_reason(facts.act.not_normative_reason);
  determination->set_note(facts.act.reason);
  determination->set_principal(facts.caller.principal);
  determination->set_date(IsoDay(facts.today));
  // The determination is internal; what comes of it for reliance is everyone's.
  change.document.set_not_normative_date(normative ? "" : determination->date());
  change.facts["normative"] = normative ? "true" : "false";
  if (!normative)
    change.facts["reason_code"] = v1::NotNormativeReason_Name(facts.act.not_normative_reason);
}

}  // namespace

constinit const Effect kRecordCreator = {
    .name = "RecordCreator", .zh = "记录起草人员", .apply = [](const Facts& facts, Change& change) {
      change.document.mutable_internal()->set_creator(facts.caller.principal);
    }};

constinit const Effect kStoreText = {.name = "StoreText", .zh = "保存正文", .apply = StoreText};

constinit const Effect kRecordSubmission = {
    .name = "RecordSubmission", .zh = "记录申请", .apply = [](const Facts& facts, Change& change) {
      v1::DocumentInternal* internal = change.document.mutable_internal();
      internal->set_submitter(facts.caller.principal);
      internal->set_submitted_version(NewestVersion(change.document));
      NoteVersion(internal->submitted_version(), change);
    }};

// A duty of the reviewing office: told, and no bar to the document. Hebei does not count the time
// of consultations, which the evidence's note may state.
constinit const Effect kNoteLateOpinion = {
    .name = "NoteLateOpinion",
    .zh = "合法性审核意见超过规定期限的，记入事项，不影响登记",
    .apply = [](const Facts& facts, Change& change) {
      const auto missed = MissedLegalityDay(change.document, facts);
      if (!missed.has_value()) return;
      change.facts["legality_due_date"] = IsoDay(*missed);
      change.facts["legality_late"] = "true";
    }};

constinit const Effect kRecordDetermination = {
    .name = "RecordDetermination", .zh = "记录认定", .apply = RecordDetermination};

constinit const Effect kRecordReturn = {
    .name = "RecordReturn", .zh = "记录补正事项", .apply = [](const Facts& facts, Change& change) {
      v1::DocumentInternal* internal = change.document.mutable_internal();
      internal->clear_return_items();
      for (const std::string& item : facts.act.items) internal->add_return_items(item);
      internal->set_times_returned(internal->times_returned() + 1);
    }};

constinit const Effect kRecordRefusal = {
    .name = "RecordRefusal",
    .zh = "记录不予登记的理由",
    .apply = [](const Facts& facts, Change& change) {
      change.document.mutable_internal()->set_refusal(facts.act.reason);
    }};

constinit const Effect kAllocateRegistrationNumber = {
    .name = "AllocateRegistrationNumber",
    .zh = "编统一登记号",
    .apply = [](const Facts& facts, Change& change) {
      change.allocate_number = true;
      // Read where the series is raised, which is no part of the rules.
      facts.policy.Note(policy::kNumberScope);
      facts.policy.Note(policy::kNumberReset);
    }};

constinit const Effect kRecordRegistration = {
    .name = "RecordRegistration", .zh = "记录登记", .apply = RecordRegistration};

constinit const Effect kRecordOverrides = {
    .name = "RecordOverrides", .zh = "记录职责分离例外的理由", .apply = RecordOverrides};

constinit const Effect kComputeTerm = {
    .name = "ComputeTerm", .zh = "推算最后有效日", .apply = ComputeTerm};

constinit const Effect kListCompletionItems = {
    .name = "ListCompletionItems", .zh = "列出紧急程序补办事项", .apply = ListCompletionItems};

constinit const Effect kMarkCompletionItems = {
    .name = "MarkCompletionItems", .zh = "核销紧急程序补办事项", .apply = MarkCompletionItems};

}  // namespace santong::document
