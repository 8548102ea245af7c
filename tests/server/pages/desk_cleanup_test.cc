// The office plans a cleanup at the desk, and opens it from its record.
#include "gmock/gmock.h"
#include "tests/server/pages/clerk.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr char kForm[] = "/desk/campaigns/new";

class DeskCleanup : public ::testing::Test {
 protected:
  DeskCleanup() { clerk_.LogIn(registry_.tokens().reviewer); }
  gateway::Fields Plan() const {
    return {{"title", "规范性文件定期清理"},
            {"campaign_kind", "CAMPAIGN_KIND_REGULAR"},
            {"jurisdiction", kDistrict},
            {"cutoff_date", registry_.today()},
            {"proposal_due_date",
             absl::StrCat(std::stoi(registry_.today().substr(0, 4)) + 1, "-12-31")}};
  }
  std::vector<v1::Campaign> Campaigns() {
    v1::ListCampaignsResponse response;
    EXPECT_TRUE(registry_.cleanups()
                    .ListCampaigns(As(registry_.tokens().reviewer).get(), {}, &response)
                    .ok());
    return {response.campaigns().begin(), response.campaigns().end()};
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
  Clerk clerk_{server_.Channel(), registry_.today()};
};

TEST_F(DeskCleanup, IsPlannedFromTheListAndOpenedFromItsRecord) {
  registry_.Published("平安区养老服务办法");
  EXPECT_THAT(clerk_.Get("/desk/campaigns").body, HasSubstr(absl::StrCat("href=\"", kForm, "\"")));
  EXPECT_THAT(clerk_.Get(kForm).body,
              AllOf(HasSubstr("<h1>部署清理</h1>"), HasSubstr("<select id=\"jurisdiction\""),
                    HasSubstr(absl::StrCat("<option value=\"", kDistrict, "\""))));
  gateway::Fields rehearsal = Plan();
  rehearsal.emplace_back("rehearse", "yes");
  EXPECT_THAT(clerk_.Send(kForm, rehearsal).body, HasSubstr("检查通过"));
  EXPECT_TRUE(Campaigns().empty()) << "a rehearsal plans nothing";

  const gateway::HttpResponse planned = clerk_.Send(kForm, Plan());
  ASSERT_EQ(planned.status, 303) << planned.body;
  const std::vector<v1::Campaign> campaigns = Campaigns();
  ASSERT_EQ(campaigns.size(), 1u);
  EXPECT_EQ(campaigns[0].title(), "规范性文件定期清理");
  EXPECT_EQ(campaigns[0].jurisdiction(), kDistrict);
  const std::string record = absl::StrCat("/desk/", campaigns[0].name());
  EXPECT_THAT(Location(planned), HasSubstr(record));
  EXPECT_THAT(clerk_.Get(record).body, HasSubstr("/OpenCampaign"));
  EXPECT_EQ(clerk_.Send(record + "/OpenCampaign", {}).status, 303);
}

TEST_F(DeskCleanup, WhatIsRefusedStandsAtItsField) {
  const gateway::HttpResponse empty = clerk_.Send(kForm, {});
  EXPECT_EQ(empty.status, 400);
  for (const char* field :
       {"title", "campaign_kind", "jurisdiction", "cutoff_date", "proposal_due_date"})
    EXPECT_THAT(empty.body, HasSubstr(absl::StrCat("href=\"#", field, "\""))) << field;
  // A special cleanup says why it is held; there is time to propose.
  gateway::Fields special = Plan();
  special[1].second = "CAMPAIGN_KIND_SPECIAL";
  special[4].second = "2020-01-01";
  const gateway::HttpResponse refused = clerk_.Send(kForm, special);
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body,
              AllOf(HasSubstr("href=\"#subject\""), HasSubstr("href=\"#proposal_due_date\""),
                    HasSubstr("规范性文件定期清理")));
  clerk_.LogIn(registry_.tokens().drafter);
  EXPECT_THAT(clerk_.Send(kForm, Plan()).body, HasSubstr("href=\"#act\""));
  EXPECT_EQ(clerk_.Post(kForm, Plan()).status, 403) << "without the seal";
  clerk_.set_cookie("");
  EXPECT_EQ(clerk_.Get(kForm).status, 303);
  EXPECT_TRUE(Campaigns().empty());
}

}  // namespace
}  // namespace santong::testing
