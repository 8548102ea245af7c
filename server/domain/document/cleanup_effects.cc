// What the published result of a cleanup asks of a document, and what it writes. `act.cleanup`
// holds the document's part of the result; `act.date` the day it is about: the new last day, the
// last day for the amendment, or the first day on which the document no longer counts.
#include <algorithm>

#include "server/domain/document/clocks.h"
#include "server/domain/document/conditions.h"
#include "server/domain/document/continuation.h"
#include "server/domain/document/effects.h"
#include "server/domain/document/subject.h"
#include "server/domain/document/validity.h"

namespace santong::document {
namespace {

// The term ends no later than `last`; what it was before is kept in the mark.
void LimitTerm(absl::CivilDay last, Change& change) {
  v1::Term* term = change.document.mutable_term();
  const std::string iso = IsoDay(last);
  v1::CleanupMark* mark = change.document.mutable_cleanup();
  mark->set_former_last_valid_date(term->last_valid_date());
  mark->set_former_computed(term->computed());
  mark->set_former_by_stated_years(term->by_stated_years());
  if (!term->last_valid_date().empty() && term->last_valid_date() <= iso) return;
  // Where an earlier result gave way, the term before the act is what that one had cut it to.
  NoteTermBefore(*term, change.facts);
  term->set_last_valid_date(iso);
  term->set_computed(false);
  term->set_by_stated_years(false);
  change.facts["last_valid_date"] = iso;
}

void AskForAmendment(const Facts& facts, Change& change) {
  if (!facts.act.date.has_value()) return;
  v1::CleanupMark* mark = change.document.mutable_cleanup();
  mark->set_amend_by_date(IsoDay(*facts.act.date));
  mark->set_on_miss(facts.act.cleanup.on_miss());
  change.facts["amend_by_date"] = mark->amend_by_date();
  change.facts["on_miss"] = v1::OnMiss_Name(mark->on_miss());
  if (mark->on_miss() == v1::ON_MISS_LAPSES) LimitTerm(*facts.act.date, change);
}

// The last day that the mark has cut the term to; empty when it has cut none.
std::string CutTo(const v1::CleanupMark& mark) {
  if (mark.on_miss() == v1::ON_MISS_LAPSES && !mark.amend_by_date().empty())
    return mark.amend_by_date();
  const auto end = DayOf(mark.end_date());
  return end ? IsoDay(*end - 1) : "";
}

// Where the mark cut the term and nothing set another last day since, it is again what it was.
void RestoreTerm(const Facts& facts, Change& change) {
  v1::Document& document = change.document;
  const std::string cut = CutTo(document.cleanup());
  const std::string& former = document.cleanup().former_last_valid_date();
  if (cut.empty() || document.term().last_valid_date() != cut || former == cut) return;
  NoteTermBefore(document.term(), change.facts);
  change.facts["last_valid_date"] = former;
  document.mutable_term()->set_last_valid_date(former);
  document.mutable_term()->set_computed(document.cleanup().former_computed());
  document.mutable_term()->set_by_stated_years(document.cleanup().former_by_stated_years());
  workflow::StopClock(*document.mutable_clocks(), v1::CLOCK_KIND_LAPSE, facts.today);
  // What the paper of one from before the registry says of its end has ended nothing before,
  // either.
  if (document.state() == v1::DOCUMENT_STATE_LEGACY && !RanUntil(document, former)) return;
  if (auto last = DayOf(former)) StartLapseClock(facts, *last, document);
}

// The announcement of an end had stopped the evaluation before the term ends; where the term goes
// on, it is asked for again, unless its day passed while nobody was asked.
void ResumeEvaluation(const std::string& announced, absl::CivilDay today, Change& change) {
  for (v1::Clock& clock : *change.document.mutable_clocks()) {
    if (clock.kind() != v1::CLOCK_KIND_EVALUATION || clock.state() != v1::CLOCK_STATE_STOPPED ||
        clock.overdue() || clock.end_date() != announced || clock.due_date() < IsoDay(today))
      continue;
    clock.set_state(v1::CLOCK_STATE_RUNNING);
    clock.clear_end_date();
  }
}

// What the result of an earlier cleanup asked for, and was not done, is asked no more.
void SupersedeCleanup(const Facts& facts, Change& change) {
  RestoreTerm(facts, change);
  // The other results stop it, or start it anew.
  const bool goes_on =
      facts.act.action == Action::kCleanUpKeep || facts.act.action == Action::kCleanUpAmend;
  if (goes_on && !change.document.cleanup().end_date().empty())
    ResumeEvaluation(change.document.cleanup().recorded_date(), facts.today, change);
  if (!change.document.cleanup().amend_by_date().empty())
    workflow::StopClock(*change.document.mutable_clocks(), v1::CLOCK_KIND_CLEANUP_AMENDMENT,
                        facts.today);
}

// The amendment that a cleanup asked for was made: the term is again what it was, unless it was
// continued meanwhile.
void MeetCleanupDay(const Facts& facts, Change& change) {
  v1::Document& document = change.document;
  if (document.cleanup().amend_by_date().empty()) return;
  v1::CleanupMark* mark = document.mutable_cleanup();
  change.facts["amended_in_time"] = IsoDay(facts.today) <= mark->amend_by_date() ? "true" : "false";
  RestoreTerm(facts, change);
  mark->clear_amend_by_date();
  mark->clear_on_miss();
  mark->clear_former_last_valid_date();
  mark->clear_former_computed();
  mark->clear_former_by_stated_years();
}

}  // namespace

constinit const Condition kCleanupIsPublished = {
    .name = "CleanupIsPublished",
    .zh = "清理结果已经公布",
    .article = "登记规则 3.14（公布清理结果）",
    .mend_zh = "清理结果由公布清理结果的规范性文件公布后一并生效",
    .mend_en = "The result of a cleanup counts from its published notice.",
    .holds = [](const Facts& facts) {
      return !facts.act.cleanup.campaign().empty() && !facts.act.cleanup.notice().empty();
    }};

constinit const Condition kCleanupDayIsAhead = {
    .name = "CleanupDayIsAhead",
    .zh = "清理结果规定的日期未过",
    .article = "登记规则 3.14（限期）",
    .mend_zh = "清理结果规定的日期须在公布之日以后",
    .mend_en = "The day that the result sets must be later than its publication.",
    .holds = [](const Facts& facts) {
      return facts.act.date.has_value() && *facts.act.date > facts.today;
    }};

constinit const Condition kCleanupDayHasCome = {
    .name = "CleanupDayHasCome",
    .zh = "不再有效的第一天已到",
    .article = "登记规则 3.14、3.15",
    .mend_zh = "到清理结果规定的日期自动失去效力，无需办理",
    .mend_en = "It ends by itself on the day that the result sets.",
    .holds = [](const Facts& facts) {
      return facts.act.date.has_value() && *facts.act.date <= facts.today;
    }};

constinit const Effect kSupersedeCleanup = {
    .name = "SupersedeCleanup", .zh = "先前清理结果未办的要求不再适用", .apply = SupersedeCleanup};

// One that was announced is recorded with its end once more, and keeps its day.
constinit const Effect kRecordCleanup = {
    .name = "RecordCleanup", .zh = "记录清理结果", .apply = [](const Facts& facts, Change& change) {
      *change.document.mutable_cleanup() = facts.act.cleanup;
      if (facts.act.cleanup.recorded_date().empty())
        change.document.mutable_cleanup()->set_recorded_date(IsoDay(facts.today));
      change.facts["campaign"] = facts.act.cleanup.campaign();
      change.facts["notice"] = facts.act.cleanup.notice();
      change.facts["disposition"] = v1::Disposition_Name(facts.act.cleanup.disposition());
    }};

constinit const Effect kSetCleanupTerm = {
    .name = "SetCleanupTerm",
    .zh = "按清理结果确定有效期",
    .apply = [](const Facts& facts, Change& change) {
      if (!facts.act.date.has_value()) return;
      v1::Term* term = change.document.mutable_term();
      const std::string before = term->last_valid_date();
      NoteTermBefore(*term, change.facts);
      // Continued since the review: an extension cuts no term.
      if (facts.act.cleanup.disposition() == v1::DISPOSITION_EXTEND &&
          before >= IsoDay(*facts.act.date)) {
        change.facts["last_valid_date"] = before;
        return;
      }
      const v1::TermKind kind = TermKindOf(change.document);
      term->set_kind(kind == v1::TERM_KIND_NONE ? v1::TERM_KIND_GENERAL : kind);
      term->set_last_valid_date(IsoDay(*facts.act.date));
      term->set_years(0);
      term->set_computed(false);
      term->set_by_stated_years(false);
      change.facts["last_valid_date"] = term->last_valid_date();
      if (!before.empty() && before < term->last_valid_date()) CountExtension(&change.document);
    }};

constinit const Effect kAskForAmendment = {
    .name = "AskForAmendment", .zh = "限期修改", .apply = AskForAmendment};

constinit const Effect kAnnounceEnd = {
    .name = "AnnounceEnd",
    .zh = "记录将来的终止日期",
    .apply = [](const Facts& facts, Change& change) {
      if (!facts.act.date.has_value()) return;
      change.document.mutable_cleanup()->set_end_date(IsoDay(*facts.act.date));
      change.facts["end_date"] = IsoDay(*facts.act.date);
      LimitTerm(*facts.act.date - 1, change);
    }};

constinit const Effect kRecordCleanupEnd = {
    .name = "RecordCleanupEnd",
    .zh = "记录不再有效之日",
    .apply = [](const Facts& facts, Change& change) {
      if (facts.act.date.has_value()) change.document.set_ended_date(IsoDay(*facts.act.date));
      change.document.set_ended_by(facts.act.cleanup.notice());
      change.document.mutable_cleanup()->clear_end_date();
      change.facts["ended_date"] = change.document.ended_date();
      change.facts["ended_by"] = change.document.ended_by();
    }};

constinit const Effect kMeetCleanupDay = {
    .name = "MeetCleanupDay", .zh = "完成清理要求的修改", .apply = MeetCleanupDay};

}  // namespace santong::document
