// Method: each row of the table is brought to pass; then, for each of its conditions, one thing is
// changed and exactly that condition must be named. A condition without such a change fails the
// test, so a new rule cannot come without one. Every pair of state and action without a row is
// refused, for every role.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "server/domain/error/refusal.h"
#include "server/domain/objection/clocks.h"
#include "server/domain/objection/conditions.h"
#include "server/domain/objection/visibility.h"
#include "server/domain/policy/leaf.h"
#include "tests/domain/objection/prepared.h"
#include "tests/domain/refused_words.h"

namespace santong::objection {
namespace {

using ::testing::ElementsAre;

using Mutation = std::function<void(Case&)>;
const std::map<std::string, Mutation>& Mutations() {
  static const auto& mutations = *new std::map<std::string, Mutation>{
      {"DocumentIsPublished", [](Case& c) { c.document_is_public = false; }},
      {"LodgerMayLodge", [](Case& c) { c.act.lodger.set_kind(v1::LODGER_KIND_LEGAL_PERSON); }},
      {"IdentityIsPlausible", [](Case& c) { c.act.lodger.set_identity_code("630203"); }},
      {"AgentIsAuthorised", [](Case& c) { c.act.lodger.set_agent("李四"); }},
      {"TextIsGiven", [](Case& c) { c.act.text.clear(); }},
      {"ReasonIsGiven", [](Case& c) { c.act.text.clear(); }},
      {"ReviewerIsNoIssuer", [](Case& c) { c.caller.organ = kIssuer; }},
      {"ReceivedByToday", [](Case& c) { c.act.received_date = document::IsoDay(c.today + 1); }},
      {"SourceIsNamed", [](Case& c) { c.act.source_document.clear(); }},
      {"SenderIsKnown", [](Case& c) { c.objection.set_origin(v1::OBJECTION_ORIGIN_LEAD); }},
      {"ItemsAreGiven", [](Case& c) { c.act.items.clear(); }},
      {"SupplementIsInTime", [](Case& c) { c.today = kToday + 1; }},
      {"SupplementPeriodIsOver", [](Case& c) { c.today = kToday - 1; }},
      {"RouteIsOneStep", [](Case& c) { c.route = "two_step"; }},
      {"RouteIsTwoSteps", [](Case& c) { c.route = "one_step"; }},
      {"OtherRefusalIsInWords",
       [](Case& c) {
         c.act.refusal = v1::OBJECTION_REFUSAL_OTHER;
         c.act.text.clear();
       }},
      {"MannerIsGiven", [](Case& c) { c.act.text.clear(); }},
      {"IsDecided", [](Case& c) { c.objection.clear_decision(); }},
      {"IsNotRepliedYet", [](Case& c) { c.objection.set_replied_date("2026-03-01"); }},
      {"CorrectionWasNoticed", [](Case& c) { c.objection.clear_settled_date(); }},
      {"ExtensionIsProvided", [](Case& c) { c.absent_leaf = policy::kObjectionExtendDays; }},
      {"ApproverIsNamed", [](Case& c) { c.act.approved_by.clear(); }},
      {"IssuerReplyHasRunOut", [](Case& c) { c.today = kToday - 1; }},
      {"AnswerIsNotDeliveredYet",
       [](Case& c) { c.objection.set_answer_delivered_date("2026-03-01"); }},
      {"IsNotExtendedYet", [](Case& c) { c.objection.set_extended(true); }},
      {"ReplyIsNotOverdue", [](Case& c) { c.today = kToday + 1; }},
      {"OutcomeIsFound", [](Case& c) { c.act.decision.clear_outcome(); }},
      {"DecisionIsReasoned", [](Case& c) { c.act.decision.clear_reasons(); }},
      {"CorrectionDayIsAhead", [](Case& c) { c.act.decision.set_correct_by_date("2026-03-01"); }},
      {"CorrectionIsMade", [](Case& c) { c.document.set_state(v1::DOCUMENT_STATE_IN_EFFECT); }},
      {"DocumentIsEnded", [](Case& c) { c.document.set_state(v1::DOCUMENT_STATE_IN_EFFECT); }},
      {"CorrectionHasRunOut", [](Case& c) { c.today = kToday - 1; }},
      {"AuthorityHasDecided", [](Case& c) { c.act.authority_decision.clear_date(); }},
      {"LeadTakesIt", [](Case& c) { c.lead->set_document("documents/8"); }},
      {"NobodyIsJoinedToIt", [](Case& c) { c.others_are_joined = true; }},
      {"LodgerHasNotWithdrawn", [](Case& c) { c.objection.set_own_motion(true); }},
      {"EvidenceTypeIsAllowed", [](Case& c) { c.act.evidence.set_media_type("text/html"); }},
      {"EvidenceIsSmallEnough", [](Case& c) { c.act.evidence.set_size_bytes((1 << 20) + 1); }},
      {"EvidenceIsNotTooMuch",
       [](Case& c) {
         c.objection.mutable_internal()->add_evidence();
         c.objection.mutable_internal()->add_evidence();
       }},
      {"PersonalDataIsKept", [](Case& c) { c.objection.set_erased_date("2026-03-01"); }},
      {"ClockHasRunOut", [](Case& c) { c.today = kToday - 1; }},
      {"LeadIsAnswered", [](Case& c) { c.lead->set_state(v1::OBJECTION_STATE_REVIEWING); }},
      {"IssuerAnsweredLead", [](Case& c) { c.lead->set_state(v1::OBJECTION_STATE_REVIEWING); }},
      {"LeadEndedWithIssuersAnswer", [](Case& c) { c.lead->mutable_decision(); }},
      {"LeadHasIssuersAnswer", [](Case& c) { c.lead->set_state(v1::OBJECTION_STATE_REVIEWING); }},
      {"LeadIsRechecked", [](Case& c) { c.lead->set_state(v1::OBJECTION_STATE_ANSWERED); }},
      {"OpinionPeriodIsOver", [](Case& c) { c.today = kToday - 1; }},
      {"RecheckIsInTime", [](Case& c) { c.today = kToday + 1; }},
  };
  return mutations;
}

class EveryRow : public ::testing::TestWithParam<const Row*> {};

std::vector<const Row*> Rows() {
  std::vector<const Row*> rows;
  for (const Row& row : Table()) rows.push_back(&row);
  return rows;
}

INSTANTIATE_TEST_SUITE_P(Table, EveryRow, ::testing::ValuesIn(Rows()), [](const auto& info) {
  return absl::StrCat(StateName(info.param->from), "_", ActionName(info.param->action));
});

TEST_P(EveryRow, PassesAndLeadsWhereItSays) {
  const auto decision = PassingCase(*GetParam()).Decide();
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(decision->row, GetParam());
  EXPECT_EQ(decision->change.objection.state(), GetParam()->to);
}

TEST_P(EveryRow, EachConditionAloneRefusesIt) {
  const Row& row = *GetParam();
  workflow::ForEachUsed(row.when, [&](const Condition& condition) {
    SCOPED_TRACE(condition.name);
    const auto mutation = Mutations().find(condition.name);
    ASSERT_NE(mutation, Mutations().end());
    Case made = PassingCase(row);
    mutation->second(made);
    const auto decision = made.Decide();
    EXPECT_EQ(error::ReasonOf(decision.status()), v1::ERROR_REASON_CONDITIONS_NOT_MET);
    EXPECT_THAT(Failed(decision.status()), ElementsAre(condition.name));
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

// Every clock that the row starts runs after it, with its leaf, article and due day; every clock
// that it stops does not.
TEST_P(EveryRow, ArmsEveryClockThatItDeclares) {
  const auto decision = PassingCase(*GetParam()).Decide();
  ASSERT_TRUE(decision.ok()) << decision.status();
  int starts = 0;
  const auto is_meant = [&](const workflow::ClockStep& step) {
    return step.used && IsDoneFor(step, decision->change.objection);
  };
  for (const workflow::ClockStep& step : GetParam()->clocks)
    starts += is_meant(step) && step.operation == workflow::ClockOperation::kStarts;
  for (const workflow::ClockStep& step : GetParam()->clocks) {
    if (!is_meant(step)) continue;
    int running = 0;
    for (const v1::Clock& clock : decision->change.objection.clocks()) {
      const bool meant = step.clock == v1::CLOCK_KIND_UNSPECIFIED || clock.kind() == step.clock;
      if (!meant || clock.state() != v1::CLOCK_STATE_RUNNING) continue;
      ++running;
      if (step.operation != workflow::ClockOperation::kStarts) continue;
      if (step.leaf == nullptr) {
        EXPECT_EQ(clock.due_date(), "2026-06-01");
        continue;
      }
      EXPECT_EQ(clock.leaf(), step.leaf);
      EXPECT_EQ(clock.article(), "试行办法第一条");
      // What ran out yesterday counts from there, whenever it is found.
      EXPECT_EQ(clock.due_date(),
                document::IsoDay(kToday + (PassingCase(*GetParam()).act.clock != 0 ? 29 : 30)));
    }
    if (step.operation == workflow::ClockOperation::kStarts) EXPECT_EQ(running, 1);
    if (step.operation == workflow::ClockOperation::kStops)
      EXPECT_EQ(running, step.clock == v1::CLOCK_KIND_UNSPECIFIED ? starts : 0);
    if (step.operation == workflow::ClockOperation::kCancels) EXPECT_EQ(running, 0);
    if (step.operation == workflow::ClockOperation::kExpires) EXPECT_EQ(running, 0);
    if (step.operation == workflow::ClockOperation::kSuspends) EXPECT_EQ(running, 0);
  }
}

TEST_P(EveryRow, NoOtherRoleAndNoStrangerMayDoIt) {
  const Row& row = *GetParam();
  for (int value = v1::Role_MIN; value <= v1::Role_MAX; ++value) {
    const auto role = static_cast<v1::Role>(value);
    Case made = PassingCase(row);
    made.caller.roles = {role};
    if (role == row.roles[0] || role == row.roles[1]) {
      // Whoever holds the receipt; what happens by itself.
      if (role == v1::ROLE_UNSPECIFIED || role == v1::ROLE_PUBLIC || role == v1::ROLE_SYSTEM)
        continue;
      made.caller.organ = "jurisdictions/630222/organs/finance";
      made.caller.jurisdiction = "jurisdictions/630222";
    }
    EXPECT_EQ(error::ReasonOf(made.Decide().status()), v1::ERROR_REASON_ROLE_NOT_ALLOWED)
        << v1::Role_Name(role);
  }
}

// domain.md 7: duties pass to the successor, and with them what is no business of a judge.
TEST_P(EveryRow, PassesToTheSuccessorOfTheIssuer) {
  Case made = PassingCase(*GetParam());
  if (made.caller.Has(v1::ROLE_DRAFTER)) {
    made.caller.organ = "jurisdictions/630203/organs/economy";
    EXPECT_EQ(error::ReasonOf(made.Decide().status()), v1::ERROR_REASON_ROLE_NOT_ALLOWED);
    EXPECT_FALSE(SeesInternal(made.caller, made.objection));
    made.caller.predecessors = {kIssuer};
    EXPECT_TRUE(made.Decide().ok()) << made.Decide().status();
    EXPECT_TRUE(SeesInternal(made.caller, made.objection));
    return;
  }
  Case as_issuer = made;
  as_issuer.caller.organ = kIssuer;
  made.caller.predecessors = {kIssuer};
  EXPECT_EQ(made.Decide().ok(), as_issuer.Decide().ok());
}

TEST_P(EveryRow, SaysNothingOfTheLodgerOutsideWhatIsSealed) {
  const auto decision = PassingCase(*GetParam()).Decide();
  ASSERT_TRUE(decision.ok());
  EXPECT_EQ(decision->change.objection.SerializeAsString().find("张三"), std::string::npos);
  for (const auto& [key, value] : decision->change.facts)
    EXPECT_EQ(value.find("张三"), std::string::npos) << key;
}

TEST(Table, RefusesEveryPairOfStateAndActionThatHasNoRow) {
  std::set<std::pair<int, int>> rows;
  for (const Row& row : Table()) rows.insert({row.from, static_cast<int>(row.action)});
  int refused = 0;
  for (int state = v1::ObjectionState_MIN; state <= v1::ObjectionState_MAX; ++state) {
    for (int action = 0; action <= static_cast<int>(Action::kErase); ++action) {
      if (rows.count({state, action}) > 0) continue;
      Case made = Prepare(static_cast<v1::ObjectionState>(state), static_cast<Action>(action));
      EXPECT_EQ(error::ReasonOf(made.Decide().status()),
                v1::ERROR_REASON_STATE_TRANSITION_NOT_ALLOWED)
          << state << " " << ActionName(made.act.action);
      for (int role = v1::Role_MIN; role <= v1::Role_MAX; ++role) {
        made.caller = Someone(static_cast<v1::Role>(role));
        error::ExpectWords(made.Decide().status(), ActionTitleZh(made.act.action));
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, 900);
}

TEST(Table, AWrongCheckDigitIsTakenWithAReason) {
  Case made = Prepare(v1::OBJECTION_STATE_UNSPECIFIED, Action::kLodge);
  made.act.lodger.set_identity_code("11010519491231002X");
  EXPECT_TRUE(made.Decide().ok());
  made.act.lodger.set_identity_code("110105194912310021");
  EXPECT_THAT(Failed(made.Decide().status()), ElementsAre("IdentityIsPlausible"));
  made.act.lodger.set_identity_override("证件如此记载，已核对原件");
  EXPECT_TRUE(made.Decide().ok());
}

// 勘误: the text was printed wrong; what it says was not changed, and no issuer closes its case so.
TEST(Table, AMisprintThatIsMendedMeetsNoOrder) {
  for (const Action action : {Action::kReportCorrection, Action::kNoticeCorrection}) {
    SCOPED_TRACE(ActionName(action));
    Case made = Prepare(v1::OBJECTION_STATE_CORRECTING, action);
    made.document.set_state(v1::DOCUMENT_STATE_IN_EFFECT);
    made.objection.set_decided_version(1);
    made.document.add_versions()->set_number(1);
    v1::VersionSummary* newest = made.document.add_versions();
    newest->set_number(2);
    newest->set_kind(v1::VERSION_KIND_CORRECTION);
    EXPECT_THAT(Failed(made.Decide().status()), ElementsAre("CorrectionIsMade"));
    newest->set_kind(v1::VERSION_KIND_AMENDMENT);
    EXPECT_TRUE(made.Decide().ok()) << made.Decide().status();
  }
}

TEST(Table, AnUnconfirmedPeriodMarksTheAct) {
  const auto decision = Prepare(v1::OBJECTION_STATE_RECEIVED, Action::kAccept).Decide();
  ASSERT_TRUE(decision.ok());
  EXPECT_THAT(decision->unconfirmed_leaves,
              ElementsAre(policy::kObjectionReplyDays, policy::kObjectionRoute));
}

// It decides though it was read before: when the clock started.
TEST(Table, NamesTheLeafOfTheClockThatIsAsked) {
  struct Asked {
    v1::ObjectionState state;
    Action action;
    const char* leaf;
  };
  for (const Asked& asked :
       {Asked{v1::OBJECTION_STATE_SUPPLEMENT_REQUESTED, Action::kSupplement,
              policy::kObjectionSupplementDays},
        Asked{v1::OBJECTION_STATE_SUPPLEMENT_REQUESTED, Action::kReject,
              policy::kObjectionSupplementDays},
        Asked{v1::OBJECTION_STATE_REVIEWING, Action::kExtend, policy::kObjectionReplyDays},
        Asked{v1::OBJECTION_STATE_REVIEWING, Action::kMarkOverdue, policy::kObjectionReplyDays},
        Asked{v1::OBJECTION_STATE_OPINION_REQUESTED, Action::kDecide,
              policy::kObjectionOpinionDays}}) {
    Case made = Prepare(asked.state, asked.action);
    for (v1::Clock& clock : *made.objection.mutable_clocks()) clock.set_leaf(asked.leaf);
    const auto decision = made.Decide();
    ASSERT_TRUE(decision.ok()) << ActionName(asked.action) << ": " << decision.status();
    EXPECT_THAT(decision->unconfirmed_leaves, ::testing::Contains(asked.leaf))
        << ActionName(asked.action);
  }
}

TEST(Table, IsDescribedWhole) {
  const v1::Workflow workflow = DescribeWorkflow();
  ASSERT_EQ(workflow.rows_size(), static_cast<int>(Table().size()));
  for (const v1::WorkflowState& state : workflow.states())
    EXPECT_NE(state.title_zh(), "") << state.name();
  for (const v1::WorkflowRow& row : workflow.rows()) {
    EXPECT_NE(row.action_zh(), "") << row.action();
    EXPECT_EQ(row.method().empty(), row.roles(0) == "SYSTEM") << row.action();
  }
}

}  // namespace
}  // namespace santong::objection
