// Many proposals of a cleanup accepted at once on its board: each is done by itself, and what could
// not be done is said.
#include "gmock/gmock.h"
#include "tests/server/pages/clerk.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class DeskAccept : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* title : {"甲办法", "乙办法", "丙办法", "丁办法"})
      documents_.push_back(registry_.Published(title));
    v1::CreateCampaignRequest create;
    v1::Campaign& planned = *create.mutable_campaign();
    planned.set_title("规范性文件清理");
    planned.set_campaign_kind(v1::CAMPAIGN_KIND_REGULAR);
    planned.set_jurisdiction(kDistrict);
    planned.set_cutoff_date(registry_.today());
    planned.set_proposal_due_date("2099-12-31");
    ASSERT_TRUE(stub().CreateCampaign(As(tokens().reviewer).get(), create, &campaign_).ok());
    v1::OpenCampaignRequest open;
    open.set_name(campaign_.name());
    ASSERT_TRUE(stub().OpenCampaign(As(tokens().reviewer).get(), open, &campaign_).ok());
    for (int i = 0; i < 3; ++i) Propose(i, "内容仍然适用");
    board_ = absl::StrCat("/desk/", campaign_.name());
  }
  v1::CleanupService::Stub& stub() { return registry_.cleanups(); }
  const Tokens& tokens() { return registry_.tokens(); }
  std::string ItemOf(int i) const {
    return absl::StrCat(campaign_.name(), "/items/", documents_[i].name().substr(10));
  }
  void Propose(int i, const std::string& reason) {
    v1::ProposeItemRequest request;
    request.set_name(ItemOf(i));
    request.mutable_proposal()->set_disposition(v1::DISPOSITION_KEEP);
    request.mutable_proposal()->set_reason(reason);
    v1::CampaignItem item;
    const grpc::Status status = stub().ProposeItem(As(tokens().drafter).get(), request, &item);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  int Reviewed() {
    v1::GetCampaignRequest request;
    request.set_name(campaign_.name());
    v1::Campaign now;
    EXPECT_TRUE(stub().GetCampaign(As(tokens().reviewer).get(), request, &now).ok());
    int count = 0;
    for (const v1::OrganProgress& organ : now.progress()) {
      for (const v1::DispositionCount& decided : organ.decided())
        count += static_cast<int>(decided.count());
    }
    return count;
  }
  // What a browser sends of the board: its hidden fields, and the items that were chosen.
  gateway::Fields Chosen(const gateway::HttpResponse& board, const std::vector<int>& items) {
    gateway::Fields fields;
    static const RE2 hidden(R"re(<input type="hidden"[^>]* name="([^"]+)" value="([^"]*)")re");
    std::string name, value;
    for (re2::StringPiece left = board.body; RE2::FindAndConsume(&left, hidden, &name, &value);)
      fields.emplace_back(name, absl::StrReplaceAll(value, {{"&quot;", "\""}}));
    for (int i : items) fields.emplace_back("item", ItemOf(i));
    return fields;
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
  Clerk clerk_{server_.Channel(), registry_.today()};
  std::vector<v1::Document> documents_;
  v1::Campaign campaign_;
  std::string board_;
};

TEST_F(DeskAccept, TheChosenProposalsAreAcceptedOnceAndARefusedOneIsExplained) {
  clerk_.LogIn(tokens().reviewer);
  const gateway::HttpResponse board = clerk_.Get(board_);
  EXPECT_THAT(board.body, AllOf(HasSubstr("同意所选意见"), HasSubstr("内容仍然适用"),
                                HasSubstr(absl::StrCat("name=\"item\" value=\"", ItemOf(2))),
                                Not(HasSubstr(absl::StrCat("name=\"item\" value=\"", ItemOf(3))))));
  // Meanwhile the organ proposes something else for one of them: that was not read.
  Propose(1, "改为：修改后继续适用");
  const gateway::Fields fields = Chosen(board, {0, 1});
  gateway::Fields rehearsed = fields;
  rehearsed.emplace_back("rehearse", "yes");
  EXPECT_THAT(clerk_.Post(board_ + "/accept", rehearsed).body,
              AllOf(HasSubstr("可以同意 1 项，不能同意 1 项"), HasSubstr("尚未办理")));
  EXPECT_EQ(Reviewed(), 0);
  // A browser that sends the form twice gets the same answer, and nothing is done twice.
  for (int times = 0; times < 2; ++times) {
    const gateway::HttpResponse done = clerk_.Post(board_ + "/accept", fields);
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_THAT(done.body, AllOf(HasSubstr("已同意 1 项，未办成 1 项"), HasSubstr("甲办法"),
                                 HasSubstr("乙办法"), HasSubstr("已被他人改动")));
    EXPECT_EQ(Reviewed(), 1);
  }
  const gateway::HttpResponse rest = clerk_.Get(board_);
  EXPECT_THAT(rest.body, Not(HasSubstr(absl::StrCat("name=\"item\" value=\"", ItemOf(0)))));
  EXPECT_THAT(clerk_.Post(board_ + "/accept", Chosen(rest, {1, 2})).body,
              HasSubstr("已同意 2 项，未办成 0 项"));
  EXPECT_EQ(Reviewed(), 3);
  EXPECT_THAT(clerk_.Get(board_).body, Not(HasSubstr("同意所选意见"))) << "nothing is left";
}

TEST_F(DeskAccept, NobodyElseAndNoOtherSiteAcceptsAnything) {
  EXPECT_THAT(Location(clerk_.Post(board_ + "/accept", {})),
              ::testing::StartsWith("/desk/login?to="));
  clerk_.LogIn(tokens().reviewer);
  const gateway::Fields fields = Chosen(clerk_.Get(board_), {0});
  EXPECT_EQ(clerk_.Post(board_ + "/accept", {{"item", ItemOf(0)}}).status, 403);
  clerk_.set_origin("https://elsewhere.test");
  EXPECT_EQ(clerk_.Post(board_ + "/accept", fields).status, 403);
  clerk_.set_origin("");
  EXPECT_EQ(clerk_.Post(board_ + "/accept", Chosen(clerk_.Get(board_), {})).status, 400);
  EXPECT_EQ(Location(clerk_.Get(board_ + "/accept")), board_ + "#items");
  clerk_.LogIn(tokens().drafter);
  const gateway::HttpResponse own = clerk_.Get(board_);
  EXPECT_THAT(own.body, AllOf(HasSubstr("甲办法"), Not(HasSubstr("同意所选意见"))));
  gateway::Fields tried = Chosen(own, {0});
  EXPECT_THAT(clerk_.Post(board_ + "/accept", tried).body, HasSubstr("已同意 0 项，未办成 1 项"));
  EXPECT_EQ(Reviewed(), 0);
}

}  // namespace
}  // namespace santong::testing
