// The route on which the issuer answers first, where the answer comes late or never: nothing runs
// against the lodger before the answer was handed over, and nobody waits for a silent issuer
// (domain.md 3.12, 河北省政府令〔2016〕第5号).
#include <gmock/gmock.h>

#include <algorithm>
#include <string>

#include "absl/strings/str_split.h"
#include "tests/server/services/objection_desk.h"

namespace santong::testing {
namespace {

class TwoStep : public ::testing::Test {
 protected:
  // The district takes the two-step route, without an extension.
  static void SetRoute(Registry& registry) {
    v1::SetPolicyRequest policy;
    policy.mutable_policy_set()->set_jurisdiction(kDistrict);
    const auto add = [&](const char* key) {
      v1::PolicyLeaf* leaf = policy.mutable_policy_set()->add_leaves();
      leaf->set_key(key);
      leaf->set_source("试行");
      leaf->set_valid_from("2020-01-01");
      return leaf;
    };
    add("objection.route")->set_text("two_step");
    add("objection.extend_days")->set_absent(true);
    v1::SetPolicyResponse set;
    const grpc::Status changed =
        registry.admin().SetPolicy(As(registry.tokens().admin).get(), policy, &set);
    ASSERT_TRUE(changed.ok()) << changed.error_message();
  }
  Registry& BeginWithTwoSteps(RunningServer& server) {
    Registry& registry = server.registry();
    tokens_ = registry.tokens();
    SetRoute(registry);
    return registry;
  }
  // Whether a clock of the kind runs.
  static bool Runs(const v1::Objection& objection, v1::ClockKind kind) {
    return std::any_of(objection.clocks().begin(), objection.clocks().end(),
                       [&](const v1::Clock& clock) {
                         return clock.kind() == kind && clock.state() == v1::CLOCK_STATE_RUNNING;
                       });
  }
  grpc::Status Answer(Desk& desk, const std::string& name, v1::Objection* objection) const {
    v1::AnswerObjectionRequest request;
    request.set_name(name);
    request.set_answer("本机关认为合法。");
    return desk.stub().AnswerObjection(As(tokens_.drafter).get(), request, objection);
  }
  static grpc::Status Recheck(Desk& desk, const v1::Receipt& receipt, v1::Objection* objection) {
    v1::RequestRecheckRequest request;
    *request.mutable_receipt() = receipt;
    request.set_reasons("答复没有说明依据");
    return desk.stub().RequestRecheck(As("").get(), request, objection);
  }
  std::string data_dir() const { return folder_.path() + "/data"; }

