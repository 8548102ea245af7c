// Wrong turns at filings, objections and cleanups through a real client: each is refused by its
// name, and nothing at all is changed.
//
// Method: around every refused call the register's last event and the resource itself are read and
// must be the same, byte for byte; at the end the store is sound. Those who act at once really do,
// from threads of their own.
#include <gmock/gmock.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "santong/v1/objection_service.grpc.pb.h"
#include "tests/server/services/case_acts.h"
#include "tests/server/services/fixture.h"

namespace santong::testing {
namespace {

using ::testing::HasSubstr;

constexpr int kRounds = 10;  // of two at once

class WrongTurns : public ::testing::Test {
 protected:
  WrongTurns() { Begin(0); }

  // The server of that day over the same folder, after what was due has been carried out: a server
  // does one whole round at its start, also when it is told to end at once.
  void Begin(int days) {
    server_.reset();
    if (days > 0) RunningServer(data_dir(), Later(days)).process().Terminate();
    server_ = std::make_unique<RunningServer>(data_dir(), Later(days));
    const auto channel = server_->Channel();
    if (days == 0) {
      registry_ = std::make_unique<Registry>(channel, AdminToken(data_dir()));
      tokens_ = registry_->tokens();
    }
    admin_ = v1::AdminService::NewStub(channel);
    documents_ = v1::DocumentService::NewStub(channel);
    filings_ = v1::FilingService::NewStub(channel);
    objections_ = v1::ObjectionService::NewStub(channel);
    cleanups_ = v1::CleanupService::NewStub(channel);
  }
  std::string data_dir() const { return folder_.path() + "/data"; }
  static std::vector<std::string> Later(int days) {
    return {"--clock-offset-days", absl::StrCat(days)};
  }

  int64_t LastEvent() {
    v1::GetServerInfoResponse info;
    EXPECT_TRUE(admin_->GetServerInfo(As(tokens_.admin).get(), {}, &info).ok());
    return info.last_event_sequence();
  }
  // The resource as the auditor sees it.
  std::string Read(const std::string& name) {
    if (name.rfind("filings/", 0) == 0)
      return ReadBy<v1::GetFilingRequest, v1::Filing>(*filings_,
                                                      &v1::FilingService::Stub::GetFiling, name);
    if (name.rfind("objections/", 0) == 0)
      return ReadBy<v1::GetObjectionRequest, v1::Objection>(
          *objections_, &v1::ObjectionService::Stub::GetObjection, name);
    if (name.rfind("campaigns/", 0) == 0)
      return ReadBy<v1::GetCampaignRequest, v1::Campaign>(
          *cleanups_, &v1::CleanupService::Stub::GetCampaign, name);
    return ReadBy<v1::GetDocumentRequest, v1::Document>(
        *documents_, &v1::DocumentService::Stub::GetDocument, name);
  }
  template <typename Request, typename Resource, typename Stub, typename Method>
  std::string ReadBy(Stub& stub, Method method, const std::string& name) {
    Request request;
    request.set_name(name);
    Resource resource;
    EXPECT_TRUE((stub.*method)(As(tokens_.auditor).get(), request, &resource).ok()) << name;
    return resource.DebugString();
  }
  // That the call is refused in words that name `what`, and changes nothing.
  void ExpectRefused(const std::string& resource, const std::string& what,
                     const std::function<grpc::Status()>& call) {
    const std::string before = Read(resource);
    const int64_t last = LastEvent();
    const grpc::Status status = call();
    EXPECT_FALSE(status.ok()) << what;
    EXPECT_THAT(status.error_details(), HasSubstr(what)) << status.error_message();
    EXPECT_EQ(LastEvent(), last) << what;
    EXPECT_EQ(Read(resource), before) << what;
  }
  void ExpectSoundStore() {
    v1::VerifyStoreResponse response;
    EXPECT_TRUE(admin_->VerifyStore(As(tokens_.admin).get(), {}, &response).ok());
    EXPECT_EQ(response.problems_size(), 0) << response.ShortDebugString();
  }

