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
#include "server/domain/document/subject.h"
#include "server/domain/error/refusal.h"
#include "server/domain/objection/conditions.h"
#include "server/domain/policy/leaf.h"

namespace santong::objection {
namespace {

using ::testing::ElementsAre;

constexpr char kIssuer[] = "jurisdictions/630203/organs/civil-affairs";
constexpr char kOffice[] = "jurisdictions/630203/organs/legal-office";
constexpr char kDistrict[] = "jurisdictions/630203";
constexpr char kCity[] = "jurisdictions/630200";
const absl::CivilDay kToday(2026, 3, 2);

v1::PolicyLeaf Period(const char* key, int days) {
  v1::PolicyLeaf leaf;
  leaf.set_key(key);
  leaf.set_number(days);
  leaf.set_unit(v1::PERIOD_UNIT_CALENDAR_DAYS);
  leaf.set_article("试行办法第一条");
  return leaf;
}

std::vector<v1::PolicyLeaf> Leaves(const char* route) {
  std::vector<v1::PolicyLeaf> leaves;
  for (const char* key : {policy::kObjectionReplyDays, policy::kObjectionExtendDays,
                          policy::kObjectionCorrectionNoticeDays, policy::kObjectionSupplementDays,
                          policy::kObjectionOpinionDays, policy::kObjectionRecheckApplyDays,
                          policy::kObjectionRecheckReplyDays, policy::kReviewRevokeDays,
                          policy::kObjectionTransferDays, policy::kObjectionRefusalNoticeDays,
                          policy::kObjectionFeedbackDays, policy::kObjectionRetention}) {
    leaves.push_back(Period(key, 30));
  }
  for (const auto& [key, number] :
       {std::pair(policy::kObjectionEvidenceMib, 1), std::pair(policy::kObjectionEvidenceMax, 2)}) {
    v1::PolicyLeaf count;
    count.set_key(key);
    count.set_number(number);
    leaves.push_back(count);
  }
  v1::PolicyLeaf types;
  types.set_key(policy::kObjectionEvidenceTypes);
  types.mutable_list()->add_items("application/pdf");
  leaves.push_back(types);
  v1::PolicyLeaf lodgers;
  lodgers.set_key(policy::kObjectionLodgers);
  lodgers.mutable_list()->add_items("公民");
  leaves.push_back(lodgers);
  v1::PolicyLeaf step;
  step.set_key(policy::kObjectionRoute);
  step.set_text(route);
  leaves.push_back(step);
  return leaves;
}

struct Case {
  v1::Objection objection;
  Act act{};
  access::Caller caller;
  absl::CivilDay today = kToday;
  const char* route = "one_step";
  v1::Document document;
  bool document_is_public = true;
  std::optional<v1::Objection> lead;
  bool others_are_joined = false;
  v1::Organ organ;