  TempFolder folder_;
  Tokens tokens_;
};

TEST_F(TwoStep, NothingRunsAgainstTheLodgerBeforeTheAnswerWasHandedOver) {
  v1::LodgeObjectionResponse lodged;
  {
    RunningServer server(data_dir(), {});
    Registry& registry = BeginWithTwoSteps(server);
    Desk desk(server.Channel(), tokens_);
    lodged = desk.Lodge(registry.Published("平安区临时救助办法").name(), "甲某某");
    const std::string name = lodged.objection().name();
    ASSERT_TRUE(desk.Accept(name).ok());
    v1::Objection objection;
    ASSERT_TRUE(Answer(desk, name, &objection).ok());
    EXPECT_FALSE(Runs(objection, v1::CLOCK_KIND_OBJECTION_RECHECK_REQUEST));
    EXPECT_EQ(desk.Tasks(tokens_.reviewer, name), Strings{"把决定或者答复送达异议人，记录送达"});
  }
  const std::string name = lodged.objection().name();
  {
    RunningServer server(data_dir(), {"--clock-offset-days", "60"});
    Desk desk(server.Channel(), tokens_);
    desk.WaitFor(name, "ObjectionOverdue");  // the handing over
    EXPECT_EQ(desk.Track(lodged.receipt()).state(), v1::OBJECTION_STATE_ANSWERED);
    ASSERT_TRUE(desk.Reply(name, "挂号信 XA12345678963").ok());
    EXPECT_TRUE(Names(desk.Reply(name, "当面"), "AnswerIsNotDeliveredYet"));
    const v1::Objection objection = desk.Get(name, tokens_.reviewer);
    EXPECT_TRUE(Runs(objection, v1::CLOCK_KIND_OBJECTION_RECHECK_REQUEST));
    EXPECT_NE(objection.answer_delivered_date(), "");
    EXPECT_EQ(objection.internal().answer_manner(), "挂号信 XA12345678963");
    EXPECT_EQ(desk.Tasks(tokens_.reviewer, name), Strings{});
    desk.ExpectSoundStore();
  }
  RunningServer server(data_dir(), {"--clock-offset-days", "110"});
  Desk desk(server.Channel(), tokens_);
  desk.WaitFor(name, "ObjectionRecheckLapsed");
  EXPECT_EQ(desk.Track(lodged.receipt()).state(), v1::OBJECTION_STATE_CLOSED);
  // It is counted as closed by the issuer's answer, and not as open for ever.
  v1::GetStatisticsRequest ask;
  ask.set_jurisdiction(kDistrict);
  ask.set_start_date("2020-01-01");
  ask.set_end_date("2039-12-31");
  v1::Statistics counted;
  auto tasks = v1::TaskService::NewStub(server.Channel());
  ASSERT_TRUE(tasks->GetStatistics(As(tokens_.reviewer).get(), ask, &counted).ok());
  for (const v1::CaseCount& count : counted.total().objections())
    EXPECT_EQ(count.count(), count.group() == "objections.answered" ? 1 : 0) << count.group();
}

TEST_F(TwoStep, ASilentIssuerHoldsUpNeitherTheLodgerNorTheOffice) {
  v1::LodgeObjectionResponse asked, taken_over;
  {
    RunningServer server(data_dir(), {});
    Registry& registry = BeginWithTwoSteps(server);
    Desk desk(server.Channel(), tokens_);
    const std::string document = registry.Published("平安区临时救助办法").name();
    asked = desk.Lodge(document, "甲某某");
    taken_over = desk.Lodge(document, "乙某某");
    v1::Objection objection;
    for (const auto& lodged : {asked, taken_over}) {
      ASSERT_TRUE(desk.Accept(lodged.objection().name()).ok());
      EXPECT_TRUE(Names(Recheck(desk, lodged.receipt(), &objection), "IssuerReplyHasRunOut"));
      EXPECT_TRUE(Names(desk.Accept(lodged.objection().name()), "IssuerReplyHasRunOut"));
    }
  }
  RunningServer server(data_dir(), {"--clock-offset-days", "45"});
  Desk desk(server.Channel(), tokens_);
  for (const auto& lodged : {asked, taken_over})
    desk.WaitFor(lodged.objection().name(), "ObjectionOverdue");
  v1::Objection objection;
  const grpc::Status rechecked = Recheck(desk, asked.receipt(), &objection);
  ASSERT_TRUE(rechecked.ok()) << rechecked.error_message();
  EXPECT_EQ(objection.state(), v1::OBJECTION_STATE_REVIEWING);
  const std::string name = taken_over.objection().name();
  const grpc::Status accepted = desk.Accept(name);
  ASSERT_TRUE(accepted.ok()) << accepted.error_message();
  objection = desk.Get(name, tokens_.reviewer);
  EXPECT_EQ(objection.state(), v1::OBJECTION_STATE_REVIEWING);
  EXPECT_TRUE(Runs(objection, v1::CLOCK_KIND_OBJECTION_RECHECK_REPLY));
  EXPECT_EQ(desk.Events(name).back(), "ObjectionTakenOver");

  // Without an extension in the policy none is made, and the period runs on.
  v1::ExtendObjectionRequest extend;
  extend.set_name(name);
  extend.set_reason("需要论证");
  extend.set_approved_by("区司法局局长");
  v1::Objection extended;
  EXPECT_TRUE(Names(desk.stub().ExtendObjection(As(tokens_.reviewer).get(), extend, &extended),
                    "ExtensionIsProvided"));
  EXPECT_TRUE(Runs(desk.Get(name, tokens_.reviewer), v1::CLOCK_KIND_OBJECTION_RECHECK_REPLY));
  ASSERT_TRUE(desk.Decide(name, v1::OBJECTION_OUTCOME_LAWFUL).ok());
  desk.ExpectSoundStore();
}

// What TrackObjection shows is what the acts by receipt are held against, and not the other case's.
TEST_F(TwoStep, WhoWasJoinedActsWithTheEtagThatTheOwnReceiptShows) {
  RunningServer server(data_dir(), {});
  Registry& registry = BeginWithTwoSteps(server);
  Desk desk(server.Channel(), tokens_);
  const std::string document = registry.Published("平安区临时救助办法").name();
  const v1::LodgeObjectionResponse lead = desk.Lodge(document, "甲某某");
  const v1::LodgeObjectionResponse joined = desk.Lodge(document, "乙某某");
  const std::string name = lead.objection().name();
  ASSERT_TRUE(desk.Accept(name).ok());
  ASSERT_TRUE(desk.Join(joined.objection().name(), name).ok());
  v1::Objection objection;
  ASSERT_TRUE(Answer(desk, name, &objection).ok());
  v1::RequestRecheckRequest recheck;
  *recheck.mutable_receipt() = joined.receipt();
  recheck.set_reasons("答复没有说明依据");
  recheck.mutable_options()->set_etag(desk.Track(lead.receipt()).etag());
  EXPECT_EQ(desk.stub().RequestRecheck(As("").get(), recheck, &objection).error_code(),
            grpc::StatusCode::ABORTED);
  recheck.mutable_options()->set_etag(desk.Track(joined.receipt()).etag());
  const grpc::Status rechecked = desk.stub().RequestRecheck(As("").get(), recheck, &objection);
  ASSERT_TRUE(rechecked.ok()) << rechecked.error_message();  // before: ABORTED
  EXPECT_EQ(objection.name(), name);
  EXPECT_EQ(objection.etag(), "") << "of the other case, against which nothing of theirs is held";
  v1::WithdrawObjectionRequest withdraw;
  *withdraw.mutable_receipt() = joined.receipt();
  withdraw.mutable_options()->set_etag(desk.Track(joined.receipt()).etag());
  const grpc::Status withdrawn = desk.stub().WithdrawObjection(As("").get(), withdraw, &objection);
  ASSERT_TRUE(withdrawn.ok()) << withdrawn.error_message();
  EXPECT_EQ(objection.state(), v1::OBJECTION_STATE_WITHDRAWN);
  desk.ExpectSoundStore();
}

// domain.md 3.12: within 30 days of the reply, which each gets on a day of their own.
TEST_F(TwoStep, WhoWasJoinedHasAPeriodFromTheDeliveryToThem) {
  v1::LodgeObjectionResponse lead, joined, told;
  {
    RunningServer server(data_dir(), {});
    Registry& registry = BeginWithTwoSteps(server);
    Desk desk(server.Channel(), tokens_);
    const std::string document = registry.Published("平安区临时救助办法").name();
    lead = desk.Lodge(document, "甲某某");
    joined = desk.Lodge(document, "乙某某");
    told = desk.Lodge(document, "丙某某");
    const std::string name = lead.objection().name();
    ASSERT_TRUE(desk.Accept(name).ok());
    for (const auto& other : {joined, told})
      ASSERT_TRUE(desk.Join(other.objection().name(), name).ok());
    EXPECT_TRUE(Names(desk.Reply(told.objection().name(), "当面"), "IssuerAnsweredLead"));
    v1::Objection objection;
    ASSERT_TRUE(Answer(desk, name, &objection).ok());
    // Before, no task told the office to hand it to those who were joined.
    const Strings deliver = {"把决定或者答复送达异议人，记录送达"};
    for (const auto& each : {lead, joined, told})
      EXPECT_EQ(desk.Tasks(tokens_.reviewer, each.objection().name()), deliver);
    for (const std::string& delivered : {name, told.objection().name()}) {
      ASSERT_TRUE(desk.Reply(delivered, "当面").ok());
      EXPECT_EQ(desk.Tasks(tokens_.reviewer, delivered), Strings{});
    }
    EXPECT_EQ(desk.Tasks(tokens_.reviewer, joined.objection().name()), deliver);
    desk.ExpectSoundStore();
    // What runs for the lodger of the other case does not run for who was joined.
    EXPECT_TRUE(Runs(desk.Track(told.receipt()), v1::CLOCK_KIND_OBJECTION_RECHECK_REQUEST));
    EXPECT_FALSE(Runs(desk.Track(joined.receipt()), v1::CLOCK_KIND_OBJECTION_RECHECK_REQUEST));
  }
  {
    RunningServer server(data_dir(), {"--clock-offset-days", "60"});
    Desk desk(server.Channel(), tokens_);
    desk.WaitFor(lead.objection().name(), "ObjectionRecheckLapsed");
  }
  // What that one brought about is looked at in the next round, the first of which is a start's.
  RunningServer server(data_dir(), {"--clock-offset-days", "60"});
  Desk desk(server.Channel(), tokens_);
  desk.WaitFor(told.objection().name(), "ObjectionRecheckLapsed");
  EXPECT_EQ(desk.Track(told.receipt()).state(), v1::OBJECTION_STATE_CLOSED);
  EXPECT_TRUE(Names(desk.Reply(told.objection().name(), "当面"), "IsDecided"));
  // Nobody handed them anything: before, their case was closed with the other one.
  const std::string name = joined.objection().name();
  EXPECT_EQ(desk.Track(joined.receipt()).state(), v1::OBJECTION_STATE_ANSWERED);
  EXPECT_EQ(desk.Tasks(tokens_.reviewer, name), Strings{"把决定或者答复送达异议人，记录送达!"});
  ASSERT_TRUE(desk.Reply(name, "挂号信 XA12345678963").ok());
  v1::Objection objection;
  const grpc::Status rechecked = Recheck(desk, joined.receipt(), &objection);
  ASSERT_TRUE(rechecked.ok()) << rechecked.error_message();
  EXPECT_EQ(objection.name(), name);
  EXPECT_EQ(objection.state(), v1::OBJECTION_STATE_REVIEWING);
  desk.ExpectSoundStore();
}

// Who is joined after the answer gets it, too; once a re-check was asked for, the decision instead.
TEST_F(TwoStep, TheAnswerIsOwedToWhoIsJoinedUntilARecheckIsAskedFor) {
  RunningServer server(data_dir(), {});
  Registry& registry = BeginWithTwoSteps(server);
  Desk desk(server.Channel(), tokens_);
  const std::string document = registry.Published("平安区临时救助办法").name();
  const v1::LodgeObjectionResponse lead = desk.Lodge(document, "甲某某");
  const v1::LodgeObjectionResponse late = desk.Lodge(document, "乙某某");
  const std::string name = lead.objection().name();
  ASSERT_TRUE(desk.Accept(name).ok());
  v1::Objection objection;
  ASSERT_TRUE(Answer(desk, name, &objection).ok());
  v1::JoinObjectionRequest join;
  join.set_name(late.objection().name());
  join.set_lead(name);
  ASSERT_TRUE(desk.stub().JoinObjection(As(tokens_.reviewer).get(), join, &objection).ok());
  EXPECT_EQ(objection.etag(), desk.Track(late.receipt()).etag()) << "of what followed at once";
  EXPECT_EQ(desk.Tasks(tokens_.reviewer, late.objection().name()),
            Strings{"把决定或者答复送达异议人，记录送达"});
  ASSERT_TRUE(Recheck(desk, lead.receipt(), &objection).ok());
  EXPECT_EQ(desk.Tasks(tokens_.reviewer, late.objection().name()), Strings{});
  EXPECT_EQ(desk.Events(late.objection().name()),
            (Strings{"ObjectionLodged", "ObjectionJoined", "ObjectionAwaitsDelivery",
                     "ObjectionAwaitsDecision"}));
  desk.ExpectSoundStore();
}

// 北京第29条: the city re-checks a district government's document and stops it at once.
TEST_F(TwoStep, TheLevelAboveStopsWhatItFindsClearlyUnlawful) {
  RunningServer server(data_dir(), {});
  Registry& registry = BeginWithTwoSteps(server);
  Desk desk(server.Channel(), tokens_);
  v1::CreateDocumentRequest draft = registry.GovernmentDraft("平安区人民政府临时救助办法");
  const std::string document = registry.Published(draft).name();
  const v1::LodgeObjectionResponse lodged = desk.Lodge(document, "甲某某");
  const std::string name = lodged.objection().name();
  ASSERT_TRUE(desk.Accept(name).ok());
  v1::AnswerObjectionRequest answer;
  answer.set_name(name);
  answer.set_answer("本机关认为合法。");
  v1::Objection objection;
  ASSERT_TRUE(
      desk.stub().AnswerObjection(As(tokens_.government_drafter).get(), answer, &objection).ok());
  v1::ObjectionLetter accepted, answered;
  const auto read = [&](v1::ObjectionLetterKind kind, v1::ObjectionLetter* letter) {
    ASSERT_TRUE(desk.Letter(lodged.receipt(), kind, letter).ok());
  };
  read(v1::OBJECTION_LETTER_KIND_ACCEPTANCE, &accepted);
  read(v1::OBJECTION_LETTER_KIND_REPLY, &answered);
  const auto signer = [](const v1::ObjectionLetter& letter) {
    const Strings lines = absl::StrSplit(letter.text(), '\n', absl::SkipEmpty());
    return lines.at(lines.size() - 2);
  };
  ASSERT_TRUE(Recheck(desk, lodged.receipt(), &objection).ok());
  EXPECT_EQ(objection.jurisdiction(), kCity);
  // What the district's office wrote stays its own.
  v1::ObjectionLetter later;
  read(v1::OBJECTION_LETTER_KIND_ACCEPTANCE, &later);
  EXPECT_EQ(signer(later), signer(accepted));
  read(v1::OBJECTION_LETTER_KIND_REPLY, &later);
  EXPECT_EQ(signer(later), signer(answered));
  Tokens above = tokens_;
  above.reviewer = tokens_.city_reviewer;
  Desk city(server.Channel(), above);
  ASSERT_TRUE(city.Decide(name, v1::OBJECTION_OUTCOME_CORRECT, "2199-01-01").ok());
  EXPECT_TRUE(Names(city.Revoke(name, /*suspend=*/false, registry.today()), "CorrectionHasRunOut"));
  const grpc::Status suspended = city.Revoke(name, /*suspend=*/true, registry.today());
  ASSERT_TRUE(suspended.ok()) << suspended.error_message();
  EXPECT_EQ(city.StateOf(document), v1::DOCUMENT_STATE_SUSPENDED);
  desk.ExpectSoundStore();
}

}  // namespace
}  // namespace santong::testing
