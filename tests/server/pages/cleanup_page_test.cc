// What the board of a cleanup and the page of its result say of what does not end a document yet:
// an end that is only announced (拟废止), and one on a later day.
#include "gmock/gmock.h"
#include "tests/server/pages/clerk.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(CleanupPage, SaysWhatIsOnlyAnnouncedAndWhatEndsOnALaterDay) {
  RunningServer server;
  Registry& registry = server.registry();
  const Tokens& tokens = registry.tokens();
  const v1::Document planned = registry.Published("拟废止的甲");
  const v1::Document later = registry.Published("以后终止的乙");
  const std::string next_year = std::to_string(std::stoi(registry.today().substr(0, 4)) + 1);
  const std::string end = next_year + "-06-30";

  v1::CreateCampaignRequest create;
  create.mutable_campaign()->set_title("规范性文件清理");
  create.mutable_campaign()->set_campaign_kind(v1::CAMPAIGN_KIND_REGULAR);
  create.mutable_campaign()->set_jurisdiction(kDistrict);
  create.mutable_campaign()->set_cutoff_date(registry.today());
  create.mutable_campaign()->set_proposal_due_date(next_year + "-12-31");
  v1::Campaign campaign;
  auto& cleanups = registry.cleanups();
  ASSERT_TRUE(cleanups.CreateCampaign(As(tokens.reviewer).get(), create, &campaign).ok());
  v1::OpenCampaignRequest open;
  open.set_name(campaign.name());
  ASSERT_TRUE(cleanups.OpenCampaign(As(tokens.reviewer).get(), open, &campaign).ok());
  const auto propose = [&](const v1::Document& document, const std::string& day) {
    v1::ProposeItemRequest request;
    request.set_name(absl::StrCat(campaign.name(), "/items/", document.name().substr(10)));
    request.mutable_proposal()->set_disposition(v1::DISPOSITION_REPEAL);
    request.mutable_proposal()->set_reason("工作任务已完成");
    request.mutable_proposal()->set_planned(day.empty());
    request.mutable_proposal()->set_effective_date(day);
    v1::CampaignItem item;
    EXPECT_TRUE(cleanups.ProposeItem(As(tokens.drafter).get(), request, &item).ok());
    return item.name();
  };
  const std::string items[] = {propose(planned, ""), propose(later, end)};

  // Who accepts many at once reads what each is.
  Clerk clerk(server.Channel(), registry.today());
  clerk.LogIn(tokens.reviewer);
  EXPECT_THAT(clerk.Get("/desk/" + campaign.name()).body,
              AllOf(HasSubstr("<td>拟废止<br>"), HasSubstr("自 " + end + " 起")));

  for (const std::string& item : items) {
    v1::ReviewItemRequest review;
    review.set_name(item);
    v1::CampaignItem reviewed;
    ASSERT_TRUE(cleanups.ReviewItem(As(tokens.reviewer).get(), review, &reviewed).ok());
  }
  v1::CloseCampaignRequest close;
  close.set_name(campaign.name());
  ASSERT_TRUE(cleanups.CloseCampaign(As(tokens.reviewer).get(), close, &campaign).ok());
  v1::PublishCampaignRequest publish;
  publish.set_name(campaign.name());
  publish.set_notice(registry.Published("清理结果公告").name());
  ASSERT_TRUE(cleanups.PublishCampaign(As(tokens.publisher).get(), publish, &campaign).ok());

  Visitor visitor(server.Channel());
  const std::string path = absl::StrCat("/cleanups/", campaign.name().substr(10));
  EXPECT_THAT(visitor.Get(path).body,
              AllOf(HasSubstr("<dt>拟废止</dt><dd>1</dd>"), HasSubstr("<dt>废止</dt><dd>1</dd>"),
                    HasSubstr("<span class=\"tag\">拟废止</span>"),
                    HasSubstr("<span class=\"tag\">废止</span> 自 " + end + " 起")));
  EXPECT_THAT(visitor.Get(path, {{"lang", "en"}}).body,
              AllOf(HasSubstr("planned: repeal"), HasSubstr("from " + end)));

  // A decision ends it before that day.
  const std::string announced = "已宣布自 " + end + " 起不再有效";
  EXPECT_THAT(visitor.Get("/" + later.name()).body, HasSubstr(announced));
  v1::RepealDocumentRequest repeal;
  repeal.set_name(later.name());
  repeal.set_reason("已不适应");
  repeal.set_ended_date(registry.today());
  repeal.mutable_decision()->set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  repeal.mutable_decision()->set_document_title("区人民政府决定");
  repeal.mutable_decision()->set_date(registry.today());
  repeal.mutable_decision()->set_person("区长");
  v1::Document ended;
  ASSERT_TRUE(registry.documents().RepealDocument(As(tokens.reviewer).get(), repeal, &ended).ok());
  EXPECT_THAT(visitor.Get("/" + later.name()).body, Not(HasSubstr(announced)));
}

}  // namespace
}  // namespace santong::testing