  v1::Filing Filed(const std::string& title) {
    v1::CreateFilingRequest request;
    request.set_document(registry_->Published(title).name());
    for (const char* paper :
         {"备案报告", "正式文本及电子文本", "起草说明", "制定依据", "合法性审核意见"})
      request.add_materials()->set_title(paper);
    v1::Filing filing;
    EXPECT_TRUE(filings_->CreateFiling(As(tokens_.drafter).get(), request, &filing).ok());
    return filing;
  }
  v1::LodgeObjectionResponse Lodged(const std::string& document) {
    v1::LodgeObjectionRequest request;
    request.set_document(document);
    request.set_ground(v1::OBJECTION_GROUND_CONFLICTS_WITH_LAW);
    request.set_reasons("第二条与上位法相抵触");
    request.mutable_lodger()->set_kind(v1::LODGER_KIND_CITIZEN);
    request.mutable_lodger()->set_display_name("甲某某");
    request.mutable_lodger()->set_contact("13900001234");
    v1::LodgeObjectionResponse response;
    EXPECT_TRUE(objections_->LodgeObjection(As("").get(), request, &response).ok());
    return response;
  }
  v1::Campaign Planned(const std::string& subject) {
    v1::CreateCampaignRequest request;
    v1::Campaign& plan = *request.mutable_campaign();
    plan.set_title(subject);
    plan.set_campaign_kind(v1::CAMPAIGN_KIND_SPECIAL);
    plan.set_subject(subject);
    plan.set_jurisdiction(kDistrict);
    plan.set_cutoff_date(registry_->today());
    plan.set_proposal_due_date("2099-12-31");
    v1::Campaign campaign;
    EXPECT_TRUE(cleanups_->CreateCampaign(As(tokens_.reviewer).get(), request, &campaign).ok());
    return campaign;
  }
  // One call with its request on a name, as someone.
  template <typename Stub, typename Request, typename Resource>
  std::function<grpc::Status()> Call(Stub& stub,
                                     grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                  const Request&, Resource*),
                                     const std::string& token, Request request) {
    return [&stub, method, token, request] {
      Resource resource;
      return (stub.*method)(As(token).get(), request, &resource);
    };
  }
  template <typename Request>
  static Request Of(const std::string& name, const std::string& etag = "") {
    Request request;
    request.set_name(name);
    request.mutable_options()->set_etag(etag);
    return request;
  }
  // Both calls at once: one is done, the other is told that it had not read the newest, and one
  // event says which.
  void ExpectOneOf(const std::function<grpc::Status()>& a, const std::function<grpc::Status()>& b) {
    const int64_t last = LastEvent();
    grpc::Status first, second;
    std::thread other([&] { second = b(); });
    first = a();
    other.join();
    EXPECT_NE(first.ok(), second.ok()) << first.error_message() << second.error_message();
    const grpc::Status& refused = first.ok() ? second : first;
    EXPECT_EQ(refused.error_code(), grpc::StatusCode::ABORTED) << refused.error_message();
    EXPECT_THAT(refused.error_details(), HasSubstr("ETAG_MISMATCH"));
    EXPECT_EQ(LastEvent(), last + 1);
  }

