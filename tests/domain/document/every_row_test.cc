// Method: each row of the table is brought to pass in a driven life; then, for each of its
// conditions, one thing is changed and exactly that condition must be named. A condition without
// such a change fails the test, so a new rule cannot come without one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "server/domain/document/conditions.h"
#include "server/domain/document/subject.h"
#include "server/domain/error/refusal.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/workflow/describe.h"
#include "tests/domain/document/life.h"
#include "tests/domain/document/mutations.h"
#include "tests/domain/refused_words.h"

namespace santong::document {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

std::string RowName(const Row& row) {
  return absl::StrCat(StateName(row.from), "+", ActionName(row.action));
}

// A place whose departments file with the standing committee, too.
void OweCongressFiling(Life& life) {
  life.Set(Period(policy::kFilingCongressDays, 30));
  life.Set(List(policy::kFilingCongressOrgans, {"DEPARTMENT"}));
}

// A case in which the row passes.
Case PassingCase(const Row& row) {
  Life life;
  if (row.action == Action::kContinueReregister)
    life.Set(Choice(policy::kContinueMode, "reregister"));
  if (row.action == Action::kContinueRenewNotice)
    life.Set(Choice(policy::kContinueMode, "renew_notice"));
  if (row.action == Action::kRecordCongressFiling) OweCongressFiling(life);
  life.To(row.from);
  if (row.from == v1::DOCUMENT_STATE_SUBMITTED && row.action == Action::kRegister) {
    EXPECT_TRUE(life.Do(Action::kDetermineNormative).ok());
  }
  if (row.from == v1::DOCUMENT_STATE_LEGACY && row.action == Action::kRegister) {
    EXPECT_TRUE(life.Do(Action::kDetermineNormative).ok());
  }
  if (row.action == Action::kPublish && row.from != v1::DOCUMENT_STATE_REGISTERED) {
    life.Set(Choice(policy::kContinueMode, "reregister"));
    EXPECT_TRUE(life.Do(Action::kContinueReregister).ok());
  }
  if (row.action == Action::kCompleteUrgent) {
    life.document().set_urgent(true);
    v1::CompletionItem* item = life.document().add_completion_items();
    item->set_condition("PublicCommentIsRecorded");
  }
  Case made = life.Prepare(row.action);
  // A notice that says the same may be carried out with it.
  if (row.action == Action::kContinueExtend || row.action == Action::kContinueReregister)
    made.other = OtherDocument(v1::RELATION_KIND_CONTINUES);
  if (row.action == Action::kTakeEffect) made.today = Day("2026-05-01");
  if (row.action == Action::kLapse) {
    made.today = Day("2031-05-01");
    made.document.mutable_term()->set_last_valid_date("2031-04-30");
  }
  if (row.action == Action::kMarkOverdue) {
    v1::Clock* clock = made.document.add_clocks();
    clock->set_kind(v1::CLOCK_KIND_FILING);
    clock->set_state(v1::CLOCK_STATE_RUNNING);
    clock->set_due_date("2026-03-01");
    made.act.clock = v1::CLOCK_KIND_FILING;
  }
  return made;
}

class EveryRow : public ::testing::TestWithParam<const Row*> {};

std::vector<const Row*> Rows() {
  std::vector<const Row*> rows;
  for (const Row& row : Table()) rows.push_back(&row);
  return rows;
}

INSTANTIATE_TEST_SUITE_P(Table, EveryRow, ::testing::ValuesIn(Rows()), [](const auto& info) {
  std::string name = RowName(*info.param);
  for (char& c : name) {
    if (c == '+') c = '_';
  }
  return name;
});

TEST_P(EveryRow, PassesAndLeadsWhereItSays) {
  const Row& row = *GetParam();
  const auto decision = PassingCase(row).Decide();
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(decision->row, &row);
  EXPECT_EQ(decision->change.document.state(), row.to);
}

TEST_P(EveryRow, EachConditionAloneRefusesIt) {
  const Row& row = *GetParam();
  workflow::ForEachUsed(row.when, [&](const Condition& condition) {
    SCOPED_TRACE(condition.name);
    const auto mutation = Mutations().find(condition.name);
    ASSERT_NE(mutation, Mutations().end())
        << "no change is known after which this condition alone does not hold";
    Case made = PassingCase(row);
    mutation->second(made);
    const auto decision = made.Decide();
    if (condition.fields != nullptr) {
      EXPECT_THAT(error::FieldViolationsOf(decision.status()), Not(IsEmpty())) << decision.status();
      return;
    }
    EXPECT_EQ(error::ReasonOf(decision.status()), v1::ERROR_REASON_CONDITIONS_NOT_MET)
        << decision.status();
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

// Without a leaf that it does not name, the act comes out the same.
TEST_P(EveryRow, NamesEveryLeafThatDecides) {
  Case made = PassingCase(*GetParam());
  for (auto& [key, leaf] : made.leaves) leaf.clear_confirmed_by();
  const auto decision = made.Decide();
  ASSERT_TRUE(decision.ok()) << decision.status();
  const std::set<std::string> named(decision->unconfirmed_leaves.begin(),
                                    decision->unconfirmed_leaves.end());
  for (const auto& [key, leaf] : made.leaves) {
    if (named.count(key) > 0) continue;
    Case without = made;
    without.leaves.erase(key);
    const auto same = without.Decide();
    ASSERT_TRUE(same.ok()) << key << ": " << same.status();
    EXPECT_EQ(same->change.document.SerializeAsString(),
              decision->change.document.SerializeAsString())
        << key;
    EXPECT_EQ(same->change.facts, decision->change.facts) << key;
  }
}

TEST_P(EveryRow, TheSameFactsGiveTheSameAnswer) {
  const Case made = PassingCase(*GetParam());
  const auto first = made.Decide();
  const auto second = made.Decide();
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->change.document.SerializeAsString(),
            second->change.document.SerializeAsString());
  EXPECT_EQ(first->change.facts, second->change.facts);
  EXPECT_EQ(first->unconfirmed_leaves, second->unconfirmed_leaves);
}

TEST_P(EveryRow, NoOtherRoleMayDoIt) {
  const Row& row = *GetParam();
  for (int value = v1::Role_MIN; value <= v1::Role_MAX; ++value) {
    const auto role = static_cast<v1::Role>(value);
    if (std::find(row.roles.begin(), row.roles.end(), role) != row.roles.end()) continue;
    Case made = PassingCase(row);
    made.caller.roles = {role};
    EXPECT_EQ(error::ReasonOf(made.Decide().status()), v1::ERROR_REASON_ROLE_NOT_ALLOWED)
        << v1::Role_Name(role);
  }
}

TEST(Table, NoStrangerWithTheRoleMayDoIt) {
  int strangers = 0;
  for (const Row& row : Table()) {
    Case made = PassingCase(row);
    // The system and the operator hold their roles everywhere.
    if (made.caller.Has(v1::ROLE_SYSTEM) || made.caller.Has(v1::ROLE_ADMIN)) continue;
    made.caller.organ = "jurisdictions/630222/organs/finance";
    made.caller.jurisdiction = "jurisdictions/630222";
    EXPECT_EQ(error::ReasonOf(made.Decide().status()), v1::ERROR_REASON_ROLE_NOT_ALLOWED)
        << RowName(row);
    ++strangers;
  }
  EXPECT_GT(strangers, 50);
}

TEST(Table, RefusesEveryPairOfStateAndActionThatHasNoRow) {
  std::set<std::pair<int, int>> rows;
  for (const Row& row : Table()) rows.insert({row.from, static_cast<int>(row.action)});
  int refused = 0;
  for (int state = v1::DocumentState_MIN; state <= v1::DocumentState_MAX; ++state) {
    Life life;
    life.To(static_cast<v1::DocumentState>(state));
    ASSERT_EQ(life.document().state(), state);
    for (int action = 0; action <= static_cast<int>(Action::kImport); ++action) {
      if (rows.count({state, action}) > 0) continue;
      Case made = life.Prepare(static_cast<Action>(action));
      if (ProposesDocument(made.act.action) && !made.document.name().empty())
        made.act.proposed = made.document;
      for (int role = v1::Role_MIN; role <= v1::Role_MAX; ++role) {
        made.caller = Someone(static_cast<v1::Role>(role));
        const auto decision = made.Decide();
        const auto reason = error::ReasonOf(decision.status());
        EXPECT_TRUE(reason == v1::ERROR_REASON_STATE_TRANSITION_NOT_ALLOWED ||
                    reason == v1::ERROR_REASON_ROLE_NOT_ALLOWED)
            << StateName(made.document.state()) << " " << ActionName(made.act.action) << ": "
            << decision.status();
        error::ExpectWords(decision.status(), ActionTitleZh(made.act.action));
        ++refused;
      }
      // Whoever may do the act at all is told that the state is the obstacle.
      made.caller.roles = {v1::ROLE_DRAFTER, v1::ROLE_REVIEWER, v1::ROLE_PUBLISHER, v1::ROLE_ADMIN,
                           v1::ROLE_SYSTEM};
      EXPECT_EQ(error::ReasonOf(made.Decide().status()),
                v1::ERROR_REASON_STATE_TRANSITION_NOT_ALLOWED);
    }
  }
  EXPECT_GT(refused, 2000);
}

TEST(Table, EveryClockThatStartsIsEndedBySomeRow) {
  std::set<int> started, ended;
  bool all_stop = false;
  for (const Row& row : Table()) {
    for (const workflow::ClockStep& step : row.clocks) {
      if (!step.used) continue;
      if (step.operation == workflow::ClockOperation::kStarts) started.insert(step.clock);
      if (step.operation == workflow::ClockOperation::kStops ||
          step.operation == workflow::ClockOperation::kExpires) {
        ended.insert(step.clock);
        all_stop = all_stop || step.clock == v1::CLOCK_KIND_UNSPECIFIED;
      }
    }
  }
  EXPECT_TRUE(all_stop);
  for (int clock : started)
    EXPECT_EQ(ended.count(clock), 1u) << v1::ClockKind_Name(static_cast<v1::ClockKind>(clock));
  EXPECT_EQ(started.size(), 11u) << "every kind of clock is started by some row";
}

// So no act comes to its number and finds that there is none to make.
TEST(Table, EveryRowThatGivesANumberAsksForWhatItIsMadeOf) {
  int giving = 0;
  for (const Row& row : Table()) {
    const auto decision = PassingCase(row).Decide();
    ASSERT_TRUE(decision.ok()) << RowName(row) << ": " << decision.status();
    if (!decision->change.allocate_number) continue;
    std::set<std::string> asked;
    workflow::ForEachUsed(row.when,
                          [&](const Condition& condition) { asked.insert(condition.name); });
    for (const char* part : {"NumberPatternIsSet", "NumberPrefixIsSet", "OrganHasItsNumberCode"})
      EXPECT_EQ(asked.count(part), 1u) << RowName(row) << " " << part;
    ++giving;
  }
  EXPECT_GE(giving, 3);
}

// A form is made of them.
TEST(Table, AsksForPartsOfEvidenceThatThereAre) {
  const v1::Workflow workflow = DescribeWorkflow();
  int asked = 0;
  for (const v1::WorkflowRow& row : workflow.rows()) {
    for (const v1::WorkflowCondition& condition : row.conditions()) {
      for (const std::string& field : condition.evidence_fields()) {
        EXPECT_NE(v1::Evidence::descriptor()->FindFieldByName(field), nullptr)
            << condition.name() << " " << field;
        ++asked;
      }
    }
  }
  EXPECT_GT(asked, 0);
}

TEST(Table, IsDescribedWhole) {
  const v1::Workflow workflow = DescribeWorkflow();
  ASSERT_EQ(workflow.rows_size(), static_cast<int>(Table().size()));
  std::set<std::string> states;
  for (const v1::WorkflowState& state : workflow.states()) {
    EXPECT_NE(state.title_zh(), "") << state.name();
    states.insert(state.name());
  }
  std::set<std::string> terminal;
  for (const v1::WorkflowState& state : workflow.states()) {
    if (state.terminal()) terminal.insert(state.name());
  }
  EXPECT_EQ(terminal, (std::set<std::string>{"REFUSED", "WITHDRAWN", "NOT_NORMATIVE", "REVOKED"}));
  for (const v1::WorkflowRow& row : workflow.rows()) {
    EXPECT_EQ(states.count(row.to()), 1u) << row.to();
    EXPECT_GT(row.roles_size(), 0) << row.action();
    EXPECT_NE(row.action_zh(), "");
    EXPECT_NE(row.article(), "");
    EXPECT_NE(row.event(), "");
    EXPECT_EQ(row.method().empty(), row.roles(0) == "SYSTEM") << row.action();
  }
}

}  // namespace
}  // namespace santong::document
