// An objection through a real server: lodged without an account, seen by receipt alone, handled by
// the office; each wrong act is refused with its reason and changes nothing.
#include <fstream>
#include <iterator>

#include "santong/v1/objection_service.grpc.pb.h"
#include "tests/server/services/fixture.h"
#include "tests/support/refusal.h"

namespace santong::testing {
namespace {

std::vector<std::string> ConditionsOf(const grpc::Status& status) {
  std::vector<std::string> names;
  const auto failure = DetailsOf(status).precondition;
  for (const auto& violation : failure.violations()) names.push_back(violation.type());
  return names;
}

class Objections : public ::testing::Test {
 protected:
  Objections()
      : registry_(server_.registry()),
        objections_(v1::ObjectionService::NewStub(server_.Channel())),
        document_(registry_.Published("平安区临时救助办法")) {}

  v1::LodgeObjectionRequest Complete() const {
    v1::LodgeObjectionRequest request;
    request.set_document(document_.name());
    request.add_articles("第二条");
    request.set_ground(v1::OBJECTION_GROUND_CONFLICTS_WITH_LAW);
    request.set_reasons("第二条与上位法相抵触。");
    v1::Lodger& lodger = *request.mutable_lodger();
    lodger.set_kind(v1::LODGER_KIND_CITIZEN);
    lodger.set_display_name("甲某某某");
    lodger.set_identity_code("11010519491231002X");
    lodger.set_contact("13900001234");
    return request;
  }
  v1::LodgeObjectionResponse Lodged() {
    v1::LodgeObjectionResponse response;
    grpc::Status status = objections_->LodgeObjection(As("").get(), Complete(), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  grpc::Status Track(const std::string& number, const std::string& code, v1::Objection* objection) {
    v1::TrackObjectionRequest request;
    request.mutable_receipt()->set_number(number);
    request.mutable_receipt()->set_code(code);
    return objections_->TrackObjection(As("").get(), request, objection);
  }
  int64_t LastEvent() {
    v1::GetServerInfoResponse info;
    EXPECT_TRUE(
        registry_.admin().GetServerInfo(As(registry_.tokens().admin).get(), {}, &info).ok());
    return info.last_event_sequence();
  }
  grpc::Status Accept(const std::string& name, const std::string& token, v1::Objection* objection,
                      const std::string& etag = "", const std::string& reason = "") {
    v1::AcceptObjectionRequest request;
    request.set_name(name);
    request.set_reason(reason);
    request.mutable_options()->set_etag(etag);
    return objections_->AcceptObjection(As(token).get(), request, objection);
  }
  grpc::Status Decide(const std::string& name, v1::ObjectionOutcome outcome, const std::string& day,
                      v1::Objection* objection) {
    v1::DecideObjectionRequest request;
    request.set_name(name);
    request.mutable_decision()->set_outcome(outcome);
    request.mutable_decision()->set_reasons("第二条没有上位法依据。");
    request.mutable_decision()->set_correct_by_date(day);
    return objections_->DecideObjection(As(registry_.tokens().reviewer).get(), request, objection);
  }
  std::vector<std::string> Doubts() {
    v1::CheckBasisRequest request;
    request.set_number(document_.registration_number());
    v1::Basis basis;
    EXPECT_TRUE(registry_.catalog().CheckBasis(As("").get(), request, &basis).ok());
    std::vector<std::string> doubts;
    for (const std::string& doubt : basis.doubts_zh()) {
      if (doubt.find("objections/") != std::string::npos) doubts.push_back(doubt);
    }
    return doubts;
  }

  RunningServer server_;
  Registry& registry_;
  std::unique_ptr<v1::ObjectionService::Stub> objections_;
  v1::Document document_;
};

TEST_F(Objections, GoFromReceiptToDecisionAndCallTheDocumentIntoQuestionMeanwhile) {
  EXPECT_TRUE(Doubts().empty());
  const v1::LodgeObjectionResponse lodged = Lodged();
  const std::string& name = lodged.objection().name();
  ASSERT_EQ(Doubts().size(), 1u);
  EXPECT_NE(Doubts()[0].find(name), std::string::npos);

  v1::Objection objection;
  ASSERT_TRUE(Track(lodged.receipt().number(), lodged.receipt().code(), &objection).ok());
  EXPECT_EQ(objection.state(), v1::OBJECTION_STATE_RECEIVED);
  // And until when it may be transferred or refused.
  ASSERT_EQ(objection.clocks_size(), 3);
  EXPECT_EQ(objection.clocks(0).kind(), v1::CLOCK_KIND_OBJECTION_FORM_CHECK);
  EXPECT_TRUE(objection.clocks(0).unconfirmed());

  const std::string& reviewer = registry_.tokens().reviewer;
  v1::RequestObjectionSupplementRequest ask;
  ask.set_name(name);
  ask.add_items("文件原文复印件");
  ASSERT_TRUE(objections_->RequestObjectionSupplement(As(reviewer).get(), ask, &objection).ok());
  EXPECT_EQ(objection.clocks(0).state(), v1::CLOCK_STATE_SUSPENDED);
  v1::SupplementObjectionRequest supply;
  *supply.mutable_receipt() = lodged.receipt();
  supply.set_supplement("见附件。");
  ASSERT_TRUE(objections_->SupplementObjection(As("").get(), supply, &objection).ok());
  EXPECT_EQ(objection.state(), v1::OBJECTION_STATE_RECEIVED);

  ASSERT_TRUE(Accept(name, reviewer, &objection).ok());
  EXPECT_EQ(objection.state(), v1::OBJECTION_STATE_REVIEWING);
  v1::RequestOpinionRequest opinion;
  opinion.set_name(name);
  opinion.set_question("第二条的依据？");
  ASSERT_TRUE(objections_->RequestOpinion(As(reviewer).get(), opinion, &objection).ok());
  v1::AnswerObjectionRequest answer;
  answer.set_name(name);
  answer.set_answer("依据本机关职责。");
  ASSERT_FALSE(
      objections_->AnswerObjection(As(registry_.tokens().other_drafter).get(), answer, &objection)
          .ok());
  ASSERT_TRUE(
      objections_->AnswerObjection(As(registry_.tokens().drafter).get(), answer, &objection).ok());

  // What the office and the issuer write to each other is not the lodger's.
  ASSERT_TRUE(Track(lodged.receipt().number(), lodged.receipt().code(), &objection).ok());
  EXPECT_EQ(objection.internal().reasons(), Complete().reasons());
  EXPECT_EQ(objection.internal().issuer_answers_size(), 0);
  EXPECT_EQ(objection.internal().opinion_question(), "");

  v1::ExtendObjectionRequest extend;
  extend.set_name(name);
  extend.set_reason("需要论证。");
  extend.set_approved_by("区司法局局长");
  ASSERT_TRUE(objections_->ExtendObjection(As(reviewer).get(), extend, &objection).ok());
  const grpc::Status again = objections_->ExtendObjection(As(reviewer).get(), extend, &objection);
  EXPECT_EQ(ConditionsOf(again), std::vector<std::string>{"IsNotExtendedYet"});

  ASSERT_TRUE(Decide(name, v1::OBJECTION_OUTCOME_CORRECT, "2199-01-01", &objection).ok());
  EXPECT_EQ(objection.state(), v1::OBJECTION_STATE_CORRECTING);
  for (const v1::Clock& clock : objection.clocks()) {
    const bool correction = clock.kind() == v1::CLOCK_KIND_OBJECTION_CORRECTION;
    // The lodger is still to be told.
    const bool feedback = clock.kind() == v1::CLOCK_KIND_OBJECTION_FEEDBACK;
    EXPECT_EQ(clock.state(),
              correction || feedback ? v1::CLOCK_STATE_RUNNING : v1::CLOCK_STATE_STOPPED);
    if (correction) EXPECT_EQ(clock.due_date(), "2199-01-01");
  }
  ASSERT_EQ(Doubts().size(), 1u);
  EXPECT_NE(Doubts()[0].find("应当改正"), std::string::npos);

  // Anyone sees the answer, and nobody's name or reasons.
  v1::GetObjectionRequest get;
  get.set_name(name);
  v1::Objection shown;
  ASSERT_TRUE(objections_->GetObjection(As("").get(), get, &shown).ok());
  EXPECT_EQ(shown.decision().outcome(), v1::OBJECTION_OUTCOME_CORRECT);
  EXPECT_FALSE(shown.has_internal());

  v1::VerifyStoreResponse verified;
  ASSERT_TRUE(
      registry_.admin().VerifyStore(As(registry_.tokens().admin).get(), {}, &verified).ok());
  EXPECT_EQ(verified.problems_size(), 0) << verified.ShortDebugString();
}

TEST_F(Objections, AWrongNumberAndAWrongCodeLookAlike) {
  const v1::Receipt receipt = Lodged().receipt();
  v1::Objection objection;
  ASSERT_TRUE(Track(receipt.number(), receipt.code(), &objection).ok());
  std::string other_code = receipt.code();
  other_code[0] = other_code[0] == 'A' ? 'B' : 'A';
  const grpc::Status code = Track(receipt.number(), other_code, &objection);
  const grpc::Status number = Track("YY-2026-999999-A", receipt.code(), &objection);
  const grpc::Status form = Track("1", receipt.code(), &objection);
  EXPECT_EQ(code.error_code(), grpc::StatusCode::NOT_FOUND);
  for (const grpc::Status& other : {number, form}) {
    EXPECT_EQ(other.error_code(), code.error_code());
    EXPECT_EQ(other.error_message(), code.error_message());
    const auto info = DetailsOf(other).info;
    EXPECT_EQ(info.SerializeAsString(), DetailsOf(code).info.SerializeAsString());
  }
  // The code of another case opens nothing.
  const v1::Receipt second = Lodged().receipt();
  EXPECT_FALSE(Track(receipt.number(), second.code(), &objection).ok());
  EXPECT_NE(receipt.code(), second.code());
}

TEST_F(Objections, ShowWhoLodgedThemToTheReviewerAloneAndNowhereElse) {
  const v1::LodgeObjectionResponse lodged = Lodged();
  EXPECT_FALSE(lodged.objection().internal().has_lodger());
  v1::GetObjectionRequest get;
  get.set_name(lodged.objection().name());
  const Tokens& tokens = registry_.tokens();
  v1::Objection shown;
  ASSERT_TRUE(objections_->GetObjection(As(tokens.reviewer).get(), get, &shown).ok());
  EXPECT_EQ(shown.internal().lodger().display_name(), "甲某某某");
  for (const std::string& token :
       {std::string(), tokens.drafter, tokens.other_drafter, tokens.city_reviewer, tokens.publisher,
        tokens.auditor, tokens.admin}) {
    ASSERT_TRUE(objections_->GetObjection(As(token).get(), get, &shown).ok());
    EXPECT_EQ(shown.SerializeAsString().find("甲某某某"), std::string::npos);
  }
  v1::ListHistoryRequest history;
  history.set_parent(get.name());
  v1::ListHistoryResponse events;
  ASSERT_TRUE(registry_.documents().ListHistory(As(tokens.auditor).get(), history, &events).ok());
  EXPECT_EQ(events.events_size(), 1);
  EXPECT_EQ(events.SerializeAsString().find("甲某某某"), std::string::npos);
  EXPECT_EQ(events.SerializeAsString().find("13900001234"), std::string::npos);

  // Nor does the disk.
  server_.process().Terminate();
  int files = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(server_.data_dir())) {
    if (!file.is_regular_file()) continue;
    std::ifstream in(file.path(), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    EXPECT_EQ(bytes.find("甲某某某"), std::string::npos) << file.path();
    EXPECT_EQ(bytes.find("13900001234"), std::string::npos) << file.path();
    EXPECT_EQ(bytes.find(lodged.receipt().code()), std::string::npos) << file.path();
    EXPECT_EQ(bytes.find(Complete().reasons()), std::string::npos) << file.path();
    ++files;
  }
  EXPECT_GT(files, 0);
  const auto mode = std::filesystem::status(server_.data_dir() + ".key").permissions();
  EXPECT_EQ(static_cast<unsigned>(mode) & 0777u, 0600u);
  server_.Start();
  objections_ = v1::ObjectionService::NewStub(server_.Channel());
  v1::Objection objection;
  EXPECT_TRUE(Track(lodged.receipt().number(), lodged.receipt().code(), &objection).ok());
}

TEST_F(Objections, ARepeatedRequestGivesTheSameReceiptAndOneCase) {
  v1::LodgeObjectionRequest request = Complete();
  request.mutable_options()->set_request_id("5f0c7b5e-8f0e-4d5a-9a53-1c2d3e4f5a6b");
  v1::LodgeObjectionResponse first, second;
  ASSERT_TRUE(objections_->LodgeObjection(As("").get(), request, &first).ok());
  const int64_t events = LastEvent();
  ASSERT_TRUE(objections_->LodgeObjection(As("").get(), request, &second).ok());
  EXPECT_EQ(first.receipt().SerializeAsString(), second.receipt().SerializeAsString());
  EXPECT_EQ(first.objection().name(), second.objection().name());
  EXPECT_EQ(LastEvent(), events);
}

TEST_F(Objections, TheSameLodgerDocumentAndGroundIsLinkedForTheOffice) {
  const std::string first = Lodged().objection().name();
  v1::GetObjectionRequest get;
  get.set_name(Lodged().objection().name());
  v1::Objection shown;
  ASSERT_TRUE(objections_->GetObjection(As(registry_.tokens().reviewer).get(), get, &shown).ok());
  ASSERT_EQ(shown.internal().repeats_size(), 1);
  EXPECT_EQ(shown.internal().repeats(0), first);
}

TEST_F(Objections, RefuseWhatIsWrongWithItsReasonAndChangeNothing) {
  const v1::LodgeObjectionResponse lodged = Lodged();
  const std::string& name = lodged.objection().name();
  const Tokens& tokens = registry_.tokens();
  const int64_t before = LastEvent();
  v1::Objection objection;
  v1::LodgeObjectionResponse response;

  v1::LodgeObjectionRequest bad = Complete();
  bad.mutable_lodger()->set_identity_code("110105194912310021");
  EXPECT_EQ(ConditionsOf(objections_->LodgeObjection(As("").get(), bad, &response)),
            std::vector<std::string>{"IdentityIsPlausible"});
  bad = Complete();
  bad.set_document(registry_.Drafted("草稿").name());
  const int64_t drafted = LastEvent();
  EXPECT_EQ(objections_->LodgeObjection(As("").get(), bad, &response).error_code(),
            grpc::StatusCode::NOT_FOUND);
  bad = Complete();
  bad.clear_ground();
  bad.clear_reasons();
  EXPECT_EQ(objections_->LodgeObjection(As("").get(), bad, &response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  // Out of order; not of this office; without a token; a wrong etag.
  EXPECT_EQ(ReasonOf(Decide(name, v1::OBJECTION_OUTCOME_LAWFUL, "", &objection)),
            "STATE_TRANSITION_NOT_ALLOWED");
  EXPECT_EQ(ReasonOf(Accept(name, tokens.city_reviewer, &objection)), "ROLE_NOT_ALLOWED");
  EXPECT_EQ(ReasonOf(Accept(name, tokens.drafter, &objection)), "ROLE_NOT_ALLOWED");
  EXPECT_FALSE(Accept(name, "", &objection).ok());
  EXPECT_EQ(ReasonOf(Accept(name, tokens.reviewer, &objection, "\"1\"")), "ETAG_MISMATCH");
  v1::WithdrawObjectionRequest forged;
  *forged.mutable_receipt() = lodged.receipt();
  forged.mutable_receipt()->set_code("AAAAAAAAAA");
  EXPECT_EQ(objections_->WithdrawObjection(As("").get(), forged, &objection).error_code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(LastEvent(), drafted);
  EXPECT_GT(drafted, before);

  // Two reviewers who read the same state: the second is told to read again.
  v1::GetObjectionRequest get;
  get.set_name(name);
  ASSERT_TRUE(objections_->GetObjection(As(tokens.reviewer).get(), get, &objection).ok());
  const std::string etag = objection.etag();
  ASSERT_TRUE(Accept(name, tokens.reviewer, &objection, etag).ok());
  EXPECT_EQ(ReasonOf(Accept(name, tokens.reviewer, &objection, etag)), "ETAG_MISMATCH");
  EXPECT_EQ(ConditionsOf(Decide(name, v1::OBJECTION_OUTCOME_CORRECT, "", &objection)),
            std::vector<std::string>{"CorrectionDayIsAhead"});
}

TEST_F(Objections, TheOfficeMayGoOnAfterAWithdrawal) {
  const v1::LodgeObjectionResponse lodged = Lodged();
  v1::WithdrawObjectionRequest withdraw;
  *withdraw.mutable_receipt() = lodged.receipt();
  v1::Objection objection;
  ASSERT_TRUE(objections_->WithdrawObjection(As("").get(), withdraw, &objection).ok());
  EXPECT_EQ(objection.state(), v1::OBJECTION_STATE_WITHDRAWN);
  EXPECT_TRUE(Doubts().empty());
  const std::string& name = lodged.objection().name();
  const std::string& reviewer = registry_.tokens().reviewer;
  EXPECT_EQ(ConditionsOf(Accept(name, reviewer, &objection)),
            std::vector<std::string>{"ReasonIsGiven"});
  ASSERT_TRUE(Accept(name, reviewer, &objection, "", "涉及公共利益。").ok());
  EXPECT_TRUE(objection.own_motion());
  EXPECT_EQ(objection.state(), v1::OBJECTION_STATE_REVIEWING);
  EXPECT_EQ(Doubts().size(), 1u);
  // What the office does of its own motion its lodger ends no more.
  EXPECT_EQ(ConditionsOf(objections_->WithdrawObjection(As("").get(), withdraw, &objection)),
            std::vector<std::string>{"LodgerHasNotWithdrawn"});
}

}  // namespace
}  // namespace santong::testing
