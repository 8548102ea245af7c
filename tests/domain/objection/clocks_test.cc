// The clocks of an objection: where they start, what suspends, stops and cancels them, and what is
// late; and the office that a re-check goes to.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/domain/objection/prepared.h"

namespace santong::objection {
namespace {

using ::testing::ElementsAre;

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

// Hebei has none: what does not exist neither starts nor stops what runs.
TEST(Clocks, AnExtensionThatIsNotProvidedLeavesThePeriodAsItIs) {
  Case made = Prepare(v1::OBJECTION_STATE_REVIEWING, Action::kExtend);
  made.absent_leaf = policy::kObjectionExtendDays;
  EXPECT_THAT(Failed(made.Decide().status()), ElementsAre("ExtensionIsProvided"));
  const auto extended = Prepare(v1::OBJECTION_STATE_REVIEWING, Action::kExtend).Decide();
  ASSERT_TRUE(extended.ok()) << extended.status();
  EXPECT_EQ(extended->change.objection.internal().extension_approved_by(), "区司法局局长");
}

// 河北省政府令〔2016〕第5号: 收到答复之日. Until its delivery is recorded nothing runs against the
// lodger, who may ask all the same.
TEST(Clocks, TheRecheckCountsFromTheDeliveryOfTheAnswer) {
  const auto answered = Prepare(v1::OBJECTION_STATE_WITH_ISSUER, Action::kAnswer).Decide();
  ASSERT_TRUE(answered.ok()) << answered.status();
  for (const v1::Clock& clock : answered->change.objection.clocks())
    EXPECT_NE(clock.kind(), v1::CLOCK_KIND_OBJECTION_RECHECK_REQUEST);
  Case early = Prepare(v1::OBJECTION_STATE_ANSWERED, Action::kRequestRecheck);
  early.objection = answered->change.objection;
  early.today = kToday + 300;
  EXPECT_TRUE(early.Decide().ok()) << early.Decide().status();
  Case delivered = Prepare(v1::OBJECTION_STATE_ANSWERED, Action::kReply);
  delivered.objection = answered->change.objection;
  delivered.today = kToday + 12;
  const auto handed_over = delivered.Decide();
  ASSERT_TRUE(handed_over.ok()) << handed_over.status();
  const v1::Clock& recheck = *handed_over->change.objection.clocks().rbegin();
  EXPECT_EQ(recheck.kind(), v1::CLOCK_KIND_OBJECTION_RECHECK_REQUEST);
  EXPECT_EQ(recheck.start_date(), document::IsoDay(kToday + 12));
  EXPECT_EQ(handed_over->change.objection.replied_date(), "") << "that is the decision's";
}

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

// A place may set no period for an opinion, a supplement or the issuer's answer: then whoever is
// silent holds up neither the office nor the lodger.
TEST(Clocks, WithoutAPeriodNobodyWaitsForWhoeverIsSilent) {
  for (const auto& [state, action] :
       {std::pair(v1::OBJECTION_STATE_SUPPLEMENT_REQUESTED, Action::kReject),
        std::pair(v1::OBJECTION_STATE_OPINION_REQUESTED, Action::kDecide),
        std::pair(v1::OBJECTION_STATE_WITH_ISSUER, Action::kTakeOver),
        std::pair(v1::OBJECTION_STATE_WITH_ISSUER, Action::kRequestRecheck)}) {
    SCOPED_TRACE(ActionName(action));
    Case made = Prepare(state, action);
    // One of an earlier time, when there was such a period.
    made.objection.mutable_clocks(0)->set_state(v1::CLOCK_STATE_STOPPED);
    EXPECT_TRUE(made.Decide().ok()) << made.Decide().status();
    made.objection.clear_clocks();
    EXPECT_TRUE(made.Decide().ok()) << made.Decide().status();
  }
}

// 河北省政府令〔2016〕第5号: a department's document stays with its own government's office, and so
// does a township's (domain.md 2).
TEST(Recheck, GoesToTheLevelAboveTheIssuer) {
  for (const auto& [kind, jurisdiction] :
       {std::pair(v1::ORGAN_KIND_GOVERNMENT, kCity),
        std::pair(v1::ORGAN_KIND_DEPARTMENT, kDistrict),
        std::pair(v1::ORGAN_KIND_TOWNSHIP, kDistrict),
        std::pair(v1::ORGAN_KIND_SUBDISTRICT_OFFICE, kDistrict)}) {
    Case made = Prepare(v1::OBJECTION_STATE_ANSWERED, Action::kRequestRecheck);
    made.organ.set_kind(kind);
    const auto decision = made.Decide();
    ASSERT_TRUE(decision.ok()) << decision.status();
    EXPECT_EQ(decision->change.objection.jurisdiction(), jurisdiction);
  }
}

TEST(JointCase, IsDecidedOnTheTextThatItsLeadWas) {
  Case decided = Prepare(v1::OBJECTION_STATE_JOINED, Action::kAnswerJoined);
  decided.objection.set_joined_to("objections/2");
  decided.lead->set_state(v1::OBJECTION_STATE_DECIDED);
  decided.lead->mutable_decision()->set_outcome(v1::OBJECTION_OUTCOME_LAWFUL);
  decided.lead->mutable_decision()->set_date("2026-02-20");
  decided.lead->set_decided_version(3);
  const auto answered = decided.Decide();
  ASSERT_TRUE(answered.ok()) << answered.status();
  EXPECT_EQ(answered->change.objection.decision().date(), "2026-02-20");
  EXPECT_EQ(answered->change.objection.decided_version(), 3);  // before: 0, beside its decision
}

TEST(Clocks, WhoWasJoinedIsToldOfTheIssuersAnswerToo) {
  Case closed = Prepare(v1::OBJECTION_STATE_JOINED, Action::kAnswerJoined);
  closed.objection.set_joined_to("objections/2");
  closed.lead->set_state(v1::OBJECTION_STATE_CLOSED);  // after the re-check lapsed: no decision
  closed.lead->clear_decision();
  closed.lead->set_answered_date("2026-02-20");
  const auto answered = closed.Decide();
  ASSERT_TRUE(answered.ok()) << answered.status();
  Case told = Prepare(v1::OBJECTION_STATE_CLOSED, Action::kReply);
  told.objection = answered->change.objection;
  const auto done = told.Decide();
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(ClockOfKind(done->change.objection, v1::CLOCK_KIND_OBJECTION_FEEDBACK).state(),
            v1::CLOCK_STATE_STOPPED);
}

// 收到答复之日, of each lodger: the answer is handed to everybody on a day of their own.
TEST(Clocks, TheRecheckOfWhoWasJoinedCountsFromTheDeliveryToThem) {
  Case asked = Prepare(v1::OBJECTION_STATE_ANSWERED, Action::kRequestRecheck);
  asked.today = kToday + 1;  // the lead's period, which is not theirs, is over
  EXPECT_THAT(Failed(asked.Decide().status()), ElementsAre("RecheckIsInTime"));
  Case delivered = Prepare(v1::OBJECTION_STATE_JOINED, Action::kReply);
  asked.joined = delivered.objection;
  EXPECT_TRUE(asked.Decide().ok()) << "nothing was handed to them: " << asked.Decide().status();
  delivered.today = kToday + 12;
  const auto handed_over = delivered.Decide();
  ASSERT_TRUE(handed_over.ok()) << handed_over.status();
  asked.joined = handed_over->change.objection;
  EXPECT_EQ(asked.joined->answer_delivered_date(), document::IsoDay(kToday + 12));
  asked.today = kToday + 42;
  EXPECT_TRUE(asked.Decide().ok()) << asked.Decide().status();
  asked.today = kToday + 43;
  EXPECT_THAT(Failed(asked.Decide().status()), ElementsAre("RecheckIsInTime"));
}

// The other case ends with the issuer's answer; theirs goes on by the rows of one that stands
// alone.
TEST(Clocks, WhoWasJoinedHasAPeriodOfTheirOwnAfterTheOthersHasLapsed) {
  Case awaits = Prepare(v1::OBJECTION_STATE_JOINED, Action::kAwaitDelivery);
  const auto awaited = awaits.Decide();
  ASSERT_TRUE(awaited.ok()) << awaited.status();
  Case ended = Prepare(v1::OBJECTION_STATE_JOINED, Action::kGoOnAlone);
  ended.objection = awaited->change.objection;
  auto alone = ended.Decide();
  ASSERT_TRUE(alone.ok()) << alone.status();
  EXPECT_EQ(alone->change.objection.answered_date(), "2026-02-20");
  EXPECT_EQ(ClockOfKind(alone->change.objection, v1::CLOCK_KIND_OBJECTION_FEEDBACK).state(),
            v1::CLOCK_STATE_RUNNING);
  // Handed over before: nothing more is, and their period runs on.
  Case delivered = Prepare(v1::OBJECTION_STATE_JOINED, Action::kReply);
  const auto handed_over = delivered.Decide();
  ASSERT_TRUE(handed_over.ok()) << handed_over.status();
  ended.objection = handed_over->change.objection;
  alone = ended.Decide();
  ASSERT_TRUE(alone.ok()) << alone.status();
  const v1::Objection& objection = alone->change.objection;
  ASSERT_EQ(objection.clocks_size(), 1);
  EXPECT_FALSE(NextSystemAct(objection, kToday + 30).has_value());
  const auto lapses = NextSystemAct(objection, kToday + 31);
  ASSERT_TRUE(lapses.has_value());
  EXPECT_EQ(lapses->action, Action::kRecheckLapse);
}

// 分别答复: to each who is joined the answer is handed over, until the case is re-checked. Before,
// nobody was told to.
TEST(Clocks, WhatALeadBringsToWhoIsJoinedToIt) {
  const auto brings = [](v1::ObjectionState state, const v1::Objection& joined) {
    v1::Objection lead;
    lead.set_state(state);
    lead.set_answered_date("2026-02-20");
    return WhatLeadBrings(lead, joined);
  };
  v1::Objection joined = Prepare(v1::OBJECTION_STATE_JOINED, Action::kAwaitDelivery).objection;
  EXPECT_THAT(brings(v1::OBJECTION_STATE_WITH_ISSUER, joined), ElementsAre());
  EXPECT_THAT(brings(v1::OBJECTION_STATE_ANSWERED, joined), ElementsAre(Action::kAwaitDelivery));
  EXPECT_THAT(brings(v1::OBJECTION_STATE_CLOSED, joined),
              ElementsAre(Action::kAwaitDelivery, Action::kGoOnAlone))
      << "of a store from before";
  const auto told = Prepare(v1::OBJECTION_STATE_JOINED, Action::kReply).Decide();
  ASSERT_TRUE(told.ok()) << told.status();
  EXPECT_THAT(brings(v1::OBJECTION_STATE_ANSWERED, told->change.objection), ElementsAre());
  v1::Objection hint = joined;
  hint.set_origin(v1::OBJECTION_ORIGIN_LEAD);
  EXPECT_THAT(brings(v1::OBJECTION_STATE_ANSWERED, hint), ElementsAre());
  EXPECT_THAT(brings(v1::OBJECTION_STATE_CLOSED, hint), ElementsAre(Action::kAnswerJoined));
  v1::Objection own_motion = joined;
  own_motion.set_own_motion(true);
  EXPECT_THAT(brings(v1::OBJECTION_STATE_ANSWERED, own_motion), ElementsAre());
  EXPECT_THAT(brings(v1::OBJECTION_STATE_CLOSED, own_motion), ElementsAre(Action::kAnswerJoined));

  const auto awaited = Prepare(v1::OBJECTION_STATE_JOINED, Action::kAwaitDelivery).Decide();
  ASSERT_TRUE(awaited.ok()) << awaited.status();
  joined = awaited->change.objection;
  EXPECT_THAT(brings(v1::OBJECTION_STATE_ANSWERED, joined), ElementsAre()) << "twice";
  EXPECT_THAT(brings(v1::OBJECTION_STATE_CLOSED, joined), ElementsAre(Action::kGoOnAlone));
  EXPECT_THAT(brings(v1::OBJECTION_STATE_REVIEWING, joined), ElementsAre(Action::kAwaitDecision));
  const auto late = NextSystemAct(joined, kToday + 31);
  ASSERT_TRUE(late.has_value());
  EXPECT_EQ(late->action, Action::kMarkOverdue);
  Case rechecked = Prepare(v1::OBJECTION_STATE_JOINED, Action::kAwaitDecision);
  rechecked.objection = joined;
  const auto stopped = rechecked.Decide();
  ASSERT_TRUE(stopped.ok()) << stopped.status();
  EXPECT_THAT(brings(v1::OBJECTION_STATE_REVIEWING, stopped->change.objection), ElementsAre());
}

// To look for them is to read every case on the document, in the transaction of the act: each that
// was lodged read all that were lodged before.
TEST(Clocks, BeforeACaseIsAnsweredNobodyLooksForWhoIsJoinedToIt) {
  v1::Objection lead;
  for (const v1::ObjectionState state :
       {v1::OBJECTION_STATE_RECEIVED, v1::OBJECTION_STATE_SUPPLEMENT_REQUESTED,
        v1::OBJECTION_STATE_WITH_ISSUER, v1::OBJECTION_STATE_REVIEWING,
        v1::OBJECTION_STATE_OPINION_REQUESTED, v1::OBJECTION_STATE_WITHDRAWN}) {
    lead.set_state(state);
    EXPECT_FALSE(BringsToJoined(lead)) << StateName(state);
  }
  lead.set_answered_date("2026-02-20");
  for (const v1::ObjectionState state :
       {v1::OBJECTION_STATE_ANSWERED, v1::OBJECTION_STATE_REVIEWING, v1::OBJECTION_STATE_DECIDED,
        v1::OBJECTION_STATE_CLOSED}) {
    lead.set_state(state);
    EXPECT_TRUE(BringsToJoined(lead)) << StateName(state);
  }
}

TEST(Clocks, AReviewIsExtendedWhileTheIssuerIsAskedForItsOpinion) {
  Case made = Prepare(v1::OBJECTION_STATE_OPINION_REQUESTED, Action::kExtend);
  made.objection.clear_clocks();
  Arm(made, v1::CLOCK_KIND_OBJECTION_OPINION, "2026-03-10");
  Arm(made, v1::CLOCK_KIND_OBJECTION_REPLY, "2026-03-02");
  const auto decision = made.Decide();  // before: no such row
  ASSERT_TRUE(decision.ok()) << decision.status();
  const v1::Objection& extended = decision->change.objection;
  EXPECT_EQ(extended.state(), v1::OBJECTION_STATE_OPINION_REQUESTED);
  EXPECT_EQ(extended.clocks(0).state(), v1::CLOCK_STATE_RUNNING);  // the opinion is awaited still
  EXPECT_EQ(extended.clocks(2).kind(), v1::CLOCK_KIND_OBJECTION_EXTENDED_REPLY);
  EXPECT_EQ(extended.clocks(2).start_date(), "2026-03-02");
}

TEST(Clocks, NoAnswerIsOwedToALodgerWhoWithdrewFromAJointCase) {
  const auto owes = [](const Case& made) {
    const auto decision = made.Decide();
    EXPECT_TRUE(decision.ok()) << decision.status();
    for (const v1::Clock& clock : decision->change.objection.clocks()) {
      if (clock.kind() == v1::CLOCK_KIND_OBJECTION_FEEDBACK) return true;
    }
    return false;
  };
  Case decided = Prepare(v1::OBJECTION_STATE_REVIEWING, Action::kDecide);
  EXPECT_TRUE(owes(decided));
  decided.objection.set_lodger_withdrew(true);
  EXPECT_FALSE(owes(decided));  // before: true
  Case answered = Prepare(v1::OBJECTION_STATE_WITH_ISSUER, Action::kAnswer);
  answered.objection.set_lodger_withdrew(true);
  EXPECT_TRUE(owes(answered)) << "the others' re-check counts from its delivery";
}

}  // namespace
}  // namespace santong::objection
