// A clerk files a published document with the level above, at the desk.
#include "gmock/gmock.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "tests/server/pages/clerk.h"
#include "tests/server/services/read_back.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class DeskFile : public ::testing::Test {
 protected:
  DeskFile() {
    v1::CreateDocumentRequest draft = registry_.GovernmentDraft();
    document_ = registry_.Published(draft);
    page_ = absl::StrCat("/desk/", document_.name());
    clerk_.LogIn(registry_.tokens().government_drafter);
  }
  std::vector<v1::Filing> Filings() {
    v1::ListFilingsRequest list;
    list.set_document(document_.name());
    v1::ListFilingsResponse filings;
    const auto stub = v1::FilingService::NewStub(server_.Channel());
    const grpc::Status status =
        stub->ListFilings(As(registry_.tokens().city_reviewer).get(), list, &filings);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return {filings.filings().begin(), filings.filings().end()};
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
  Clerk clerk_{server_.Channel(), registry_.today()};
  v1::Document document_;
  std::string page_;
};

TEST_F(DeskFile, TheFormHasThePapersThatAreAskedForAndMakesTheFiling) {
  const std::string form = absl::StrCat(page_, "/filing");
  EXPECT_THAT(clerk_.Get(page_).body, HasSubstr(absl::StrCat("href=\"", form, "\"")));
  const std::string asked = clerk_.Get(form).body;
  // The policy leaf filing.materials, as it is built in.
  for (const char* paper :
       {"备案报告", "正式文本及电子文本", "起草说明", "制定依据", "合法性审核意见"})
    EXPECT_THAT(asked, HasSubstr(absl::StrCat("value=\"", paper, "\"")));

  const gateway::Fields papers = {{"materials[0].title", "备案报告"},
                                  {"materials[0].document_title", "平政备〔2026〕1号"},
                                  {"materials[1].title", "起草说明"}};
  gateway::Fields rehearsal = papers;
  rehearsal.emplace_back("rehearse", "yes");
  EXPECT_EQ(clerk_.Send(form, rehearsal).status, 200);
  EXPECT_TRUE(Filings().empty()) << "a rehearsal files nothing";

  const gateway::HttpResponse sent = clerk_.Send(form, papers);
  ASSERT_EQ(sent.status, 303) << sent.body;
  const std::vector<v1::Filing> filings = Filings();
  ASSERT_EQ(filings.size(), 1u);
  EXPECT_THAT(Location(sent), HasSubstr(absl::StrCat("/desk/", filings[0].name())));
  ASSERT_EQ(filings[0].materials_size(), 2);
  EXPECT_EQ(filings[0].materials(0).document_title(), "平政备〔2026〕1号");
  EXPECT_THAT(clerk_.Get(page_).body, Not(HasSubstr(form))) << "it waits for no filing any more";
}

TEST_F(DeskFile, WhatIsRefusedIsSaidInTheForm) {
  const std::string form = absl::StrCat(page_, "/filing");
  const gateway::HttpResponse none = clerk_.Send(form, {});
  EXPECT_EQ(none.status, 400);
  EXPECT_THAT(none.body,
              HasSubstr("<a href=\"#materials[0].title\">备案材料 1 材料：未填写，请补填</a>"));
  clerk_.LogIn(registry_.tokens().other_drafter);
  EXPECT_EQ(clerk_.Send(form, {{"materials[0].title", "备案报告"}}).status, 400);
  EXPECT_TRUE(Filings().empty());
  // A form that no page of this clerk's gave out.
  EXPECT_EQ(clerk_.Post(form, {{"materials[0].title", "备案报告"}}).status, 403);
}

TEST_F(DeskFile, ARehearsedPieceOfEvidenceIsNotCalledDone) {
  const v1::Document drafted = registry_.Drafted("草案");
  clerk_.LogIn(registry_.tokens().drafter);
  const gateway::HttpResponse said =
      clerk_.Send(absl::StrCat("/desk/", drafted.name(), "/evidence"),
                  {{"kind", "EVIDENCE_KIND_COLLECTIVE_DECISION"},
                   {"document_title", "会议纪要"},
                   {"date", registry_.today()},
                   {"person", "某某"},
                   {"rehearse", "yes"}});
  EXPECT_EQ(said.status, 200) << said.body;
  EXPECT_THAT(said.body, HasSubstr("role=\"status\""));
}

TEST(DeskFileLate, WhatIsOverdueIsStillFiledAtTheDesk) {
  TempFolder folder;
  const std::string data_dir = folder.path() + "/data";
  Tokens tokens;
  std::string name;
  {
    RunningServer server(data_dir, {});
    tokens = server.registry().tokens();
    name = server.registry().Published(server.registry().GovernmentDraft()).name();
  }
  RunningServer server(data_dir, {"--clock-offset-days", "45"});
  const auto documents = v1::DocumentService::NewStub(server.Channel());
  WaitForEvent(*documents, tokens.auditor, name, "DocumentOverdue");
  Clerk clerk(server.Channel(), text::FormatIsoDay(RegistersToday() + 45));
  clerk.LogIn(tokens.government_drafter);
  const std::string page = absl::StrCat("/desk/", name);
  EXPECT_THAT(clerk.Get(page).body, HasSubstr(absl::StrCat("href=\"", page, "/filing\"")));
}

TEST_F(DeskFile, ADepartmentIsAskedForThePapersOfItsOwnGovernment) {
  v1::SetPolicyRequest policy;
  policy.mutable_policy_set()->set_jurisdiction(kDistrict);
  v1::PolicyLeaf* leaf = policy.mutable_policy_set()->add_leaves();
  leaf->set_key("filing.materials");
  leaf->mutable_list()->add_items("公平竞争审查结论");
  leaf->set_source("试行");
  leaf->set_valid_from("2020-01-01");
  v1::SetPolicyResponse set;
  ASSERT_TRUE(registry_.admin().SetPolicy(As(registry_.tokens().admin).get(), policy, &set).ok());
  clerk_.LogIn(registry_.tokens().drafter);
  const std::string page = absl::StrCat("/desk/", registry_.Published("某办法").name(), "/filing");
  EXPECT_THAT(clerk_.Get(page).body, HasSubstr("value=\"公平竞争审查结论\""));
  // A government files with the city, whose list it is.
  clerk_.LogIn(registry_.tokens().government_drafter);
  EXPECT_THAT(clerk_.Get(page_ + "/filing").body, Not(HasSubstr("公平竞争审查结论")));
}

}  // namespace
}  // namespace santong::testing
