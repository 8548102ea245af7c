// Method: each row of the table is brought to pass in a driven life; then, for each of its
// conditions, one thing is changed and exactly that condition must be named. A condition without
// such a change fails the test, so a new rule cannot come without one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "absl/strings/str_cat.h"
#include "server/domain/document/conditions.h"
#include "server/domain/document/subject.h"
#include "server/domain/error/refusal.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/workflow/describe.h"
#include "tests/domain/document/life.h"

namespace santong::document {
namespace {

using ::testing::ElementsAre;

std::string RowName(const Row& row) {
  return absl::StrCat(StateName(row.from), "+", ActionName(row.action));
}

// A case in which the row passes.
Case PassingCase(const Row& row) {
  Life life;
  if (row.action == Action::kContinueReregister)
    life.Set(Choice(policy::kContinueMode, "reregister"));
  if (row.action == Action::kContinueRenewNotice)
    life.Set(Choice(policy::kContinueMode, "renew_notice"));
  life.To(row.from);
  if (row.from == v1::DOCUMENT_STATE_SUBMITTED && row.action == Action::kRegister) {
    EXPECT_TRUE(life.Do(Action::kDetermineNormative).ok());
  }
  if (row.from == v1::DOCUMENT_STATE_LEGACY && row.action == Action::kRegister) {
    EXPECT_TRUE(life.Do(Action::kDetermineNormative).ok());
  }
  if (row.action == Action::kCompleteUrgent) {
    life.document().set_urgent(true);
    v1::CompletionItem* item = life.document().add_completion_items();
    item->set_condition("PublicCommentIsRecorded");
  }
  Case made = life.Prepare(row.action);
  if (row.action == Action::kTakeEffect) made.today = Day("2026-05-01");
  if (row.action == Action::kLapse) made.today = Day("2031-05-01");
  if (row.action == Action::kMarkOverdue) {
    v1::Clock* clock = made.document.add_clocks();
    clock->set_kind(v1::CLOCK_KIND_FILING);
    clock->set_state(v1::CLOCK_STATE_RUNNING);
    clock->set_due_date("2026-03-01");
    made.act.clock = v1::CLOCK_KIND_FILING;
  }
  return made;
}

using Mutation = std::function<void(Case&)>;

void SetLegality(Case& c, const char* start, const char* date) {
  c.evidence(v1::EVIDENCE_KIND_LEGALITY_REVIEW).set_start_date(start);
  c.evidence(v1::EVIDENCE_KIND_LEGALITY_REVIEW).set_date(date);
}

// One change for each condition, after which it alone does not hold.
const std::map<std::string, Mutation>& Mutations() {
  static const auto& mutations = *new std::map<std::string, Mutation>{
      {"TitleIsStated", [](Case& c) { c.subject().clear_title(); }},
      {"TextIsStored", [](Case& c) { c.document.clear_versions(); }},
      {"TextIsGiven", [](Case& c) { c.act.has_text = false; }},
      {"DocumentNumberIsWellFormed", [](Case& c) { c.document.set_document_number("没有序号"); }},
      {"DocumentNumberIsFree", [](Case& c) { c.document_number_taken = true; }},
      {"WrittenDateIsStated", [](Case& c) { c.document.set_written_date(IsoDay(c.today + 1)); }},
      {"LegalBasisIsStated", [](Case& c) { c.document.clear_legal_bases(); }},
      {"OpennessIsStated", [](Case& c) { c.document.set_openness(v1::OPENNESS_NOT_PUBLIC); }},
      {"TermIsStated", [](Case& c) { c.document.clear_term(); }},
      {"TermIsWithinPolicy",
       [](Case& c) {
         // Longer than five years; or, where only the first day may move, moved past the printed
         // last day.
         c.document.mutable_term()->set_years(6);
         if (!ProposesDocument(c.act.action)) return;
         c.document.mutable_term()->set_years(0);
         c.document.mutable_term()->set_computed(false);
         c.document.mutable_term()->set_last_valid_date("2026-12-31");
         *c.act.proposed.mutable_term() = c.document.term();
         c.act.proposed.set_effective_date("2027-01-01");
       }},
      {"EffectiveDateIsStated", [](Case& c) { c.document.clear_effective_date(); }},
      {"EarlyEffectIsExplained", [](Case& c) { c.document.set_effective_date("2026-04-18"); }},
      {"RelationsAreResolved",
       [](Case& c) {
         c.document.add_relations()->set_target("documents/404");
         c.document.mutable_relations(0)->set_kind(v1::RELATION_KIND_REPEALS);
       }},
      {"LeadIssuerIsNamed",
       [](Case& c) {
         c.subject().clear_issuers();
         c.document.mutable_internal()->set_creator(c.caller.principal);
         if (c.act.action == Action::kRegister || c.act.action == Action::kUpdate) {
           c.document.mutable_internal()->set_creator("principals/drafter");
         }
       }},
      {"LeadIssuerIsKnown", [](Case& c) { c.unknown_issuers = {true}; }},
      {"IssuersAreKnown",
       [](Case& c) {
         c.unknown_issuers = {false, true};
       }},
      {"LeadIssuerMayIssue", [](Case& c) { c.lead.set_kind(v1::ORGAN_KIND_COORDINATING); }},
      {"CoIssuersMayIssue", [](Case& c) { c.co_issuer.set_kind(v1::ORGAN_KIND_INTERNAL); }},
      {"IssuersAreEntitled", [](Case& c) { c.co_issuer.set_entitled_to_issue(false); }},
      {"LeadIssuerStays", [](Case& c) { c.subject().mutable_issuers(0)->set_organ(kCoIssuer); }},
      {"CoIssuersConsent",
       [](Case& c) { c.evidence(v1::EVIDENCE_KIND_CO_ISSUER_CONSENT).set_organ("另一个局"); }},
      {"JurisdictionIsNamed", [](Case& c) { c.act.proposed.clear_jurisdiction(); }},
      {"PublicCommentIsRecorded",
       [](Case& c) { c.RemoveEvidence(v1::EVIDENCE_KIND_PUBLIC_COMMENT); }},
      {"PublicCommentIsLongEnough",
       [](Case& c) { c.evidence(v1::EVIDENCE_KIND_PUBLIC_COMMENT).set_end_date("2026-02-03"); }},
      {"LegalityReviewIsRecorded",
       [](Case& c) { c.RemoveEvidence(v1::EVIDENCE_KIND_LEGALITY_REVIEW); }},
      {"LegalityOpinionAllowsIssue",
       [](Case& c) {
         c.evidence(v1::EVIDENCE_KIND_LEGALITY_REVIEW).set_conclusion(v1::CONCLUSION_CHANGE_NEEDED);
       }},
      {"LegalityReviewTookItsTime", [](Case& c) { SetLegality(c, "2026-02-18", "2026-02-24"); }},
      {"CollectiveDecisionIsRecorded",
       [](Case& c) { c.RemoveEvidence(v1::EVIDENCE_KIND_COLLECTIVE_DECISION); }},
      {"SignatureIsRecorded",
       [](Case& c) { c.evidence(v1::EVIDENCE_KIND_SIGNATURE).clear_person(); }},
      {"LegalityPrecedesDecision", [](Case& c) { SetLegality(c, "2026-02-11", "2026-02-28"); }},
      {"DecisionPrecedesSignature",
       [](Case& c) { c.evidence(v1::EVIDENCE_KIND_COLLECTIVE_DECISION).set_date("2026-03-03"); }},
      {"FairCompetitionIsReviewed",
       [](Case& c) { c.evidence(v1::EVIDENCE_KIND_FAIR_COMPETITION_REVIEW).clear_conclusion(); }},
      {"SecrecyIsReviewed", [](Case& c) { c.RemoveEvidence(v1::EVIDENCE_KIND_SECRECY_REVIEW); }},
      {"ContentIsDeclared",
       [](Case& c) { c.RemoveEvidence(v1::EVIDENCE_KIND_CONTENT_DECLARATION); }},
      {"DraftingIsExplained",
       [](Case& c) { c.RemoveEvidence(v1::EVIDENCE_KIND_DRAFTING_EXPLANATION); }},
      {"EvidenceIsNotOfTheFuture",
       [](Case& c) {
         auto* evidence = c.subject().mutable_internal()->mutable_evidence();
         evidence->Mutable(evidence->size() - 1)->set_date(IsoDay(c.today + 1));
       }},
      {"SignedTextIsTheText",
       [](Case& c) {
         c.evidence(v1::EVIDENCE_KIND_SIGNATURE).set_attachment_sha256(std::string(64, '9'));
       }},
      {"UrgencyIsApproved", [](Case& c) { c.document.set_urgent(true); }},
      {"DecisionIsRecorded", [](Case& c) { c.act.decision.clear_person(); }},
      {"EvaluationIsRecorded", [](Case& c) { c.act.decision.set_date(IsoDay(c.today + 1)); }},
      {"ReasonIsGiven", [](Case& c) { c.act.reason.clear(); }},
      {"ReasonCodeIsGiven",
       [](Case& c) { c.act.not_normative_reason = v1::NOT_NORMATIVE_REASON_UNSPECIFIED; }},
      {"OtherReasonIsInWords",
       [](Case& c) {
         c.act.not_normative_reason = v1::NOT_NORMATIVE_REASON_OTHER;
         c.act.reason.clear();
       }},
      {"ItemsAreGiven", [](Case& c) { c.act.items = {""}; }},
      {"DeterminedNormative",
       [](Case& c) { c.document.mutable_internal()->clear_determination(); }},
      {"RegistrarFitsTheModel",
       [](Case& c) {
         c.leaves[policy::kRegistrarModel] = Choice(policy::kRegistrarModel, "issuer");
       }},
      {"RegistrarIsNoIssuer", [](Case& c) { c.caller.organ = kLead; }},
      {"RegistrarIsNotTheSubmitter",
       [](Case& c) { c.document.mutable_internal()->set_submitter(c.caller.principal); }},
      {"NumberPatternIsSet", [](Case& c) { c.leaves.erase(policy::kNumberPattern); }},
      {"NumberPrefixIsSet", [](Case& c) { c.leaves.erase(policy::kNumberPrefix); }},
      {"OrganHasItsNumberCode",
       [](Case& c) {
         c.leaves[policy::kNumberPattern] =
             Choice(policy::kNumberPattern, "{organ}{year}{serial:4}");
         c.lead.clear_number_code();
       }},
      {"TextStaysAsImported", [](Case& c) { c.act.has_text = true; }},
      {"PublicationIsNamed", [](Case& c) { c.act.publication.clear_channel(); }},
      {"PublicationIsNotInTheFuture",
       [](Case& c) { c.act.publication.set_date(IsoDay(c.today + 1)); }},
      {"PublicationIsNotBeforeRegistration",
       [](Case& c) { c.act.publication.set_date("2026-03-19"); }},
      {"EffectIsNotBeforePublication",
       [](Case& c) {
         c.document.set_effective_date("2026-03-19");
         c.document.set_early_effect_reason("公布后不立即施行将有碍执行");
       }},
      {"GapBeforeEffectIsLongEnough", [](Case& c) { c.document.set_effective_date("2026-04-18"); }},
      {"OnlyPublicationTermsChange", [](Case& c) { c.act.proposed.set_title("另一个标题"); }},
      {"EffectiveDateOnlyMovesLater",
       [](Case& c) { c.act.proposed.set_effective_date("2026-04-30"); }},
      {"OnlyWhatIsOpenChanges", [](Case& c) { c.act.proposed.set_title("另一个标题"); }},
      {"EvidenceIsAdded", [](Case& c) { c.act.proposed = c.document; }},
      {"TextDiffers", [](Case& c) { c.act.text_sha256 = std::string(NewestTextHash(c.document)); }},
      {"OtherIsNamed", [](Case& c) { c.other.reset(); }},
      {"OtherIsPublished", [](Case& c) { c.other->set_state(v1::DOCUMENT_STATE_REGISTERED); }},
      {"OtherIsOfTheJurisdiction",
       [](Case& c) { c.other->set_jurisdiction("jurisdictions/630222"); }},
      {"OtherAmendsThis",
       [](Case& c) { c.other->mutable_relations(0)->set_target("documents/8"); }},
      {"OtherContinuesThis", [](Case& c) { c.other->mutable_relations(0)->set_applied(true); }},
      {"OtherReplacesThis",
       [](Case& c) { c.other->mutable_relations(0)->set_kind(v1::RELATION_KIND_REPEALS); }},
      {"AmendmentIsNotEarly", [](Case& c) { c.act.date = Day("2026-05-09"); }},
      {"ModeIsThePolicys",
       [](Case& c) {
         c.leaves[policy::kContinueMode] = Choice(policy::kContinueMode, "none of them");
       }},
      {"TermIsLimited", [](Case& c) { c.document.clear_term(); }},
      {"TermHasNotEnded", [](Case& c) { c.today = Day("2031-05-01"); }},
      {"NewTermIsLater", [](Case& c) { c.act.date = Day("2031-04-30"); }},
      {"NewTermIsWithinPolicy", [](Case& c) { c.act.date = Day("2036-05-01"); }},
      {"ContinuationsAreLeft",
       [](Case& c) {
         c.leaves[policy::kContinueMaxTimes] = Period(policy::kContinueMaxTimes, 1);
         c.document.add_clocks()->set_kind(v1::CLOCK_KIND_LAPSE);
       }},
      {"EndIsDecided",
       [](Case& c) { c.other->mutable_relations(0)->set_kind(v1::RELATION_KIND_AMENDS); }},
      {"EndDateIsGiven", [](Case& c) { c.act.date.reset(); }},
      {"EndDateHasCome", [](Case& c) { c.act.date = c.today + 1; }},
      {"EndIsNotBackdated", [](Case& c) { c.act.date = Day("2026-03-09"); }},
      {"FirstDayHasCome", [](Case& c) { c.today = Day("2026-04-30"); }},
      {"LastValidDayHasPassed", [](Case& c) { c.today = Day("2031-04-30"); }},
      {"ClockHasRunOut", [](Case& c) { c.act.clock = v1::CLOCK_KIND_EVALUATION; }},
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
    for (const char* leaf : condition.leaves) {
      if (leaf != nullptr) EXPECT_NE(policy::FindLeaf(leaf), nullptr) << leaf;
    }
  });
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
  // Filing is a side process with a state of its own; here its clock only ends with the document or
  // overdue.
  started.erase(v1::CLOCK_KIND_FILING);
  EXPECT_TRUE(all_stop);
  for (int clock : started)
    EXPECT_EQ(ended.count(clock), 1u) << v1::ClockKind_Name(static_cast<v1::ClockKind>(clock));
  EXPECT_EQ(started.size(), 8u) << "every kind of clock is started by some row";
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
