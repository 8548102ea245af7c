// A cleanup through a real client: create → open → propose → review → close → publish, and what
// CheckBasis says afterwards; and bad input, after which nothing is changed.
#include <map>

#include "absl/strings/str_cat.h"
#include "tests/server/services/case_acts.h"
#include "tests/server/services/fixture.h"
#include "tests/server/services/read_back.h"
#include "tests/support/refusal.h"

namespace santong::testing {
namespace {

class Cleanup : public ::testing::Test {
 protected:
  v1::CleanupService::Stub& stub() { return registry_.cleanups(); }
  std::string Ahead(int years) const {
    return absl::StrCat(std::stoi(registry_.today().substr(0, 4)) + years, "-12-31");
  }

  v1::Campaign Plan(const std::string& subject = "") {
    v1::CreateCampaignRequest request;
    v1::Campaign& campaign = *request.mutable_campaign();
    campaign.set_title("规范性文件清理");
    campaign.set_campaign_kind(subject.empty() ? v1::CAMPAIGN_KIND_REGULAR
                                               : v1::CAMPAIGN_KIND_SPECIAL);
    campaign.set_subject(subject);
    campaign.set_jurisdiction(kDistrict);
    campaign.set_cutoff_date(registry_.today());
    campaign.set_proposal_due_date(Ahead(1));
    v1::Campaign made;
    const grpc::Status status =
        stub().CreateCampaign(As(registry_.tokens().reviewer).get(), request, &made);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return made;
  }
  grpc::Status Open(const std::string& name, v1::Campaign* out) {
    v1::OpenCampaignRequest request;
    request.set_name(name);
    return stub().OpenCampaign(As(registry_.tokens().reviewer).get(), request, out);
  }
  grpc::Status Close(const std::string& name, v1::Campaign* out) {
    v1::CloseCampaignRequest request;
    request.set_name(name);
    return stub().CloseCampaign(As(registry_.tokens().reviewer).get(), request, out);
  }
  grpc::Status Publish(const v1::PublishCampaignRequest& request, v1::Campaign* out) {
    return stub().PublishCampaign(As(registry_.tokens().publisher).get(), request, out);
  }
  static std::string ItemOf(const v1::Campaign& campaign, const v1::Document& document) {
    return absl::StrCat(campaign.name(), "/items/", document.name().substr(10));
  }
  grpc::Status Propose(const std::string& item, const v1::CleanupDecision& proposal,
                       v1::CampaignItem* out) {
    v1::ProposeItemRequest request;
    request.set_name(item);
    *request.mutable_proposal() = proposal;
    return stub().ProposeItem(As(registry_.tokens().drafter).get(), request, out);
  }
  grpc::Status Review(const std::string& item, v1::CampaignItem* out,
                      const std::string& etag = "") {
    v1::ReviewItemRequest request;
    request.set_name(item);
    request.mutable_options()->set_etag(etag);
    return stub().ReviewItem(As(registry_.tokens().reviewer).get(), request, out);
  }
  v1::CleanupDecision Of(v1::Disposition disposition) {
    v1::CleanupDecision decision;
    decision.set_disposition(disposition);
    decision.set_reason("工作任务已完成");
    return decision;
  }
  void Decide(const v1::Campaign& campaign, const v1::Document& document,
              const v1::CleanupDecision& decision) {
    v1::CampaignItem item;
    grpc::Status status = Propose(ItemOf(campaign, document), decision, &item);
    ASSERT_TRUE(status.ok()) << status.error_message();
    status = Review(item.name(), &item);
    ASSERT_TRUE(status.ok()) << status.error_message();
    ASSERT_EQ(item.state(), v1::CLEANUP_ITEM_STATE_REVIEWED);
  }
  v1::Basis Check(const v1::Document& document, const std::string& date = "") {
    v1::CheckBasisRequest request;
    request.set_number(document.registration_number());
    request.set_date(date);
    v1::Basis basis;
    EXPECT_TRUE(registry_.catalog().CheckBasis(As("").get(), request, &basis).ok());
    return basis;
  }
  v1::Document Get(const v1::Document& document) {
    v1::GetDocumentRequest request;
    request.set_name(document.name());
    v1::Document now;
    EXPECT_TRUE(registry_.documents()
                    .GetDocument(As(registry_.tokens().reviewer).get(), request, &now)
                    .ok());
    return now;
  }
  int64_t LastEvent() {
    v1::GetServerInfoResponse info;
    EXPECT_TRUE(
        registry_.admin().GetServerInfo(As(registry_.tokens().admin).get(), {}, &info).ok());
    return info.last_event_sequence();
  }
  void ExpectNoProblem() { ExpectSoundStore(registry_.admin(), registry_.tokens().admin); }

