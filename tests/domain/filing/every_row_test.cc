// Method: each row of the table is brought to pass in a driven life; then, for each of its
// conditions, one thing is changed and exactly that condition must be named. A condition without
// such a change fails the test, so a new rule cannot come without one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "absl/strings/str_cat.h"
#include "server/domain/document/subject.h"
#include "server/domain/error/refusal.h"
#include "server/domain/filing/conditions.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/workflow/clocks.h"
#include "tests/domain/filing/prepared.h"
#include "tests/domain/refused_words.h"

namespace santong::filing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

// One thing changed, after which that condition alone does not hold.
const std::map<std::string, std::function<void(Case&)>>& Mutations() {
  static const auto* mutations = new std::map<std::string, std::function<void(Case&)>>{
      {"DocumentIsPublished", [](Case& c) { c.document.set_state(v1::DOCUMENT_STATE_REGISTERED); }},
      {"DocumentIsNotFiledYet", [](Case& c) { c.filed_already = true; }},
      {"ThereIsAReviewer", [](Case& c) { c.parent.clear(); }},
      {"MaterialsAreGiven", [](Case& c) { c.act.materials.clear(); }},
      {"MaterialsAreComplete", [](Case& c) { c.filing.mutable_materials()->RemoveLast(); }},
      {"ItemsAreNamed", [](Case& c) { c.act.items.clear(); }},
      {"SupplementIsInTime", [](Case& c) { c.today += 16; }},
      {"SupplementHasRunOut", [](Case& c) { c.today -= 16; }},
      {"NotNormativeReasonIsGiven",
       [](Case& c) { c.act.not_normative_reason = v1::NOT_NORMATIVE_REASON_UNSPECIFIED; }},
      {"ReviewerIsNotTheIssuer", [](Case& c) { c.caller.organ = document::kLead; }},
      {"ReasonIsGiven", [](Case& c) { c.act.reason.clear(); }},
      {"GroundIsNoProblem", [](Case& c) { c.act.grounds.clear(); }},
      {"GroundNamesAProblem", [](Case& c) { c.act.grounds = {v1::FILING_GROUND_NO_PROBLEM}; }},
      {"GroundIsDrafting", [](Case& c) { c.act.grounds = {v1::FILING_GROUND_HIGHER_LAW}; }},
      {"EveryFindingHasAVerdict",
       [](Case& c) {
         c.act.verdicts.clear();
         for (auto& finding : *c.filing.mutable_findings()) finding.clear_verdict();
       }},
      {"NoFindingIsUpheld",
       [](Case& c) { c.act.verdicts[0].set_verdict(v1::FINDING_VERDICT_KIND_UPHELD); }},
      {"CorrectionIsMade", [](Case& c) { SetNewestVersion(1, c.document); }},
      {"ExtensionIsProvided",
       [](Case& c) {
         const auto is_it = [](const v1::PolicyLeaf& leaf) {
           return leaf.key() == policy::kReviewExtendDays;
         };
         c.leaves.erase(std::find_if(c.leaves.begin(), c.leaves.end(), is_it));
       }},
      {"IsNotExtendedYet", [](Case& c) { c.filing.set_extended_date("2026-03-20"); }},
      {"ReviewHasNotRunOut",
       [](Case& c) {
         for (v1::Clock& clock : *c.filing.mutable_clocks())
           clock.set_overdue(clock.kind() == v1::CLOCK_KIND_FILING_REVIEW);
       }},
      {"PausesAreLeft",
       [](Case& c) {
         for (v1::PolicyLeaf& leaf : c.leaves) {
           if (leaf.key() == policy::kReviewPauseMaxTimes) leaf.set_number(0);
         }
       }},
      {"PlanDayIsAhead", [](Case& c) { c.act.plan_date = document::IsoDay(c.today); }},
      {"ReceiverIsNamed", [](Case& c) { c.act.transfer_to.clear(); }},
      {"GroundIsSameLevel", [](Case& c) { c.act.grounds = {v1::FILING_GROUND_HIGHER_LAW}; }},
      {"ConflictIsNamed", [](Case& c) { c.act.conflicts_with.clear(); }},
      {"GovernmentDecisionIsWhole",
       [](Case& c) {
         c.act.decision = document::Proof(v1::EVIDENCE_KIND_AUTHORITY_DECISION, "2026-03-20");
         c.act.decision.clear_person();
       }},
      {"CorrectionHasRunOut", [](Case& c) { c.today -= 31; }},
      {"DecisionIsRecorded", [](Case& c) { c.act.decision.clear_person(); }},
      {"ClockHasRunOut", [](Case& c) { c.act.clock = v1::CLOCK_KIND_FILING; }},
  };
  return *mutations;
}