  absl::StatusOr<Decision> Decide() const {
    const policy::PolicyView policy = policy::ViewOf(Leaves(route));
    const calendar::Calendar calendar;
    return objection::Decide(Facts{.objection = objection,
                                   .act = act,
                                   .caller = caller,
                                   .today = today,
                                   .policy = policy,
                                   .calendar = calendar,
                                   .document = document,
                                   .document_is_public = document_is_public,
                                   .repeats = {},
                                   .lead_issuer = &organ,
                                   .document_parent = kCity,
                                   .reviewer_parent = kCity,
                                   .lead = lead.has_value() ? &*lead : nullptr,
                                   .others_are_joined = others_are_joined});
  }
};

access::Caller Someone(v1::Role role) {
  if (role == v1::ROLE_PUBLIC) return access::PublicCaller();
  if (role == v1::ROLE_SYSTEM) return access::SystemCaller();
  return {.principal = "principals/x",
          .organ = role == v1::ROLE_DRAFTER ? kIssuer : kOffice,
          .jurisdiction = kDistrict,
          .roles = {role}};
}

void Arm(Case& c, v1::ClockKind kind, const char* due) {
  v1::Clock* clock = c.objection.add_clocks();
  clock->set_kind(kind);
  clock->set_state(v1::CLOCK_STATE_RUNNING);
  clock->set_start_date("2026-02-01");
  clock->set_limit(30);
  clock->set_unit(v1::PERIOD_UNIT_CALENDAR_DAYS);
  clock->set_due_date(due);
}

bool IsTheSystems(Action action) { return *ActionMethod(action) == '\0'; }

// The clock that runs in a state.
v1::ClockKind ClockOf(v1::ObjectionState state, Action action) {
  if (action == Action::kErase) return v1::CLOCK_KIND_OBJECTION_RETENTION;
  switch (state) {
    case v1::OBJECTION_STATE_RECEIVED:
      return v1::CLOCK_KIND_OBJECTION_FORM_CHECK;
    case v1::OBJECTION_STATE_SUPPLEMENT_REQUESTED:
      return v1::CLOCK_KIND_OBJECTION_SUPPLEMENT;
    case v1::OBJECTION_STATE_WITH_ISSUER:
      return v1::CLOCK_KIND_OBJECTION_ISSUER_REPLY;
    case v1::OBJECTION_STATE_ANSWERED:
      return v1::CLOCK_KIND_OBJECTION_RECHECK_REQUEST;
    case v1::OBJECTION_STATE_REVIEWING:
      return v1::CLOCK_KIND_OBJECTION_REPLY;
    case v1::OBJECTION_STATE_OPINION_REQUESTED:
      return v1::CLOCK_KIND_OBJECTION_OPINION;
    case v1::OBJECTION_STATE_CORRECTING:
      return v1::CLOCK_KIND_OBJECTION_CORRECTION;
    case v1::OBJECTION_STATE_REVOKING:
      return v1::CLOCK_KIND_OBJECTION_REVOCATION;
    case v1::OBJECTION_STATE_DECIDED:
    case v1::OBJECTION_STATE_CLOSED:
      return v1::CLOCK_KIND_OBJECTION_FEEDBACK;
    default:
      return v1::CLOCK_KIND_UNSPECIFIED;
  }
}

// A case in which the act could pass, in that state.
Case Prepare(v1::ObjectionState state, Action action) {
  Case c;
  c.document.set_name("documents/7");
  c.document.set_title("救助办法");
  c.document.set_jurisdiction(kDistrict);
  c.document.add_issuers()->set_organ(kIssuer);
  if (state != v1::OBJECTION_STATE_UNSPECIFIED) {
    c.objection.set_name("objections/1");
    c.objection.set_jurisdiction(kDistrict);
    c.objection.set_issuer(kIssuer);
    c.objection.set_document("documents/7");
  }
  c.objection.set_state(state);
  c.act.action = action;
  c.act.text = "因为与上位法相抵触";
  c.act.items = {"授权委托书"};
  c.act.refusal = v1::OBJECTION_REFUSAL_UNFOUNDED;
  c.act.transfer_to = "海东市司法局";
  c.act.decision.set_outcome(v1::OBJECTION_OUTCOME_LAWFUL);
  c.act.decision.set_reasons("第二条与上位法相抵触");
  if (action == Action::kOrderCorrection) {
    c.act.decision.set_outcome(v1::OBJECTION_OUTCOME_CORRECT);
    c.act.decision.set_correct_by_date("2026-06-01");
  }
  c.act.authority_decision.set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  c.act.authority_decision.set_document_title("区人民政府决定");
  c.act.authority_decision.set_person("区长");
  c.act.authority_decision.set_date("2026-03-01");
  c.act.evidence.set_media_type("application/pdf");
  c.act.evidence.set_size_bytes(1000);
  if (IsTheSystems(action) && action != Action::kNoticeCorrection)
    c.act.clock = ClockOf(state, action);
  if (action == Action::kReportCorrection || action == Action::kNoticeCorrection)
    c.document.set_state(v1::DOCUMENT_STATE_REPEALED);
  if (action == Action::kReportCorrection && state == v1::OBJECTION_STATE_CLOSED) {
    c.objection.set_correction("文件已经修改");
    c.objection.set_settled_date("2026-03-01");
  }
  if (action == Action::kReply)
    c.objection.mutable_decision()->set_outcome(v1::OBJECTION_OUTCOME_LAWFUL);
  if (action == Action::kJoin || action == Action::kAnswerJoined) {
    c.lead.emplace();
    c.lead->set_name("objections/2");
    c.lead->set_document("documents/7");
    c.lead->set_jurisdiction(kDistrict);
    c.lead->set_state(action == Action::kJoin ? v1::OBJECTION_STATE_REVIEWING
                                              : v1::OBJECTION_STATE_DECIDED);
  }
  c.act.lodger.set_kind(v1::LODGER_KIND_CITIZEN);
  c.act.lodger.set_display_name("张三");
  c.act.lodger.set_contact("0972-8612345");
  if (action == Action::kSendToIssuer) c.route = "two_step";
  // The clock of the state, which has run out where the act waits for that.
  const bool over = IsTheSystems(action) || action == Action::kReject ||
                    state == v1::OBJECTION_STATE_OPINION_REQUESTED ||
                    action == Action::kSuspendDocument || action == Action::kRevokeDocument;
  if (const auto kind = ClockOf(state, action); kind != v1::CLOCK_KIND_UNSPECIFIED)
    Arm(c, kind, over ? "2026-03-01" : "2026-03-02");
  for (const Row& row : Table()) {
    if (row.action == action) c.caller = Someone(row.roles[0]);
  }
  return c;
}

Case PassingCase(const Row& row) { return Prepare(row.from, row.action); }

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
      {"OpinionPeriodIsOver", [](Case& c) { c.today = kToday - 1; }},
      {"RecheckIsInTime", [](Case& c) { c.today = kToday + 1; }},
  };
  return mutations;
}

