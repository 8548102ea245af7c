#include "server/domain/filing/effects.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "server/domain/document/subject.h"
#include "server/domain/workflow/clocks.h"

namespace santong::filing {
namespace {

void PutMaterials(const Facts& facts, v1::Filing& filing) {
  for (const v1::FilingMaterial& paper : facts.act.materials) {
    auto* papers = filing.mutable_materials();
    auto there = std::find_if(papers->begin(), papers->end(), [&](const v1::FilingMaterial& old) {
      return old.title() == paper.title();
    });
    *(there == papers->end() ? papers->Add() : &*there) = paper;
  }
}

// After the due day of a duty that waits, or when its clock had run out before. What an earlier
// filing met is not this one's: what was published again is filed again. Where none waits, as after
// a filing that was rejected, the last was the duty.
bool IsLate(const v1::Document& document, absl::CivilDay today) {
  bool waits = false;
  bool late = false;
  for (const v1::Clock& clock : document.clocks()) {
    if (clock.kind() != v1::CLOCK_KIND_FILING) continue;
    const bool is_late = clock.overdue() || workflow::HasRunOut(clock, today);
    if (clock.state() != v1::CLOCK_STATE_STOPPED) {
      late = is_late || (waits && late);
      waits = true;
    } else if (!waits) {
      late = is_late;
    }
  }
  return late;
}

void PutGrounds(const Facts& facts, Change& change) {
  change.filing.clear_grounds();
  std::vector<std::string> names;
  for (v1::FilingGround ground : facts.act.grounds) {
    change.filing.add_grounds(ground);
    names.emplace_back(absl::StripPrefix(v1::FilingGround_Name(ground), "FILING_GROUND_"));
  }
  change.filing.set_reason(facts.act.reason);
  change.facts["grounds"] = absl::StrJoin(names, ",");
}

// What a decision is called in the filing.
v1::FilingOutcome OutcomeOf(Action action) {
  switch (action) {
    case Action::kPass:
      return v1::FILING_OUTCOME_PASS;
    case Action::kRemind:
      return v1::FILING_OUTCOME_REMIND;
    case Action::kAdvise:
      return v1::FILING_OUTCOME_ADVISE;
    case Action::kOrderCorrection:
      return v1::FILING_OUTCOME_CORRECT;
    case Action::kPause:
      return v1::FILING_OUTCOME_PAUSE;
    case Action::kTerminate:
      return v1::FILING_OUTCOME_TERMINATE;
    case Action::kTransfer:
      return v1::FILING_OUTCOME_TRANSFER;
    case Action::kCoordinate:
      return v1::FILING_OUTCOME_COORDINATE;
    default:
      return v1::FILING_OUTCOME_UNSPECIFIED;
  }
}

void ActOnDocument(document::Action action, const Facts& facts, Change& change) {
  document::Act act{.action = action};
  act.reason = facts.act.reason;
  act.decision = facts.act.decision;
  act.by_case = true;
  act.articles = facts.act.articles;
  change.document_act = std::move(act);
  *change.filing.mutable_decision() = facts.act.decision;
  PutGrounds(facts, change);
}

}  // namespace

constinit const Effect kRecordFiling = {
    "RecordFiling", "记录报送", [](const Facts& facts, Change& change) {
      v1::Filing& filing = change.filing;
      filing.set_document(facts.document.name());
      filing.set_title(facts.document.title());
      filing.set_jurisdiction(
          ReviewerOf(facts.document, facts.lead, facts.document_jurisdiction_parent));
      filing.set_organ(std::string(document::LeadIssuer(facts.document)));
      filing.set_filed_date(document::IsoDay(facts.today));
      filing.set_late(IsLate(facts.document, facts.today));
      PutMaterials(facts, filing);
      change.facts["document"] = facts.document.name();
      change.facts["late"] = filing.late() ? "true" : "false";
    }};

constinit const Effect kStopDocumentClock = {
    "StopDocumentClock", "终止文件的备案期限", [](const Facts&, Change& change) {
      change.document_act = document::Act{.action = document::Action::kFile};
      change.document_act_is_the_systems = true;
    }};

constinit const Effect kRecordAcceptance = {
    "RecordAcceptance", "记录备案登记和筛查提示", [](const Facts& facts, Change& change) {
      v1::Filing& filing = change.filing;
      filing.set_accepted_date(document::IsoDay(facts.today));
      filing.set_reviewed_version(static_cast<int>(document::NewestVersion(facts.document)));
      for (const v1::Finding& finding : facts.act.findings)
        *filing.add_findings()->mutable_finding() = finding;
      change.facts["reviewed_version"] = absl::StrCat(filing.reviewed_version());
      change.facts["findings"] = absl::StrCat(filing.findings_size());
    }};

constinit const Effect kRecordItems = {
    "RecordItems", "记录要求的事项", [](const Facts& facts, Change& change) {
      change.filing.clear_items();
      for (const std::string& item : facts.act.items) change.filing.add_items(item);
      change.facts["items"] = absl::StrJoin(facts.act.items, "；");
    }};

constinit const Effect kAddMaterials = {
    "AddMaterials", "补充材料",
    [](const Facts& facts, Change& change) { PutMaterials(facts, change.filing); }};

constinit const Effect kRecordRejection = {
    "RecordRejection", "记录不予备案登记", [](const Facts& facts, Change& change) {
      change.filing.set_not_normative_reason(facts.act.not_normative_reason);
      change.filing.set_reason(facts.act.reason);
    }};

constinit const Effect kRecordExplanation = {
    "RecordExplanation", "记录说明",
    [](const Facts& facts, Change& change) { change.filing.set_explanation(facts.act.reason); }};

constinit const Effect kRecordDecision = {
    "RecordDecision", "记录审查决定和对筛查提示的结论", [](const Facts& facts, Change& change) {
      PutGrounds(facts, change);
      const v1::FilingOutcome outcome = OutcomeOf(facts.act.action);
      change.filing.set_outcome(outcome);
      // What is to be corrected is the text as it is now; only one after it answers the order, the
      // advice, or what the issuer promised.
      if (facts.act.action == Action::kOrderCorrection || facts.act.action == Action::kAdvise ||
          facts.act.action == Action::kPause)
        change.filing.set_reviewed_version(
            static_cast<int>(document::NewestVersion(facts.document)));
      change.facts["outcome"] =
          std::string(absl::StripPrefix(v1::FilingOutcome_Name(outcome), "FILING_OUTCOME_"));
      for (const v1::VerdictOnFinding& verdict : facts.act.verdicts) {
        const int index = verdict.number() - 1;
        if (index < 0 || index >= change.filing.findings_size()) continue;
        v1::ReviewedFinding* finding = change.filing.mutable_findings(index);
        finding->set_verdict(verdict.verdict());
        finding->set_note(verdict.note());
      }
    }};

constinit const Effect kRecordPlan = {"RecordPlan", "记录制定机关计划改正的日期",
                                      [](const Facts& facts, Change& change) {
                                        change.filing.set_plan_date(facts.act.plan_date);
                                        change.facts["plan_date"] = facts.act.plan_date;
                                      }};

constinit const Effect kRecordTransfer = {"RecordTransfer", "记录移送的机关",
                                          [](const Facts& facts, Change& change) {
                                            change.filing.set_transferred_to(facts.act.transfer_to);
                                            change.facts["transferred_to"] = facts.act.transfer_to;
                                          }};

constinit const Effect kRecordConflict = {
    "RecordConflict", "记录与之不一致的同级文件", [](const Facts& facts, Change& change) {
      change.filing.set_conflicts_with(facts.act.conflicts_with);
      change.facts["conflicts_with"] = facts.act.conflicts_with;
    }};

// Who settled it is part of the history: the makers by agreement, or the government in their place.
constinit const Effect kRecordSettlement = {
    "RecordSettlement", "记录协调的结果", [](const Facts& facts, Change& change) {
      const bool decided = facts.act.decision.kind() != v1::EVIDENCE_KIND_UNSPECIFIED;
      if (decided) *change.filing.mutable_decision() = facts.act.decision;
      change.facts["settled_by"] = decided ? "GOVERNMENT" : "AGREEMENT";
    }};

constinit const Effect kRecordExtension = {
    "RecordExtension", "记录延长审查期限", [](const Facts& facts, Change& change) {
      change.filing.set_extended_date(document::IsoDay(facts.today));
      change.filing.set_extension_reason(facts.act.reason);
    }};

constinit const Effect kRecordCorrection = {
    "RecordCorrection", "记录改正情况", [](const Facts& facts, Change& change) {
      change.filing.set_correction(facts.act.reason);
      change.facts["version"] = absl::StrCat(document::NewestVersion(facts.document));
    }};

constinit const Effect kNoteCorrection = {
    "NoteCorrection", "记录文件的改正", [](const Facts& facts, Change& change) {
      change.filing.set_correction(document::CorrectionInWords(facts.document));
      change.facts["version"] = absl::StrCat(document::NewestVersion(facts.document));
    }};

constinit const Effect kSuspendTheDocument = {
    "SuspendTheDocument", "中止文件的执行", [](const Facts& facts, Change& change) {
      ActOnDocument(document::Action::kSuspend, facts, change);
    }};

constinit const Effect kRevokeTheDocument = {
    "RevokeTheDocument", "撤销文件", [](const Facts& facts, Change& change) {
      ActOnDocument(document::Action::kRevoke, facts, change);
    }};

constinit const Effect kRevokeTheArticles = {
    "RevokeTheArticles", "撤销文件的部分条款", [](const Facts& facts, Change& change) {
      ActOnDocument(document::Action::kRevokeArticles, facts, change);
      change.document_act_is_the_systems = true;
    }};

constinit const Effect kNoteOverdueClock = {
    "NoteOverdueClock", "记录逾期的期限，交上一级督办", [](const Facts& facts, Change& change) {
      // Who is late is watched by the level above: the issuer by its reviewer.
      const v1::ClockKind kind = facts.act.clock;
      const bool issuer = kind == v1::CLOCK_KIND_FILING_SUPPLEMENT ||
                          kind == v1::CLOCK_KIND_FILING_EXPLANATION ||
                          kind == v1::CLOCK_KIND_FILING_CORRECTION;
      workflow::Escalate(*change.filing.mutable_clocks(), kind, facts.today,
                         issuer ? facts.filing.jurisdiction() : facts.reviewer_parent,
                         change.facts);
    }};

}  // namespace santong::filing