std::string RowName(const Row& row) {
  return absl::StrCat(StateName(row.from), "_", ActionName(row.action));
}

class EveryRow : public ::testing::TestWithParam<const Row*> {};

std::vector<const Row*> Rows() {
  std::vector<const Row*> rows;
  for (const Row& row : Table()) rows.push_back(&row);
  return rows;
}

INSTANTIATE_TEST_SUITE_P(Table, EveryRow, ::testing::ValuesIn(Rows()),
                         [](const auto& info) { return RowName(*info.param); });

TEST_P(EveryRow, PassesAndLeadsWhereItSays) {
  const auto decision = PassingCase(*GetParam()).Decide();
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(decision->row, GetParam());
  EXPECT_EQ(decision->change.filing.state(), GetParam()->to);
}

TEST_P(EveryRow, EachConditionAloneRefusesIt) {
  workflow::ForEachUsed(GetParam()->when, [&](const Condition& condition) {
    SCOPED_TRACE(condition.name);
    const auto mutation = Mutations().find(condition.name);
    ASSERT_NE(mutation, Mutations().end())
        << "no change is known after which this condition alone does not hold";
    Case made = PassingCase(*GetParam());
    mutation->second(made);
    const auto decision = made.Decide();
    EXPECT_EQ(error::ReasonOf(decision.status()), v1::ERROR_REASON_CONDITIONS_NOT_MET)
        << decision.status();
    EXPECT_THAT(document::Failed(decision.status()), ElementsAre(condition.name));
  });
}

TEST_P(EveryRow, ExplainsEachConditionInBothLanguages) {
  workflow::ForEachUsed(GetParam()->when, [&](const Condition& condition) {
    for (const char* words :
         {condition.name, condition.zh, condition.article, condition.mend_zh, condition.mend_en}) {
      ASSERT_NE(words, nullptr) << condition.name;
      EXPECT_STRNE(words, "") << condition.name;
    }
  });
}

// Without a leaf that it does not name, the act comes out the same.
TEST_P(EveryRow, NamesEveryLeafThatDecides) {
  Case made = PassingCase(*GetParam());
  for (v1::PolicyLeaf& leaf : made.leaves) leaf.clear_confirmed_by();
  const auto decision = made.Decide();
  ASSERT_TRUE(decision.ok()) << decision.status();
  const std::set<std::string> named(decision->unconfirmed_leaves.begin(),
                                    decision->unconfirmed_leaves.end());
  for (size_t i = 0; i < made.leaves.size(); ++i) {
    const std::string& key = made.leaves[i].key();
    if (named.count(key) > 0) continue;
    Case without = made;
    without.leaves.erase(without.leaves.begin() + static_cast<int64_t>(i));
    const auto same = without.Decide();
    ASSERT_TRUE(same.ok()) << key << ": " << same.status();
    EXPECT_EQ(same->change.filing.SerializeAsString(), decision->change.filing.SerializeAsString())
        << key;
  }
}

// It decides though it was read before: when the clock started.
TEST(Table, NamesTheLeafOfTheClockThatIsAsked) {
  Case made = At(v1::FILING_STATE_SUPPLEMENTING);
  Prepare(Action::kSupplement, made);
  for (v1::PolicyLeaf& leaf : made.leaves) leaf.clear_confirmed_by();
  const auto decision = made.Decide();
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_THAT(decision->unconfirmed_leaves, Contains(policy::kFilingSupplementDays));
}

TEST_P(EveryRow, NoOtherRoleAndNoStrangerMayDoIt) {
  const Row& row = *GetParam();
  for (int value = v1::Role_MIN; value <= v1::Role_MAX; ++value) {
    const auto role = static_cast<v1::Role>(value);
    if (std::find(row.roles.begin(), row.roles.end(), role) != row.roles.end()) continue;
    Case made = PassingCase(row);
    made.caller.roles = {role};
    EXPECT_EQ(error::ReasonOf(made.Decide().status()), v1::ERROR_REASON_ROLE_NOT_ALLOWED)
        << v1::Role_Name(role);
  }
  Case made = PassingCase(row);
  if (made.caller.Has(v1::ROLE_SYSTEM)) return;
  made.caller.organ = "jurisdictions/630222/organs/finance";
  made.caller.jurisdiction = "jurisdictions/630222";
  EXPECT_EQ(error::ReasonOf(made.Decide().status()), v1::ERROR_REASON_ROLE_NOT_ALLOWED);
}