  TempFolder folder_;
  std::unique_ptr<RunningServer> server_;
  std::unique_ptr<Registry> registry_;
  Tokens tokens_;
  std::unique_ptr<v1::AdminService::Stub> admin_;
  std::unique_ptr<v1::DocumentService::Stub> documents_;
  std::unique_ptr<v1::FilingService::Stub> filings_;
  std::unique_ptr<v1::ObjectionService::Stub> objections_;
  std::unique_ptr<v1::CleanupService::Stub> cleanups_;
};

TEST_F(WrongTurns, OfTwoReviewersAtOnceOneHasNotReadTheNewest) {
  const std::string document = registry_->Published("被异议的办法").name();
  for (int round = 0; round < kRounds; ++round) {
    const v1::Filing filing = Filed(absl::StrCat("报送备案的办法", round));
    auto reject = Of<v1::RejectFilingRequest>(filing.name(), filing.etag());
    reject.set_not_normative_reason(v1::NOT_NORMATIVE_REASON_INTERNAL_RULES);
    reject.set_reason("内部管理制度");
    ExpectOneOf(Call(*filings_, &v1::FilingService::Stub::AcceptFiling, tokens_.reviewer,
                     Of<v1::AcceptFilingRequest>(filing.name(), filing.etag())),
                Call(*filings_, &v1::FilingService::Stub::RejectFiling, tokens_.reviewer, reject));

    const v1::Objection objection = Lodged(document).objection();
    auto transfer = Of<v1::TransferObjectionRequest>(objection.name(), objection.etag());
    transfer.set_transfer_to("海东市司法局");
    ExpectOneOf(Call(*objections_, &v1::ObjectionService::Stub::AcceptObjection, tokens_.reviewer,
                     Of<v1::AcceptObjectionRequest>(objection.name(), objection.etag())),
                Call(*objections_, &v1::ObjectionService::Stub::TransferObjection, tokens_.reviewer,
                     transfer));
  }
  ExpectSoundStore();
}

TEST_F(WrongTurns, AnExtensionOrASupplementAfterItsDateIsRefused) {
  const std::string document = registry_->Published("被异议的办法").name();
  const std::string reviewed = Filed("审查中的办法").name();
  v1::Filing filing;
  ASSERT_TRUE(
      filings_
          ->AcceptFiling(As(tokens_.reviewer).get(), Of<v1::AcceptFilingRequest>(reviewed), &filing)
          .ok());
  const std::string incomplete = Filed("补正中的办法").name();
  auto ask = Of<v1::RequestFilingSupplementRequest>(incomplete);
  ask.add_items("起草说明");
  ASSERT_TRUE(filings_->RequestFilingSupplement(As(tokens_.reviewer).get(), ask, &filing).ok());
  v1::Objection objection;
  const std::string taken_up = Lodged(document).objection().name();
  ASSERT_TRUE(objections_
                  ->AcceptObjection(As(tokens_.reviewer).get(),
                                    Of<v1::AcceptObjectionRequest>(taken_up), &objection)
                  .ok());
  const v1::LodgeObjectionResponse unclear = Lodged(document);
  auto ask_lodger = Of<v1::RequestObjectionSupplementRequest>(unclear.objection().name());
  ask_lodger.add_items("身份证明");
  ASSERT_TRUE(
      objections_->RequestObjectionSupplement(As(tokens_.reviewer).get(), ask_lodger, &objection)
          .ok());

  Begin(150);
  auto extend_filing = Of<v1::ExtendFilingRequest>(reviewed);
  extend_filing.set_reason("需要论证");
  ExpectRefused(
      reviewed, "ReviewHasNotRunOut",
      Call(*filings_, &v1::FilingService::Stub::ExtendFiling, tokens_.reviewer, extend_filing));
  auto extend = Of<v1::ExtendObjectionRequest>(taken_up);
  extend.set_reason("需要论证");
  extend.set_approved_by("区司法局局长");
  ExpectRefused(
      taken_up, "ReplyIsNotOverdue",
      Call(*objections_, &v1::ObjectionService::Stub::ExtendObjection, tokens_.reviewer, extend));
  auto supplement = Of<v1::SupplementFilingRequest>(incomplete);
  supplement.add_materials()->set_title("起草说明");
  ExpectRefused(
      incomplete, "SupplementIsInTime",
      Call(*filings_, &v1::FilingService::Stub::SupplementFiling, tokens_.drafter, supplement));
  v1::SupplementObjectionRequest late;
  *late.mutable_receipt() = unclear.receipt();
  late.set_supplement("身份证明");
  ExpectRefused(unclear.objection().name(), "SupplementIsInTime",
                Call(*objections_, &v1::ObjectionService::Stub::SupplementObjection, "", late));
  ExpectSoundStore();
}

TEST_F(WrongTurns, ACampaignIsOpenedOnceAlsoByTwoAtOnce) {
  registry_->Published("养老服务办法");
  for (int round = 0; round < kRounds; ++round) {
    const v1::Campaign plan = Planned("养老");
    const auto open = Call(*cleanups_, &v1::CleanupService::Stub::OpenCampaign, tokens_.reviewer,
                           Of<v1::OpenCampaignRequest>(plan.name()));
    grpc::Status second;
    std::thread other([&] { second = open(); });
    const grpc::Status first = open();
    other.join();
    EXPECT_NE(first.ok(), second.ok()) << first.error_message() << second.error_message();
    const grpc::Status& refused = first.ok() ? second : first;
    EXPECT_THAT(refused.error_details(), HasSubstr("STATE_TRANSITION_NOT_ALLOWED"));
    ExpectRefused(plan.name(), "STATE_TRANSITION_NOT_ALLOWED", open);
  }
  ExpectSoundStore();
}

TEST_F(WrongTurns, NobodyDecidesOnTheOwnOrgansDocument) {
  const std::string own = OwnReviewer(*admin_, tokens_);
  const std::string filing = Filed("报送备案的办法").name();
  ExpectRefused(filing, "ReviewerIsNotTheIssuer",
                Call(*filings_, &v1::FilingService::Stub::AcceptFiling, own,
                     Of<v1::AcceptFilingRequest>(filing)));
  const std::string objection =
      Lodged(registry_->Published("被异议的办法").name()).objection().name();
  ExpectRefused(objection, "ReviewerIsNoIssuer",
                Call(*objections_, &v1::ObjectionService::Stub::AcceptObjection, own,
                     Of<v1::AcceptObjectionRequest>(objection)));
  const std::string submitted = registry_->Submitted("申请登记的办法").name();
  ExpectRefused(submitted, "RegistrarIsNoIssuer",
                Call(*documents_, &v1::DocumentService::Stub::RegisterDocument, own,
                     Of<v1::RegisterDocumentRequest>(submitted)));
  v1::Campaign plan = Planned("报送备案");
  ASSERT_TRUE(cleanups_
                  ->OpenCampaign(As(tokens_.reviewer).get(),
                                 Of<v1::OpenCampaignRequest>(plan.name()), &plan)
                  .ok());
  v1::ListItemsRequest list;
  list.set_parent(plan.name());
  v1::ListItemsResponse items;
  ASSERT_TRUE(cleanups_->ListItems(As(tokens_.reviewer).get(), list, &items).ok());
  ASSERT_EQ(items.items_size(), 1);
  auto propose = Of<v1::ProposeItemRequest>(items.items(0).name());
  propose.mutable_proposal()->set_disposition(v1::DISPOSITION_KEEP);
  propose.mutable_proposal()->set_reason("仍需执行");
  v1::CampaignItem item;
  ASSERT_TRUE(cleanups_->ProposeItem(As(tokens_.drafter).get(), propose, &item).ok());
  ExpectRefused(plan.name(), "ReviewerIsOfAnotherOrgan",
                Call(*cleanups_, &v1::CleanupService::Stub::ReviewItem, own,
                     Of<v1::ReviewItemRequest>(item.name())));
  ExpectSoundStore();
}

TEST_F(WrongTurns, AForgedOrReusedReceiptOpensNothing) {
  const std::string document = registry_->Published("被异议的办法").name();
  const v1::LodgeObjectionResponse mine = Lodged(document), others = Lodged(document);
  const std::string name = mine.objection().name();
  v1::RequestObjectionSupplementRequest ask = Of<v1::RequestObjectionSupplementRequest>(name);
  ask.add_items("身份证明");
  v1::Objection objection;
  ASSERT_TRUE(
      objections_->RequestObjectionSupplement(As(tokens_.reviewer).get(), ask, &objection).ok());

  v1::Receipt crossed = mine.receipt(), altered = mine.receipt(), invented = mine.receipt();
  crossed.set_code(others.receipt().code());
  altered.mutable_code()->front() = altered.code().front() == 'A' ? 'B' : 'A';
  invented.set_number("YY-2026-999999-A");
  const auto supplement = [&](const v1::Receipt& receipt) {
    v1::SupplementObjectionRequest request;
    *request.mutable_receipt() = receipt;
    request.set_supplement("身份证明");
    return Call(*objections_, &v1::ObjectionService::Stub::SupplementObjection, "", request);
  };
  const auto withdraw = [&](const v1::Receipt& receipt) {
    v1::WithdrawObjectionRequest request;
    *request.mutable_receipt() = receipt;
    return Call(*objections_, &v1::ObjectionService::Stub::WithdrawObjection, "", request);
  };
  for (const v1::Receipt& forged : {crossed, altered, invented}) {
    ExpectRefused(name, "RESOURCE_NOT_FOUND", supplement(forged));
    ExpectRefused(name, "RESOURCE_NOT_FOUND", withdraw(forged));
  }
  ASSERT_TRUE(supplement(mine.receipt())().ok());
  ExpectRefused(name, "STATE_TRANSITION_NOT_ALLOWED", supplement(mine.receipt()));
  ASSERT_TRUE(withdraw(mine.receipt())().ok());
  ExpectRefused(name, "STATE_TRANSITION_NOT_ALLOWED", withdraw(mine.receipt()));
  ExpectRefused(name, "STATE_TRANSITION_NOT_ALLOWED", supplement(mine.receipt()));
  ExpectSoundStore();
}

}  // namespace
}  // namespace santong::testing
