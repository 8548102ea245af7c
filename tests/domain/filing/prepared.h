// A filing and an act with everything that Decide is asked with, by value, so that a test can
// change one thing; each act as it could pass, and each state reached by the plain way.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "server/domain/document/subject.h"
#include "server/domain/filing/decide.h"
#include "server/domain/policy/leaf.h"
#include "tests/domain/document/life.h"

namespace santong::filing {

using document::Day;
using State = v1::FilingState;

// What Decide is asked with.
struct Case {
  v1::Filing filing;
  Act act;
  access::Caller caller;
  absl::CivilDay today = Day("2026-03-20");
  std::vector<v1::PolicyLeaf> leaves;
  calendar::Calendar calendar;
  v1::Document document;
  v1::Organ lead;
  std::string parent = document::kCity;
  bool filed_already = false;

  absl::StatusOr<Decision> Decide() const {
    const policy::PolicyView policy = policy::ViewOf(leaves);
    return filing::Decide(Facts{.filing = filing,
                                .act = act,
                                .caller = caller,
                                .today = today,
                                .policy = policy,
                                .calendar = calendar,
                                .document = document,
                                .lead = &lead,
                                .document_jurisdiction_parent = parent,
                                .reviewer_parent = "jurisdictions/630000",
                                .filed_already = filed_already});
  }
};

inline v1::FilingMaterial Paper(const char* title) {
  v1::FilingMaterial paper;
  paper.set_title(title);
  return paper;
}

inline void SetNewestVersion(int newest, v1::Document& document) {
  document.clear_versions();
  for (int number = 1; number <= newest; ++number) document.add_versions()->set_number(number);
}

inline Case Start() {
  Case made;
  made.leaves = {document::Period(policy::kFilingFormcheckDays, 5),
                 document::Period(policy::kFilingSupplementDays, 15),
                 document::Period(policy::kReviewDays, 60),
                 document::Period(policy::kReviewExtendDays, 30),
                 document::Period(policy::kReviewExplainDays, 7),
                 document::Period(policy::kReviewCorrectDays, 30),
                 document::Period(policy::kReviewRevokeDays, 60),
                 document::Period(policy::kReviewPauseMaxTimes, 1),
                 document::List(policy::kFilingMaterials, {"备案报告", "起草说明"})};
  made.document = document::CompleteDraft();
  made.document.set_name("documents/7");
  made.document.set_jurisdiction(document::kDistrict);
  made.document.set_state(v1::DOCUMENT_STATE_IN_EFFECT);
  SetNewestVersion(1, made.document);
  made.lead = document::IssuingOrgan(document::kLead, v1::ORGAN_KIND_GOVERNMENT, "平安区人民政府");
  return made;
}

inline void Prepare(Action action, Case& made) {
  made.act = Act{.action = action};
  made.caller = document::CityReviewer();
  switch (action) {
    case Action::kCreate:
    case Action::kSupplement:
      made.caller = document::Drafter();
      made.act.materials = {Paper("备案报告"), Paper("起草说明")};
      break;
    case Action::kAccept:
      made.act.findings.resize(2);
      break;
    case Action::kRequestSupplement:
    case Action::kRequestExplanation:
      made.act.items = {"制定依据"};
      break;
    case Action::kReject:
      made.act.not_normative_reason = v1::NOT_NORMATIVE_REASON_WORK_PLAN;
      made.act.reason = "工作方案";
      break;
    case Action::kExplain:
      made.caller = document::Drafter();
      made.act.reason = "说明";
      break;
    case Action::kSubmitCorrection:
      made.caller = document::Drafter();
      made.act.reason = "已经修改第三条";
      SetNewestVersion(2, made.document);
      break;
    case Action::kNoticeCorrection:
      made.caller = access::SystemCaller();
      SetNewestVersion(2, made.document);
      break;
    case Action::kExtend:
      made.act.reason = "需要论证";
      break;
    case Action::kPass:
    case Action::kOrderCorrection:
    case Action::kRemind:
    case Action::kAdvise:
      made.act.grounds = {action == Action::kPass     ? v1::FILING_GROUND_NO_PROBLEM
                          : action == Action::kRemind ? v1::FILING_GROUND_DRAFTING
                                                      : v1::FILING_GROUND_HIGHER_LAW};
      made.act.reason = "第三条";
      for (int number : {1, 2}) {
        v1::VerdictOnFinding verdict;
        verdict.set_number(number);
        verdict.set_verdict(v1::FINDING_VERDICT_KIND_DISMISSED);
        made.act.verdicts.push_back(verdict);
      }
      break;
    case Action::kPause:
      made.act.grounds = {v1::FILING_GROUND_HIGHER_LAW};
      made.act.reason = "已列入修改计划";
      made.act.plan_date = "2026-04-19";
      break;
    case Action::kTerminate:
      made.act.reason = "审查期间已经修改";
      SetNewestVersion(2, made.document);
      break;
    case Action::kTransfer:
      made.act.reason = "属于党内文件";
      made.act.transfer_to = "区委办公室";
      break;
    case Action::kCoordinate:
      made.act.grounds = {v1::FILING_GROUND_SAME_LEVEL};
      made.act.reason = "补助标准不一致";
      made.act.conflicts_with = "平财〔2026〕3号";
      break;
    case Action::kSuspendDocument:
    case Action::kRevokeDocument:
    case Action::kRevokeArticles:
      made.act.articles = {"第三条"};
      made.act.grounds = {v1::FILING_GROUND_HIGHER_LAW};
      made.act.reason = "逾期未改正";
      made.act.decision = document::Proof(v1::EVIDENCE_KIND_AUTHORITY_DECISION, "2026-03-20");
      made.today += 31;
      break;
    case Action::kCorrectionRunOut:
      made.caller = access::SystemCaller();
      made.act.clock = v1::CLOCK_KIND_FILING_CORRECTION;
      made.today += 31;
      break;
    case Action::kMarkOverdue:
      made.caller = access::SystemCaller();
      made.today += 200;
      for (const v1::Clock& clock : made.filing.clocks()) {
        if (clock.state() == v1::CLOCK_STATE_RUNNING) made.act.clock = clock.kind();
      }
      break;
    case Action::kConfirmCorrection:
      break;
  }
}

inline void Do(Action action, Case& made) {
  Prepare(action, made);
  auto decision = made.Decide();
  ASSERT_TRUE(decision.ok()) << ActionName(action) << ": " << decision.status();
  made.filing = decision->change.filing;
  if (made.filing.name().empty()) made.filing.set_name("filings/1");
}

// To that state by the plain way.
inline Case At(State state) {
  static const auto* ways = new std::map<State, std::vector<Action>>{
      {v1::FILING_STATE_UNSPECIFIED, {}},
      {v1::FILING_STATE_SUBMITTED, {Action::kCreate}},
      {v1::FILING_STATE_SUPPLEMENTING, {Action::kCreate, Action::kRequestSupplement}},
      {v1::FILING_STATE_REJECTED, {Action::kCreate, Action::kReject}},
      {v1::FILING_STATE_UNDER_REVIEW, {Action::kCreate, Action::kAccept}},
      {v1::FILING_STATE_EXPLAINING,
       {Action::kCreate, Action::kAccept, Action::kRequestExplanation}},
      {v1::FILING_STATE_PASSED, {Action::kCreate, Action::kAccept, Action::kPass}},
      {v1::FILING_STATE_CORRECTING, {Action::kCreate, Action::kAccept, Action::kOrderCorrection}},
      {v1::FILING_STATE_CORRECTED,
       {Action::kCreate, Action::kAccept, Action::kOrderCorrection, Action::kSubmitCorrection}},
      {v1::FILING_STATE_CLOSED,
       {Action::kCreate, Action::kAccept, Action::kOrderCorrection, Action::kSubmitCorrection,
        Action::kConfirmCorrection}},
      {v1::FILING_STATE_REVOKED,
       {Action::kCreate, Action::kAccept, Action::kOrderCorrection, Action::kRevokeDocument}},
      {v1::FILING_STATE_ADVISED, {Action::kCreate, Action::kAccept, Action::kAdvise}},
      {v1::FILING_STATE_PAUSED, {Action::kCreate, Action::kAccept, Action::kPause}},
      {v1::FILING_STATE_TRANSFERRED, {Action::kCreate, Action::kAccept, Action::kTransfer}},
      {v1::FILING_STATE_COORDINATING, {Action::kCreate, Action::kAccept, Action::kCoordinate}},
  };
  Case made = Start();
  for (Action action : ways->at(state)) Do(action, made);
  EXPECT_EQ(made.filing.state(), state);
  return made;
}

inline Case PassingCase(const Row& row) {
  Case made = At(row.from);
  if (row.action == Action::kMarkOverdue && row.from == v1::FILING_STATE_CORRECTING)
    Do(Action::kCorrectionRunOut, made);
  Prepare(row.action, made);
  if (row.from == v1::FILING_STATE_SUPPLEMENTING && row.action == Action::kRequestSupplement)
    made.today += 16;
  if (row.from == v1::FILING_STATE_ADVISED && row.action == Action::kOrderCorrection)
    made.today += 31;
  return made;
}

}  // namespace santong::filing