// domain.md 7: duties pass to the successor, and with them what is no business of a judge.
TEST_P(EveryRow, PassesToTheSuccessorOfTheIssuer) {
  Case made = PassingCase(*GetParam());
  if (made.caller.Has(v1::ROLE_DRAFTER)) {
    made.caller.organ = "jurisdictions/630203/organs/economy";
    EXPECT_EQ(error::ReasonOf(made.Decide().status()), v1::ERROR_REASON_ROLE_NOT_ALLOWED);
    made.caller.predecessors = {document::kLead};
    EXPECT_TRUE(made.Decide().ok()) << made.Decide().status();
    return;
  }
  Case as_issuer = made;
  as_issuer.caller.organ = document::kLead;
  made.caller.predecessors = {document::kLead};
  EXPECT_EQ(made.Decide().ok(), as_issuer.Decide().ok());
}

TEST(Filing, IsSeenByTheSuccessorOfItsOrgan) {
  v1::Filing filing;
  filing.set_organ(document::kLead);
  access::Caller caller = document::Drafter();
  caller.organ = "jurisdictions/630203/organs/economy";
  EXPECT_FALSE(MaySee(caller, filing, document::kDistrict));
  caller.predecessors = {document::kLead};
  EXPECT_TRUE(MaySee(caller, filing, document::kDistrict));
}

// product.md 7: a finding that only notes something asks nobody for a verdict; the others do.
TEST(Findings, ANoteNeedsNoVerdict) {
  Case made = At(v1::FILING_STATE_UNDER_REVIEW);
  Prepare(Action::kPass, made);
  made.act.verdicts.clear();
  made.filing.clear_findings();
  v1::Finding* finding = made.filing.add_findings()->mutable_finding();
  finding->set_weight(v1::FINDING_WEIGHT_VERDICT);
  EXPECT_EQ(error::ReasonOf(made.Decide().status()), v1::ERROR_REASON_CONDITIONS_NOT_MET);
  finding->set_weight(v1::FINDING_WEIGHT_NOTE);
  EXPECT_TRUE(made.Decide().ok()) << made.Decide().status();
}

TEST(Table, RefusesEveryPairOfStateAndActionThatHasNoRow) {
  int refused = 0;
  for (int state = v1::FilingState_MIN; state <= v1::FilingState_MAX; ++state) {
    for (int action = 0; action <= static_cast<int>(Action::kMarkOverdue); ++action) {
      if (workflow::FindRow(Table(), static_cast<State>(state), static_cast<Action>(action)))
        continue;
      Case made = At(static_cast<State>(state));
      Prepare(static_cast<Action>(action), made);
      EXPECT_EQ(error::ReasonOf(made.Decide().status()),
                v1::ERROR_REASON_STATE_TRANSITION_NOT_ALLOWED)
          << state << " " << ActionName(made.act.action);
      error::ExpectWords(made.Decide().status(), ActionTitleZh(made.act.action));
      ++refused;
    }
  }
  EXPECT_GT(refused, 100);
}

TEST(Table, EveryClockThatARowStartsIsArmedByARealActAndEndedBySomeRow) {
  std::set<int> declared, armed;
  for (const Row& row : Table()) {
    for (const workflow::ClockStep& step : row.clocks) {
      if (!step.used || step.operation != workflow::ClockOperation::kStarts) continue;
      declared.insert(step.clock);
      const auto decision = PassingCase(row).Decide();
      ASSERT_TRUE(decision.ok());
      for (const v1::Clock& clock : decision->change.filing.clocks()) {
        if (clock.kind() == step.clock && clock.state() == v1::CLOCK_STATE_RUNNING) {
          EXPECT_FALSE(clock.due_date().empty());
          EXPECT_EQ(clock.leaf(), step.leaf == nullptr ? "" : step.leaf);
          armed.insert(clock.kind());
        }
      }
    }
  }
  EXPECT_EQ(declared, armed);
  EXPECT_EQ(declared.size(), 7u);
}

TEST(Clocks, AFormCheckDoesNotCountWhileASupplementIsAwaited) {
  Case made = At(v1::FILING_STATE_SUPPLEMENTING);
  const std::string before = made.filing.clocks(0).due_date();
  EXPECT_EQ(made.filing.clocks(0).state(), v1::CLOCK_STATE_SUSPENDED);
  made.today += 10;
  Do(Action::kSupplement, made);
  EXPECT_EQ(made.filing.clocks(0).state(), v1::CLOCK_STATE_RUNNING);
  EXPECT_EQ(before, "2026-03-25");
  EXPECT_EQ(made.filing.clocks(0).due_date(), "2026-04-04");
}