  RunningServer server_;
  Registry& registry_ = server_.registry();
};

TEST_F(Cleanup, AnExtensionIsLaterThanTheTermAndNoLongerThanThePolicyAdmits) {
  const v1::Document document = registry_.Published("延长的办法");
  v1::Campaign campaign = Plan();
  ASSERT_TRUE(Open(campaign.name(), &campaign).ok());
  v1::CleanupDecision decision = Of(v1::DISPOSITION_EXTEND);
  v1::CampaignItem item;
  decision.set_last_valid_date(Ahead(50));
  EXPECT_TRUE(
      Names(Propose(ItemOf(campaign, document), decision, &item), "ExtensionIsWithinPolicy"));
  decision.set_last_valid_date(Ahead(1));
  EXPECT_TRUE(Names(Propose(ItemOf(campaign, document), decision, &item), "ExtensionIsLater"));
}

TEST_F(Cleanup, EveryDispositionComesIntoForceAtOnceWithTheNotice) {
  const v1::Document kept = registry_.Published("继续有效的办法");
  const v1::Document extended = registry_.Published("延长的办法");
  const v1::Document amended = registry_.Published("限期修改的办法");
  const v1::Document repealed = registry_.Published("废止的办法");
  const v1::Document lapsed = registry_.Published("失效的办法");
  const v1::Document planned = registry_.Published("拟废止的办法");
  const v1::Document later = registry_.Published("以后废止的办法");
  v1::Campaign campaign = Plan();
  ASSERT_TRUE(Open(campaign.name(), &campaign).ok());
  EXPECT_EQ(campaign.state(), v1::CAMPAIGN_STATE_OPEN);
  EXPECT_EQ(campaign.item_count(), 7);
  ASSERT_EQ(campaign.progress_size(), 1);
  EXPECT_EQ(campaign.progress(0).display_name(), "平安区民政局");

  Decide(campaign, kept, Of(v1::DISPOSITION_KEEP));
  v1::CleanupDecision decision = Of(v1::DISPOSITION_EXTEND);
  decision.set_last_valid_date(Ahead(8));
  Decide(campaign, extended, decision);
  decision = Of(v1::DISPOSITION_AMEND);
  decision.set_amend_by_date(Ahead(1));
  decision.set_on_miss(v1::ON_MISS_LAPSES);
  Decide(campaign, amended, decision);
  Decide(campaign, repealed, Of(v1::DISPOSITION_REPEAL));
  Decide(campaign, lapsed, Of(v1::DISPOSITION_LAPSE));
  decision = Of(v1::DISPOSITION_REPEAL);
  decision.set_planned(true);
  Decide(campaign, planned, decision);
  decision = Of(v1::DISPOSITION_REPEAL);
  decision.set_effective_date(Ahead(1));
  Decide(campaign, later, decision);

  ASSERT_TRUE(Close(campaign.name(), &campaign).ok());
  const v1::Document notice = registry_.Published("清理结果公告");
  EXPECT_EQ(Check(repealed).answer(), v1::BASIS_ANSWER_YES) << "nothing counts before publication";
  v1::PublishCampaignRequest publish;
  publish.set_name(campaign.name());
  publish.set_notice(notice.name());
  const grpc::Status status = Publish(publish, &campaign);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(campaign.state(), v1::CAMPAIGN_STATE_PUBLISHED);

  EXPECT_EQ(Check(kept).answer(), v1::BASIS_ANSWER_YES);
  EXPECT_EQ(Get(extended).term().last_valid_date(), Ahead(8));
  EXPECT_EQ(Check(extended, Ahead(7)).answer(), v1::BASIS_ANSWER_YES);
  EXPECT_EQ(Check(amended, Ahead(1)).answer(), v1::BASIS_ANSWER_YES);
  EXPECT_EQ(Check(amended, Ahead(2)).answer(), v1::BASIS_ANSWER_NO) << "it lapses when missed";
  EXPECT_EQ(Check(repealed).answer(), v1::BASIS_ANSWER_NO);
  EXPECT_EQ(Get(repealed).state(), v1::DOCUMENT_STATE_REPEALED);
  EXPECT_EQ(Get(repealed).ended_by(), notice.name());
  EXPECT_EQ(Get(lapsed).state(), v1::DOCUMENT_STATE_LAPSED);
  EXPECT_EQ(Check(planned).answer(), v1::BASIS_ANSWER_YES) << "拟废止 repeals nothing";
  EXPECT_EQ(Check(later).answer(), v1::BASIS_ANSWER_YES);
  EXPECT_EQ(Check(later, Ahead(1)).answer(), v1::BASIS_ANSWER_NO);
  ExpectNoProblem();

  // The public reads the result, without persons and proposals.
  v1::ListItemsRequest list;
  list.set_parent(campaign.name());
  v1::ListItemsResponse items;
  ASSERT_TRUE(stub().ListItems(As("").get(), list, &items).ok());
  EXPECT_EQ(items.items_size(), 7);
  EXPECT_FALSE(items.items(0).has_proposal());
  EXPECT_EQ(items.items(0).reviewer(), "");
}

// A document that is not public is cleaned up like any other; nobody learns of it by the result.
TEST_F(Cleanup, TheResultTellsThePublicOfNoDocumentThatIsNotPublic) {
  const v1::Document open = registry_.Published("公开的办法");
  v1::CreateDocumentRequest draft = registry_.CompleteDraft("不公开的办法");
  draft.mutable_document()->set_openness(v1::OPENNESS_NOT_PUBLIC);
  draft.mutable_document()->set_openness_basis("政府信息公开条例第十四条");
  const v1::Document hidden = registry_.Published(draft);
  v1::Campaign campaign = Plan();
  ASSERT_TRUE(Open(campaign.name(), &campaign).ok());
  Decide(campaign, open, Of(v1::DISPOSITION_KEEP));
  Decide(campaign, hidden, Of(v1::DISPOSITION_KEEP));
  ASSERT_TRUE(Close(campaign.name(), &campaign).ok());
  v1::PublishCampaignRequest publish;
  publish.set_name(campaign.name());
  publish.set_notice(registry_.Published("清理结果公告").name());
  ASSERT_TRUE(Publish(publish, &campaign).ok());
  v1::ListItemsRequest list;
  list.set_parent(campaign.name());
  v1::ListItemsResponse items;
  ASSERT_TRUE(stub().ListItems(As("").get(), list, &items).ok());
  ASSERT_EQ(items.items_size(), 1);
  EXPECT_EQ(items.items(0).document(), open.name());
  ASSERT_TRUE(stub().ListItems(As(registry_.tokens().reviewer).get(), list, &items).ok());
  EXPECT_EQ(items.items_size(), 2);
}

TEST_F(Cleanup, WhatIsNotListedIsRepealedOnlyByAClauseOfTheNotice) {
  const v1::Document answered = registry_.Published("已答复的办法");
  const v1::Document silent = registry_.Published("未答复的办法");
  v1::Campaign campaign = Plan();
  ASSERT_TRUE(Open(campaign.name(), &campaign).ok());
  Decide(campaign, answered, Of(v1::DISPOSITION_KEEP));
  const grpc::Status early = Close(campaign.name(), &campaign);
  EXPECT_TRUE(Names(early, "ProposalsAreOver")) << early.error_message();
  EXPECT_EQ(Check(silent).answer(), v1::BASIS_ANSWER_YES);
}

// Else a clause tried word by word would read any draft.
TEST_F(Cleanup, ANoticeThatThePublisherMayNotSeeIsAsOneThatDoesNotExist) {
  const v1::Document document = registry_.Published("某办法");
  const v1::Document draft = registry_.Drafted("他人的草稿");
  v1::Campaign campaign = Plan();
  ASSERT_TRUE(Open(campaign.name(), &campaign).ok());
  Decide(campaign, document, Of(v1::DISPOSITION_KEEP));
  ASSERT_TRUE(Close(campaign.name(), &campaign).ok());
  v1::PublishCampaignRequest publish;
  publish.set_name(campaign.name());
  publish.set_closed_list_clause("草稿中没有的话");
  publish.mutable_options()->set_validate_only(true);
  for (const std::string& notice : {draft.name(), std::string("documents/999999")}) {
    publish.set_notice(notice);
    const grpc::Status status = Publish(publish, &campaign);
    EXPECT_TRUE(Names(status, "NoticeIsPublished")) << notice;
    EXPECT_FALSE(Names(status, "ClosedListIsStated")) << notice;
  }
}

TEST_F(Cleanup, BadInputIsRefusedAndChangesNothing) {
  const v1::Document document = registry_.Published("某办法");
  v1::Campaign campaign = Plan();
  v1::Campaign second = Plan();
  v1::CampaignItem item;
  EXPECT_EQ(Review(ItemOf(campaign, document), &item).error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonOf(Close(campaign.name(), &campaign)), "STATE_TRANSITION_NOT_ALLOWED");
  ASSERT_TRUE(Open(campaign.name(), &campaign).ok());
  const int64_t before = LastEvent();
  v1::Campaign ignored;
  EXPECT_EQ(ReasonOf(Open(campaign.name(), &ignored)), "STATE_TRANSITION_NOT_ALLOWED")
      << "opened twice";
  EXPECT_TRUE(Names(Open(second.name(), &ignored), "NoOtherRegularIsUnderWay"));
  EXPECT_EQ(ReasonOf(Review(ItemOf(campaign, document), &item)), "STATE_TRANSITION_NOT_ALLOWED")
      << "reviewed before it was proposed";
  v1::CleanupDecision wrong = Of(v1::DISPOSITION_AMEND);
  EXPECT_TRUE(Names(Propose(ItemOf(campaign, document), wrong, &item), "AmendmentHasItsDay"));
  v1::ProposeItemRequest stranger;
  stranger.set_name(ItemOf(campaign, document));
  *stranger.mutable_proposal() = Of(v1::DISPOSITION_KEEP);
  EXPECT_EQ(
      stub().ProposeItem(As(registry_.tokens().other_drafter).get(), stranger, &item).error_code(),
      grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(LastEvent(), before);

  ASSERT_TRUE(Propose(ItemOf(campaign, document), Of(v1::DISPOSITION_KEEP), &item).ok());
  // Two reviewers at once: the second wrote over what it had not read.
  const std::string etag = item.etag();
  ASSERT_TRUE(Review(item.name(), &item, etag).ok());
  const int64_t reviewed = LastEvent();
  const grpc::Status late = Review(item.name(), &item, etag);
  EXPECT_EQ(late.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(ReasonOf(late), "ETAG_MISMATCH");
  v1::PublishCampaignRequest publish;
  publish.set_name(campaign.name());
  publish.set_notice(document.name());
  EXPECT_EQ(ReasonOf(Publish(publish, &ignored)), "STATE_TRANSITION_NOT_ALLOWED");
  EXPECT_EQ(LastEvent(), reviewed);
}

TEST_F(Cleanup, ASpecialOneTakesItsSubjectAloneAndTheTasksSayWhatWaits) {
  registry_.Published("养老服务办法");
  registry_.Published("停车管理办法");
  v1::Campaign campaign = Plan("养老");
  ASSERT_TRUE(Open(campaign.name(), &campaign).ok());
  EXPECT_EQ(campaign.item_count(), 1);
  v1::ListTasksRequest list;
  list.add_kinds(v1::TASK_KIND_CLEANUP);
  v1::ListTasksResponse tasks;
  ASSERT_TRUE(registry_.tasks().ListTasks(As(registry_.tokens().drafter).get(), list, &tasks).ok());
  ASSERT_EQ(tasks.tasks_size(), 1) << tasks.ShortDebugString();
  EXPECT_EQ(tasks.tasks(0).resource(), campaign.name());
  EXPECT_EQ(tasks.tasks(0).clock().due_date(), Ahead(1));
}

TEST_F(Cleanup, ARepeatedCallIsAnsweredAgainAndADraftCampaignIsNotSeenByThePublic) {
  registry_.Published("某办法");
  v1::Campaign campaign = Plan();
  v1::OpenCampaignRequest request;
  request.set_name(campaign.name());
  request.mutable_options()->set_request_id("5f0c7c9e-51f7-4a4f-9a52-0d6a0e9b6c11");
  for (int i = 0; i < 2; ++i) {
    const grpc::Status status =
        stub().OpenCampaign(As(registry_.tokens().reviewer).get(), request, &campaign);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(campaign.state(), v1::CAMPAIGN_STATE_OPEN);
  }
  v1::GetCampaignRequest get;
  get.set_name(campaign.name());
  EXPECT_EQ(stub().GetCampaign(As("").get(), get, &campaign).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(Cleanup, AReviewerDoesNotReviewTheOwnOrgansDocument) {
  const v1::Document document = registry_.Published("某办法");
  const std::string own_reviewer = OwnReviewer(registry_.admin(), registry_.tokens());
  v1::Campaign campaign = Plan();
  ASSERT_TRUE(Open(campaign.name(), &campaign).ok());
  v1::CampaignItem item;
  ASSERT_TRUE(Propose(ItemOf(campaign, document), Of(v1::DISPOSITION_KEEP), &item).ok());
  v1::ReviewItemRequest review;
  review.set_name(item.name());
  const grpc::Status status = stub().ReviewItem(As(own_reviewer).get(), review, &item);
  EXPECT_TRUE(Names(status, "ReviewerIsOfAnotherOrgan")) << status.error_message();
}

TEST_F(Cleanup, TheTasksSayWhoMustProposeAndWhoMustReviewUntilWhen) {
  const v1::Document one = registry_.Published("一个办法");
  const v1::Document other = registry_.Published("另一个办法");
  v1::Campaign campaign = Plan();
  ASSERT_TRUE(Open(campaign.name(), &campaign).ok());
  ASSERT_EQ(campaign.clocks_size(), 2) << "proposals, and the reminder before";
  EXPECT_EQ(campaign.clocks(0).due_date(), campaign.proposal_due_date());
  const auto tasks = [&](const std::string& token) {
    v1::ListTasksRequest list;
    list.add_kinds(v1::TASK_KIND_CLEANUP);
    v1::ListTasksResponse response;
    EXPECT_TRUE(registry_.tasks().ListTasks(As(token).get(), list, &response).ok());
    std::map<std::string, v1::Task> by_todo;
    for (const v1::Task& task : response.tasks()) by_todo[task.todo_zh()] = task;
    return by_todo;
  };
  auto organs = tasks(registry_.tokens().drafter);
  ASSERT_EQ(organs.count("提出清理意见"), 1u);
  EXPECT_EQ(organs["提出清理意见"].details(0), "2/2");
  EXPECT_EQ(organs["提出清理意见"].clock().kind(), v1::CLOCK_KIND_CLEANUP_PROPOSAL);
  v1::CampaignItem item;
  ASSERT_TRUE(Propose(ItemOf(campaign, one), Of(v1::DISPOSITION_KEEP), &item).ok());
  ASSERT_EQ(item.clocks_size(), 1);
  EXPECT_EQ(item.clocks(0).state(), v1::CLOCK_STATE_STOPPED);
  EXPECT_EQ(tasks(registry_.tokens().reviewer).count("审核清理意见"), 1u);
  ASSERT_TRUE(Propose(ItemOf(campaign, other), Of(v1::DISPOSITION_KEEP), &item).ok());
  EXPECT_EQ(tasks(registry_.tokens().drafter).count("提出清理意见"), 0u);
  const v1::Task review = tasks(registry_.tokens().reviewer)["审核清理意见"];
  EXPECT_EQ(review.clock().kind(), v1::CLOCK_KIND_CLEANUP_REVIEW) << "everyone has answered";
  EXPECT_EQ(review.clock().leaf(), "cleanup.review_days");
  // Asked again, the organ has until the same day.
  v1::ReviewItemRequest back;
  back.set_name(item.name());
  back.set_return_reason("请说明依据");
  ASSERT_TRUE(stub().ReviewItem(As(registry_.tokens().reviewer).get(), back, &item).ok());
  EXPECT_EQ(tasks(registry_.tokens().drafter)["提出清理意见"].clock().due_date(),
            campaign.proposal_due_date());
  ExpectNoProblem();
}

}  // namespace
}  // namespace santong::testing
