// What else than a lodger's objection starts a review: a court's or a procuratorate's advice, a
// demand, an anonymous lead (domain.md 3.12 and 7; 法释〔2018〕1号 article 149).
#include <gmock/gmock.h>

#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "server/domain/objection/clocks.h"
#include "server/domain/objection/visibility.h"
#include "tests/domain/objection/prepared.h"

namespace santong::objection {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The case after the office has recorded what came from there.
v1::Objection Recorded(v1::ObjectionOrigin origin) {
  Case made = Prepare(v1::OBJECTION_STATE_UNSPECIFIED, Action::kRecordSource);
  made.act.origin = origin;
  if (origin == v1::OBJECTION_ORIGIN_LEAD) made.act.source_document.clear();
  const auto decision = made.Decide();
  EXPECT_TRUE(decision.ok()) << decision.status();
  if (!decision.ok()) return {};
  EXPECT_EQ(decision->change.facts.at("origin"), v1::ObjectionOrigin_Name(origin));
  v1::Objection objection = decision->change.objection;
  objection.set_name("objections/1");
  return objection;
}

// An act on that case, as it could pass.
Case On(const v1::Objection& objection, Action action) {
  Case made = Prepare(objection.state(), action);
  made.objection = objection;
  return made;
}

TEST(Sources, AreRecordedWithTheirLetter) {
  const v1::Objection objection = Recorded(v1::OBJECTION_ORIGIN_JUDICIAL_ADVICE);
  EXPECT_EQ(objection.origin(), v1::OBJECTION_ORIGIN_JUDICIAL_ADVICE);
  EXPECT_EQ(objection.state(), v1::OBJECTION_STATE_RECEIVED);
  EXPECT_EQ(objection.jurisdiction(), kDistrict);
  EXPECT_EQ(objection.internal().source_document(), "（2026）青02行终1号司法建议书");
  EXPECT_FALSE(objection.internal().has_lodger()) << "that is sealed";
}

TEST(Sources, OfAnotherPlaceAreNotThisOfficesToRecord) {
  Case made = Prepare(v1::OBJECTION_STATE_UNSPECIFIED, Action::kRecordSource);
  made.caller.jurisdiction = "jurisdictions/630222";
  EXPECT_EQ(error::ReasonOf(made.Decide().status()), v1::ERROR_REASON_ROLE_NOT_ALLOWED);
  made.caller = access::PublicCaller();
  EXPECT_EQ(error::ReasonOf(made.Decide().status()), v1::ERROR_REASON_ROLE_NOT_ALLOWED);
}

// 法释〔2018〕1号 article 149: within sixty days of receipt, also where it was accepted later.
TEST(Advice, IsAnsweredInItsOwnDaysFromReceipt) {
  for (const v1::ObjectionOrigin origin :
       {v1::OBJECTION_ORIGIN_JUDICIAL_ADVICE, v1::OBJECTION_ORIGIN_PROCURATORIAL_ADVICE}) {
    Case accept = On(Recorded(origin), Action::kAccept);
    accept.today = kToday + 4;
    const auto accepted = accept.Decide();
    ASSERT_TRUE(accepted.ok()) << accepted.status();
    const v1::Clock* reply = FindOpen(accepted->change.objection, v1::CLOCK_KIND_OBJECTION_REPLY);
    ASSERT_NE(reply, nullptr);
    EXPECT_EQ(reply->leaf(), policy::kObjectionAdviceReplyDays);
    EXPECT_EQ(reply->start_date(), document::IsoDay(kToday));
    Case extend = On(accepted->change.objection, Action::kExtend);
    EXPECT_THAT(Failed(extend.Decide().status()), ElementsAre("ExtensionIsProvided"));
  }
}

// The decision alone is no answer: what is decided late in the period is written by its end.
TEST(Advice, IsAnsweredInWritingWithinTheSameDays) {
  const auto accepted =
      On(Recorded(v1::OBJECTION_ORIGIN_JUDICIAL_ADVICE), Action::kAccept).Decide();
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  Case decide = On(accepted->change.objection, Action::kDecide);
  decide.today = kToday + 29;
  const auto decided = decide.Decide();
  ASSERT_TRUE(decided.ok()) << decided.status();
  const v1::Clock* feedback =
      FindOpen(decided->change.objection, v1::CLOCK_KIND_OBJECTION_FEEDBACK);
  ASSERT_NE(feedback, nullptr);
  EXPECT_EQ(feedback->leaf(), policy::kObjectionAdviceReplyDays);
  EXPECT_EQ(feedback->due_date(), document::IsoDay(kToday + 30));  // before: thirty days more
}

// Not from the day on which somebody wrote it down.
TEST(Advice, CountsFromTheDayOnWhichItWasReceived) {
  Case made = Prepare(v1::OBJECTION_STATE_UNSPECIFIED, Action::kRecordSource);
  made.act.received_date = document::IsoDay(kToday - 6);
  const auto recorded = made.Decide();
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  v1::Objection objection = recorded->change.objection;
  objection.set_name("objections/1");
  EXPECT_EQ(objection.lodged_date(), document::IsoDay(kToday - 6));
  const auto accepted = On(objection, Action::kAccept).Decide();
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  const v1::Clock* reply = FindOpen(accepted->change.objection, v1::CLOCK_KIND_OBJECTION_REPLY);
  ASSERT_NE(reply, nullptr);
  EXPECT_EQ(reply->start_date(), document::IsoDay(kToday - 6));
}

// What is owed first counts from there, too, of whatever was sent; and of an objection that came on
// paper, which stays its lodger's.
TEST(Sources, CountFromTheDayOnWhichTheyWereReceived) {
  for (const Action action : {Action::kRecordSource, Action::kRecordPaper}) {
    SCOPED_TRACE(ActionName(action));
    Case made = Prepare(v1::OBJECTION_STATE_UNSPECIFIED, action);
    made.act.received_date = document::IsoDay(kToday - 6);
    const auto recorded = made.Decide();
    ASSERT_TRUE(recorded.ok()) << recorded.status();
    const v1::Objection& objection = recorded->change.objection;
    EXPECT_EQ(objection.lodged_date(), document::IsoDay(kToday - 6));
    EXPECT_EQ(IsNoLodgers(objection), action == Action::kRecordSource);
    EXPECT_EQ(objection.clocks_size(), 3);
    for (const v1::Clock& clock : objection.clocks()) {
      EXPECT_EQ(clock.start_date(), document::IsoDay(kToday - 6)) << clock.kind();
      EXPECT_EQ(clock.due_date(), document::IsoDay(kToday - 6 + 30)) << clock.kind();
    }
  }
}

// Who lodges does not say when it came: the office alone, of its own place, and not of tomorrow.
TEST(Paper, IsRecordedByTheReviewerOfThePlaceAlone) {
  Case made = Prepare(v1::OBJECTION_STATE_UNSPECIFIED, Action::kRecordPaper);
  made.act.received_date = document::IsoDay(kToday + 1);
  EXPECT_THAT(Failed(made.Decide().status()), ElementsAre("ReceivedByToday"));
  made.act.received_date = document::IsoDay(kToday);
  made.caller.jurisdiction = "jurisdictions/630222";
  EXPECT_EQ(error::ReasonOf(made.Decide().status()), v1::ERROR_REASON_ROLE_NOT_ALLOWED);
  made.caller = access::PublicCaller();
  EXPECT_EQ(error::ReasonOf(made.Decide().status()), v1::ERROR_REASON_ROLE_NOT_ALLOWED);
}

// A hint is nobody's business before the office takes it up; then it is as public as any case.
TEST(Lead, IsSeenByTheOfficeAloneUntilItIsTakenUp) {
  const v1::Objection lead = Recorded(v1::OBJECTION_ORIGIN_LEAD);
  Case reviewer = On(lead, Action::kAccept);
  EXPECT_TRUE(MaySee(reviewer.caller, lead));
  EXPECT_FALSE(MaySee(access::PublicCaller(), lead));
  const auto accepted = reviewer.Decide();
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_TRUE(MaySee(access::PublicCaller(), accepted->change.objection));
  EXPECT_TRUE(MaySee(access::PublicCaller(), Recorded(v1::OBJECTION_ORIGIN_JUDICIAL_ADVICE)));
  // Nor is that taking it up.
  for (const Action action : {Action::kReject, Action::kTransfer, Action::kWithdraw}) {
    const auto ended = On(lead, action).Decide();
    ASSERT_TRUE(ended.ok()) << ended.status();
    EXPECT_FALSE(MaySee(access::PublicCaller(), ended->change.objection)) << ActionName(action);
  }
}

TEST(Demand, IsReviewedLikeAnObjection) {
  const auto accepted = On(Recorded(v1::OBJECTION_ORIGIN_REVIEW_DEMAND), Action::kAccept).Decide();
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  const v1::Clock* reply = FindOpen(accepted->change.objection, v1::CLOCK_KIND_OBJECTION_REPLY);
  ASSERT_NE(reply, nullptr);
  EXPECT_EQ(reply->leaf(), policy::kObjectionReplyDays);
}

// The two-step route is the lodger's: what the office was sent, the office reviews.
TEST(Sources, GoToNoIssuerFirst) {
  Case accept = On(Recorded(v1::OBJECTION_ORIGIN_REVIEW_DEMAND), Action::kAccept);
  accept.route = "two_step";
  EXPECT_TRUE(accept.Decide().ok()) << accept.Decide().status();
  Case sent = On(Recorded(v1::OBJECTION_ORIGIN_REVIEW_DEMAND), Action::kSendToIssuer);
  sent.route = "two_step";
  EXPECT_THAT(Failed(sent.Decide().status()), ElementsAre("RouteIsTwoSteps"));
}

// Who is joined is answered in the days of the other case: a hint has none, an advice its own.
TEST(Sources, AreJoinedToTheirLikeAndAHintToAny) {
  const v1::ObjectionOrigin origins[] = {
      v1::OBJECTION_ORIGIN_UNSPECIFIED, v1::OBJECTION_ORIGIN_JUDICIAL_ADVICE,
      v1::OBJECTION_ORIGIN_PROCURATORIAL_ADVICE, v1::OBJECTION_ORIGIN_REVIEW_DEMAND,
      v1::OBJECTION_ORIGIN_LEAD};
  for (const v1::ObjectionOrigin joined : origins) {
    for (const v1::ObjectionOrigin other : origins) {
      SCOPED_TRACE(v1::ObjectionOrigin_Name(joined) + " to " + v1::ObjectionOrigin_Name(other));
      Case join = Prepare(v1::OBJECTION_STATE_RECEIVED, Action::kJoin);
      join.objection.set_origin(joined);
      join.lead->set_origin(other);
      if (joined == other || joined == v1::OBJECTION_ORIGIN_LEAD) {
        EXPECT_TRUE(join.Decide().ok()) << join.Decide().status();
      } else {
        EXPECT_THAT(Failed(join.Decide().status()), ElementsAre("LeadTakesIt"));
      }
    }
  }
}

// domain.md 7: real names are expected; what comes without one is kept as a lead, without a clock.
TEST(Lead, StartsNoClockAndOwesNobodyAReply) {
  v1::Objection lead = Recorded(v1::OBJECTION_ORIGIN_LEAD);
  EXPECT_THAT(lead.clocks(), IsEmpty());
  EXPECT_FALSE(CallsIntoQuestion(lead)) << "a hint alone says nothing of a document";
  EXPECT_THAT(Failed(On(lead, Action::kRequestSupplement).Decide().status()),
              ElementsAre("SenderIsKnown"));
  auto decision = On(lead, Action::kAccept).Decide();
  ASSERT_TRUE(decision.ok()) << decision.status();
  lead = decision->change.objection;
  EXPECT_THAT(lead.clocks(), IsEmpty());
  EXPECT_TRUE(CallsIntoQuestion(lead));
  decision = On(lead, Action::kOrderCorrection).Decide();
  ASSERT_TRUE(decision.ok()) << decision.status();
  lead = decision->change.objection;
  EXPECT_EQ(FindOpen(lead, v1::CLOCK_KIND_OBJECTION_FEEDBACK), nullptr);
  EXPECT_NE(FindOpen(lead, v1::CLOCK_KIND_OBJECTION_CORRECTION), nullptr)
      << "what was found wrong is corrected all the same";
  EXPECT_THAT(Failed(On(lead, Action::kReply).Decide().status()), ElementsAre("SenderIsKnown"));
}

v1::Objection From(v1::ObjectionOrigin origin) {
  v1::Objection objection;
  objection.set_origin(origin);
  return objection;
}

// What is done otherwise for some cases than for others, the rows say: of a lead, that nothing owed
// to a sender starts; of an advice, that its answer has days of its own from its receipt.
TEST(Table, SaysWhichClocksAreForSomeCasesAlone) {
  const std::set<v1::ClockKind> owed = {
      v1::CLOCK_KIND_OBJECTION_FORM_CHECK,     v1::CLOCK_KIND_OBJECTION_TRANSFER,
      v1::CLOCK_KIND_OBJECTION_REFUSAL_NOTICE, v1::CLOCK_KIND_OBJECTION_REPLY,
      v1::CLOCK_KIND_OBJECTION_EXTENDED_REPLY, v1::CLOCK_KIND_OBJECTION_FEEDBACK};
  for (const Row& row : Table()) {
    SCOPED_TRACE(absl::StrCat(StateName(row.from), " ", ActionName(row.action)));
    std::map<v1::ObjectionOrigin, int> replies;
    for (const workflow::ClockStep& step : row.clocks) {
      if (!step.used || step.operation != workflow::ClockOperation::kStarts) continue;
      // A lead is recorded as one; it is not lodged.
      const bool is_lodged = row.action == Action::kLodge || row.action == Action::kRecordPaper;
      EXPECT_EQ(!is_lodged && !IsDoneFor(step, From(v1::OBJECTION_ORIGIN_LEAD)),
                !is_lodged && owed.count(step.clock) > 0)
          << v1::ClockKind_Name(step.clock);
      if (step.clock != v1::CLOCK_KIND_OBJECTION_REPLY) continue;
      for (int origin = 0; origin <= v1::ObjectionOrigin_MAX; ++origin) {
        const auto from = static_cast<v1::ObjectionOrigin>(origin);
        if (!IsDoneFor(step, From(from))) continue;
        ++replies[from];
        const bool is_advice = IsAdvice(from);
        EXPECT_STREQ(step.leaf,
                     is_advice ? policy::kObjectionAdviceReplyDays : policy::kObjectionReplyDays);
        EXPECT_EQ(step.start == workflow::ClockStart::kReceipt, is_advice);
      }
    }
    for (const auto& [origin, count] : replies)
      EXPECT_EQ(count, 1) << v1::ObjectionOrigin_Name(origin) << ": one answer is owed";
    if (!replies.empty()) {
      EXPECT_EQ(replies.size(), 4u) << "everyone but a lead awaits one";
    }
  }
}

TEST(Table, OwesNoFeedbackToWhoeverWithdrew) {
  v1::Objection withdrawn;
  withdrawn.set_own_motion(true);
  int feedbacks = 0;
  for (const Row& row : Table()) {
    for (const workflow::ClockStep& step : row.clocks) {
      if (!step.used || step.operation != workflow::ClockOperation::kStarts) continue;
      if (step.clock != v1::CLOCK_KIND_OBJECTION_FEEDBACK) continue;
      ++feedbacks;
      EXPECT_FALSE(IsDoneFor(step, withdrawn));
      const bool is_advice = step.leaf == std::string(policy::kObjectionAdviceReplyDays);
      EXPECT_TRUE(IsDoneFor(
          step, is_advice ? From(v1::OBJECTION_ORIGIN_JUDICIAL_ADVICE) : v1::Objection()));
    }
  }
  EXPECT_GT(feedbacks, 0);
}

// An office that goes on with what was withdrawn still answers an advice in the law's days.
TEST(Table, KeepsTheDaysOfAnAdviceWhereTheOfficeGoesOnByItself) {
  v1::Objection advice = From(v1::OBJECTION_ORIGIN_JUDICIAL_ADVICE);
  advice.set_own_motion(true);
  const Row* row = workflow::FindRow(Table(), v1::OBJECTION_STATE_WITHDRAWN, Action::kContinue);
  ASSERT_NE(row, nullptr);
  for (const workflow::ClockStep& step : row->clocks) {
    if (!step.used || step.clock != v1::CLOCK_KIND_OBJECTION_REPLY) continue;
    EXPECT_EQ(IsDoneFor(step, advice), step.leaf == std::string(policy::kObjectionAdviceReplyDays));
  }
}

// GetWorkflow and the docs print it.
TEST(Table, IsDescribedWithTheCasesThatAClockIsFor) {
  int of_advice = 0;
  const v1::Workflow workflow = DescribeWorkflow();
  for (const v1::WorkflowRow& row : workflow.rows()) {
    for (const v1::WorkflowClock& clock : row.clocks()) {
      EXPECT_EQ(clock.only_for().empty(), clock.article().empty());
      if (clock.leaf() != policy::kObjectionAdviceReplyDays) continue;
      if (clock.clock() != workflow::ClockName(v1::CLOCK_KIND_OBJECTION_REPLY)) continue;
      ++of_advice;
      EXPECT_EQ(clock.only_for(), "ADVICE");
      EXPECT_EQ(clock.article(), "法释〔2018〕1号第149条");
    }
  }
  EXPECT_EQ(of_advice, 3) << "accepted, also without its supplement, and continued";
}

}  // namespace
}  // namespace santong::objection