TEST(Clocks, WhatRanOutIsMarkedOnceInOrderAndStaysOnRecord) {
  Case made = At(v1::FILING_STATE_CORRECTING);
  std::vector<std::string> events;
  // The server was down for half a year.
  const absl::CivilDay later = made.today + 200;
  while (auto due = NextSystemAct(made.filing, later)) {
    made.act = Act{.action = due->action};
    made.act.clock = due->clock;
    made.caller = access::SystemCaller();
    made.today = later;
    auto decision = made.Decide();
    ASSERT_TRUE(decision.ok()) << decision.status();
    events.push_back(decision->row->event);
    EXPECT_EQ(decision->change.facts.at("escalated_to"),
              events.size() == 1 ? document::kCity : "jurisdictions/630000");
    made.filing = decision->change.filing;
    ASSERT_LT(events.size(), 5u);
  }
  EXPECT_THAT(events, ElementsAre("FilingCorrectionRunOut", "FilingOverdue"));
  const v1::Clock& revocation = *made.filing.clocks().rbegin();
  EXPECT_EQ(revocation.kind(), v1::CLOCK_KIND_FILING_REVOCATION);
  EXPECT_EQ(revocation.start_date(), "2026-04-19") << "not from the day on which somebody looked";
  EXPECT_EQ(revocation.due_date(), "2026-06-18");
  Do(Action::kSubmitCorrection, made);
  bool overdue = false;
  for (const v1::Clock& clock : made.filing.clocks())
    overdue = overdue || (clock.kind() == v1::CLOCK_KIND_FILING_CORRECTION && clock.overdue());
  EXPECT_TRUE(overdue) << "a correction that comes late is still late";
}

TEST(Clocks, AnExtensionIsGivenOnceAndOnlyBeforeTheReviewIsOver) {
  Case made = At(v1::FILING_STATE_UNDER_REVIEW);
  EXPECT_EQ(made.filing.clocks(1).due_date(), "2026-05-19");
  Prepare(Action::kExtend, made);
  made.today += 61;
  EXPECT_THAT(document::Failed(made.Decide().status()), ElementsAre("ReviewHasNotRunOut"));
  made.today -= 1;
  Do(Action::kExtend, made);
  const v1::Clock& extended = *made.filing.clocks().rbegin();
  EXPECT_EQ(extended.kind(), v1::CLOCK_KIND_FILING_EXTENDED_REVIEW);
  EXPECT_EQ(extended.start_date(), "2026-05-19") << "it counts from the last day of the review";
  EXPECT_EQ(extended.due_date(), "2026-06-18");
  EXPECT_EQ(made.filing.clocks(1).state(), v1::CLOCK_STATE_STOPPED);
  EXPECT_FALSE(made.filing.clocks(1).overdue());
  EXPECT_EQ(made.filing.extension_reason(), "需要论证");
  EXPECT_THAT(document::Failed(made.Decide().status()), ElementsAre("IsNotExtendedYet"));
}

// domain.md 3.16: the year's arrangement came later than the extension.
TEST(Clocks, AnExtensionMovesWithTheLastDayThatItFollows) {
  Case made = At(v1::FILING_STATE_SUBMITTED);
  for (v1::PolicyLeaf& leaf : made.leaves) leaf.set_roll_forward(leaf.key() == policy::kReviewDays);
  Do(Action::kAccept, made);
  Do(Action::kExtend, made);
  EXPECT_EQ(made.filing.clocks().rbegin()->due_date(), "2026-06-18");
  const auto announced =
      calendar::Calendar::Create({{.day = Day("2026-05-19"), .name = "假日", .is_off_day = true},
                                  {.day = Day("2026-05-20"), .name = "假日", .is_off_day = true}},
                                 {2026});
  ASSERT_TRUE(announced.ok()) << announced.status();
  // Twice: what moved already moves no further.
  for (bool moves : {true, false}) {
    EXPECT_EQ(workflow::RecountRunning(*made.filing.mutable_clocks(), *announced, std::nullopt),
              moves);
    const v1::Clock& extended = *made.filing.clocks().rbegin();
    EXPECT_EQ(extended.start_date(), "2026-05-21");
    EXPECT_EQ(extended.due_date(), "2026-06-20");
  }
}