std::vector<std::string> Failed(const absl::Status& status) {
  std::vector<std::string> names;
  for (const auto& violation : error::ConditionViolationsOf(status))
    names.push_back(violation.condition);
  return names;
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

// Every clock that the row starts runs after it, with its leaf, article and due day; every clock
// that it stops does not.
TEST_P(EveryRow, ArmsEveryClockThatItDeclares) {
  const auto decision = PassingCase(*GetParam()).Decide();
  ASSERT_TRUE(decision.ok()) << decision.status();
  int starts = 0;
  for (const workflow::ClockStep& step : GetParam()->clocks)
    starts += step.used && step.operation == workflow::ClockOperation::kStarts;
  for (const workflow::ClockStep& step : GetParam()->clocks) {
    if (!step.used) continue;
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
        EXPECT_FALSE(made.Decide().ok());
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

// The pause is a ledger: what was asked on one day and supplied on another is not counted.
TEST(Clocks, DoNotCountTheDaysOfASupplement) {
  Case made = Prepare(v1::OBJECTION_STATE_UNSPECIFIED, Action::kLodge);
  const auto step = [&](Action action, v1::ObjectionState state, absl::CivilDay day) {
    Case next = Prepare(state, action);
    next.objection = made.objection;
    next.today = day;
    auto decision = next.Decide();
    ASSERT_TRUE(decision.ok()) << decision.status();
    made.objection = decision->change.objection;
    if (made.objection.name().empty()) made.objection.set_name("objections/1");
  };
  step(Action::kLodge, v1::OBJECTION_STATE_UNSPECIFIED, kToday);
  EXPECT_EQ(made.objection.clocks(0).due_date(), document::IsoDay(kToday + 30));
  step(Action::kRequestSupplement, v1::OBJECTION_STATE_RECEIVED, kToday + 3);
  step(Action::kSupplement, v1::OBJECTION_STATE_SUPPLEMENT_REQUESTED, kToday + 10);
  const v1::Clock& form = made.objection.clocks(0);
  ASSERT_EQ(form.pauses_size(), 1);
  // From the day of the notice to that of the supplement: eight days.
  EXPECT_EQ(form.due_date(), document::IsoDay(kToday + 30 + 8));
  EXPECT_EQ(form.state(), v1::CLOCK_STATE_RUNNING);
}

TEST(Clocks, AnExtensionCountsFromTheDueDayThatItExtends) {
  Case made = Prepare(v1::OBJECTION_STATE_REVIEWING, Action::kExtend);
  made.today = kToday - 5;
  const auto decision = made.Decide();
  ASSERT_TRUE(decision.ok()) << decision.status();
  const v1::Clock& extended = decision->change.objection.clocks(1);
  EXPECT_EQ(extended.kind(), v1::CLOCK_KIND_OBJECTION_EXTENDED_REPLY);
  EXPECT_EQ(extended.start_date(), document::IsoDay(kToday));
  EXPECT_EQ(extended.due_date(), document::IsoDay(kToday + 30));
}

TEST(Table, AnUnconfirmedPeriodMarksTheAct) {
  const auto decision = Prepare(v1::OBJECTION_STATE_RECEIVED, Action::kAccept).Decide();
  ASSERT_TRUE(decision.ok());
  EXPECT_THAT(decision->unconfirmed_leaves,
              ElementsAre(policy::kObjectionReplyDays, policy::kObjectionRoute));
}

// Every clock is started by an act, stopped by a row, and watched by one for when it runs out.
TEST(Clocks, EachThatTheTableDeclaresIsArmedStoppedAndWatched) {
  std::set<v1::ClockKind> started, stopped;
  for (const Row& row : Table()) {
    for (const workflow::ClockStep& step : row.clocks) {
      if (!step.used) continue;
      if (step.operation == workflow::ClockOperation::kStarts) started.insert(step.clock);
      if (step.operation == workflow::ClockOperation::kStops) stopped.insert(step.clock);
      if (step.operation == workflow::ClockOperation::kCancels) stopped.insert(step.clock);
    }
  }
  EXPECT_EQ(started.size(), 14u);
  for (v1::ClockKind kind : started) {
    SCOPED_TRACE(v1::ClockKind_Name(kind));
    int armed = 0, watched = 0;
    for (const Row& row : Table()) {
      auto decision = PassingCase(row).Decide();
      ASSERT_TRUE(decision.ok()) << decision.status();
      for (const v1::Clock& clock : decision->change.objection.clocks()) {
        if (clock.kind() != kind || clock.state() != v1::CLOCK_STATE_RUNNING) continue;
        ++armed;
        v1::Objection objection = decision->change.objection;
        objection.clear_clocks();
        *objection.add_clocks() = clock;
        const auto due = document::DayOf(clock.due_date());
        ASSERT_TRUE(due.has_value());
        EXPECT_FALSE(NextSystemAct(objection, *due).has_value());
        if (NextSystemAct(objection, *due + 1).has_value()) ++watched;
      }
    }
    EXPECT_GT(armed, 0);
    // Until when it may be transferred or refused: nothing follows when that day passes.
    const bool limits = kind == v1::CLOCK_KIND_OBJECTION_TRANSFER ||
                        kind == v1::CLOCK_KIND_OBJECTION_REFUSAL_NOTICE;
    EXPECT_EQ(watched > 0, !limits);
    // The extended reply is stopped by the rows that stop every clock.
    EXPECT_TRUE(kind == v1::CLOCK_KIND_OBJECTION_EXTENDED_REPLY || stopped.count(kind) > 0);
  }
}

v1::Clock ClockOfKind(const v1::Objection& objection, v1::ClockKind kind) {
  v1::Clock last;
  for (const v1::Clock& clock : objection.clocks()) {
    if (clock.kind() == kind) last = clock;
  }
  return last;
}

// 北京第25条, 第17条、第24条; 山东第14条: the days are those of the refusal and of the transfer.
// Who takes the objection up later breaks neither.
TEST(Clocks, OnlyARefusalOrATransferAfterItsDaysIsLate) {
  const auto lodged = Prepare(v1::OBJECTION_STATE_UNSPECIFIED, Action::kLodge).Decide();
  ASSERT_TRUE(lodged.ok()) << lodged.status();
  const std::pair<Action, std::pair<bool, bool>> ends[] = {{Action::kAccept, {false, false}},
                                                           {Action::kWithdraw, {false, false}},
                                                           {Action::kReject, {false, true}},
                                                           {Action::kTransfer, {true, false}}};
  for (const auto& [action, late] : ends) {
    for (const int days : {30, 31}) {
      SCOPED_TRACE(absl::StrCat(ActionName(action), " after ", days));
      Case made = Prepare(v1::OBJECTION_STATE_RECEIVED, action);
      made.objection = lodged->change.objection;
      made.objection.set_name("objections/1");
      made.today = kToday + days;
      const auto decision = made.Decide();
      ASSERT_TRUE(decision.ok()) << decision.status();
      const v1::Objection& after = decision->change.objection;
      const v1::Clock transfer = ClockOfKind(after, v1::CLOCK_KIND_OBJECTION_TRANSFER);
      const v1::Clock refusal = ClockOfKind(after, v1::CLOCK_KIND_OBJECTION_REFUSAL_NOTICE);
      EXPECT_EQ(transfer.state(), v1::CLOCK_STATE_STOPPED);
      EXPECT_EQ(refusal.state(), v1::CLOCK_STATE_STOPPED);
      EXPECT_EQ(transfer.overdue(), days > 30 && late.first);
      EXPECT_EQ(refusal.overdue(), days > 30 && late.second);
    }
  }
}

// 山东第22条: fifteen days after the review; what follows for the document does not end that.
TEST(Clocks, AFeedbackIsOwedUntilItIsGivenWhateverBecomesOfTheDocument) {
  auto ordered = Prepare(v1::OBJECTION_STATE_REVIEWING, Action::kOrderCorrection).Decide();
  ASSERT_TRUE(ordered.ok()) << ordered.status();
  Case noticed = Prepare(v1::OBJECTION_STATE_CORRECTING, Action::kNoticeCorrection);
  noticed.objection = ordered->change.objection;
  auto closed = noticed.Decide();
  ASSERT_TRUE(closed.ok()) << closed.status();
  EXPECT_EQ(closed->change.objection.correction(), "文件自起废止");
  const auto owed = [](const v1::Objection& objection) {
    return ClockOfKind(objection, v1::CLOCK_KIND_OBJECTION_FEEDBACK).state();
  };
  EXPECT_EQ(owed(closed->change.objection), v1::CLOCK_STATE_RUNNING);
  EXPECT_EQ(ClockOfKind(closed->change.objection, v1::CLOCK_KIND_OBJECTION_CORRECTION).state(),
            v1::CLOCK_STATE_STOPPED);
  Case replied = Prepare(v1::OBJECTION_STATE_CLOSED, Action::kReply);
  replied.objection = closed->change.objection;
  const auto done = replied.Decide();
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(owed(done->change.objection), v1::CLOCK_STATE_STOPPED);
  EXPECT_EQ(done->change.objection.replied_date(), document::IsoDay(kToday));
}

TEST(Clocks, NobodyWhoWithdrewAwaitsAnAnswer) {
  Case made = Prepare(v1::OBJECTION_STATE_REVIEWING, Action::kDecide);
  made.objection.set_own_motion(true);
  const auto decision = made.Decide();
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(ClockOfKind(decision->change.objection, v1::CLOCK_KIND_OBJECTION_FEEDBACK).kind(),
            v1::CLOCK_KIND_UNSPECIFIED);
}

TEST(Clocks, ALateActStopsTheTaskAndLeavesTheBreach) {
  Case made = Prepare(v1::OBJECTION_STATE_RECEIVED, Action::kMarkOverdue);
  auto decision = made.Decide();
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_TRUE(decision->change.objection.clocks(0).overdue());
  EXPECT_EQ(decision->change.facts.at("escalated_to"), kCity);
  EXPECT_EQ(decision->change.objection.clocks(0).escalated_to(), kCity);
  EXPECT_FALSE(NextSystemAct(decision->change.objection, kToday + 100).has_value());  // once
  Case accepted = Prepare(v1::OBJECTION_STATE_RECEIVED, Action::kAccept);
  accepted.objection = decision->change.objection;
  decision = accepted.Decide();
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(decision->change.objection.clocks(0).state(), v1::CLOCK_STATE_STOPPED);
  EXPECT_TRUE(decision->change.objection.clocks(0).overdue());
}

TEST(Clocks, NoExtensionOnceTheReplyWasMarkedOverdue) {
  Case made = Prepare(v1::OBJECTION_STATE_REVIEWING, Action::kMarkOverdue);
  auto decision = made.Decide();
  ASSERT_TRUE(decision.ok()) << decision.status();
  Case extended = Prepare(v1::OBJECTION_STATE_REVIEWING, Action::kExtend);
  extended.objection = decision->change.objection;
  EXPECT_THAT(Failed(extended.Decide().status()), ElementsAre("ReplyIsNotOverdue"));
}

// 河北省政府令〔2016〕第5号: a department's document stays with its own government's office.
TEST(Recheck, GoesToTheLevelAboveTheIssuer) {
  for (const auto& [kind, jurisdiction] : {std::pair(v1::ORGAN_KIND_GOVERNMENT, kCity),
                                           std::pair(v1::ORGAN_KIND_DEPARTMENT, kDistrict)}) {
    Case made = Prepare(v1::OBJECTION_STATE_ANSWERED, Action::kRequestRecheck);
    made.organ.set_kind(kind);
    const auto decision = made.Decide();
    ASSERT_TRUE(decision.ok()) << decision.status();
    EXPECT_EQ(decision->change.objection.jurisdiction(), jurisdiction);
  }
}

}  // namespace
}  // namespace santong::objection