TEST(Clocks, NoExtensionOnceTheReviewWasMarkedOverdue) {
  Case made = At(v1::FILING_STATE_UNDER_REVIEW);
  Do(Action::kMarkOverdue, made);
  EXPECT_EQ(made.filing.clocks(1).escalated_to(), "jurisdictions/630000");
  Prepare(Action::kExtend, made);
  EXPECT_THAT(document::Failed(made.Decide().status()), ElementsAre("ReviewHasNotRunOut"));
}

// domain.md 3.6: a period counts from receipt of what is complete.
TEST(Clocks, AFormCheckThatHadRunOutBeginsAnewWithTheSupplement) {
  Case made = At(v1::FILING_STATE_SUBMITTED);
  Do(Action::kMarkOverdue, made);
  Do(Action::kRequestSupplement, made);
  EXPECT_EQ(made.filing.clocks(0).state(), v1::CLOCK_STATE_STOPPED) << "answered, late";
  made.today += 3;
  Do(Action::kSupplement, made);
  EXPECT_TRUE(made.filing.clocks(0).overdue()) << "late for ever";
  const v1::Clock& again = *made.filing.clocks().rbegin();
  EXPECT_EQ(again.kind(), v1::CLOCK_KIND_FILING_FORM_CHECK);
  EXPECT_EQ(again.state(), v1::CLOCK_STATE_RUNNING);
  EXPECT_EQ(again.start_date(), document::IsoDay(made.today));
}

// A place may set no period for it: nothing runs out, and nobody is shut out.
TEST(Supplement, WithoutAPeriodComesWhenItComesAndIsAskedForAgain) {
  Case made = At(v1::FILING_STATE_SUBMITTED);
  made.leaves.erase(std::find_if(made.leaves.begin(), made.leaves.end(), [](const auto& leaf) {
    return leaf.key() == policy::kFilingSupplementDays;
  }));
  Do(Action::kRequestSupplement, made);
  made.today += 400;
  Do(Action::kRequestSupplement, made);
  EXPECT_EQ(made.filing.state(), v1::FILING_STATE_SUPPLEMENTING);
  Do(Action::kSupplement, made);
  EXPECT_EQ(made.filing.state(), v1::FILING_STATE_SUBMITTED);
}

TEST(Filing, AfterItsDueDayItIsLateForEver) {
  Case made = Start();
  workflow::StartClockUntil(*made.document.mutable_clocks(), v1::CLOCK_KIND_FILING, made.today - 20,
                            made.today - 5);
  Do(Action::kCreate, made);
  EXPECT_TRUE(made.filing.late());
}

// What was registered and published again has a duty of its own (登记规则 3.9, 3.10).
TEST(Filing, OfWhatWasPublishedAgainIsLateByItsOwnDay) {
  Case made = Start();
  workflow::Clocks& clocks = *made.document.mutable_clocks();
  workflow::StartClockUntil(clocks, v1::CLOCK_KIND_FILING, made.today - 400, made.today - 385);
  workflow::StopClock(clocks, v1::CLOCK_KIND_FILING, made.today - 300);
  ASSERT_TRUE(clocks[0].overdue());
  workflow::StartClockUntil(clocks, v1::CLOCK_KIND_FILING, made.today - 5, made.today + 10);
  Case late = made;
  Do(Action::kCreate, made);
  EXPECT_FALSE(made.filing.late());
  late.today += 11;
  Do(Action::kCreate, late);
  EXPECT_TRUE(late.filing.late());
  // The first duty was never met: the filing meets both, one of them late.
  Case missed = Start();
  workflow::Clocks& open = *missed.document.mutable_clocks();
  workflow::StartClockUntil(open, v1::CLOCK_KIND_FILING, made.today - 400, made.today - 385);
  workflow::StartClockUntil(open, v1::CLOCK_KIND_FILING, made.today - 5, made.today + 10);
  Do(Action::kCreate, missed);
  EXPECT_TRUE(missed.filing.late());
}

TEST(Table, IsDescribedWhole) {
  const v1::Workflow workflow = DescribeWorkflow();
  ASSERT_EQ(workflow.rows_size(), static_cast<int>(Table().size()));
  std::set<std::string> terminal;
  for (const v1::WorkflowState& state : workflow.states()) {
    EXPECT_NE(state.title_zh(), "") << state.name();
    if (state.terminal()) terminal.insert(state.name());
  }
  EXPECT_EQ(terminal,
            (std::set<std::string>{"REJECTED", "PASSED", "CLOSED", "REVOKED", "TRANSFERRED"}));
  for (const v1::WorkflowRow& row : workflow.rows())
    EXPECT_EQ(row.method().empty(), row.roles(0) == "SYSTEM") << row.action();
}

}  // namespace
}  // namespace santong::filing
