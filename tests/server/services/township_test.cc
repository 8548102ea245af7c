// A township and a sub-district office file with the district that set them up, not with the city
// above it (domain.md 2, 3.10), through the real server.
#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "server/domain/text/chinese_date.h"
#include "tests/server/services/fixture.h"
#include "tests/server/services/read_back.h"

namespace santong::testing {
namespace {

struct Below {
  const char* id;
  const char* title;
  const char* prefix;
  v1::OrganKind kind;
};

class Townships : public ::testing::TestWithParam<Below> {
 protected:
  // The organ and a drafter of its own; returns the drafter's token.
  std::string SetUpOrgan(Registry& registry) {
    const std::string& admin = registry.tokens().admin;
    v1::CreateOrganRequest organ;
    organ.set_parent(kDistrict);
    organ.set_organ_id(GetParam().id);
    organ.mutable_organ()->set_display_name(GetParam().title);
    organ.mutable_organ()->set_kind(GetParam().kind);
    organ.mutable_organ()->set_document_prefix(GetParam().prefix);
    organ.mutable_organ()->set_entitled_to_issue(true);
    v1::Organ created;
    EXPECT_TRUE(registry.admin().CreateOrgan(As(admin).get(), organ, &created).ok());
    organ_ = created.name();
    v1::CreatePrincipalRequest person;
    person.set_principal_id("township-drafter");
    person.mutable_principal()->set_display_name("乡镇起草人");
    person.mutable_principal()->set_organ(organ_);
    person.mutable_principal()->add_roles(v1::ROLE_DRAFTER);
    v1::Principal principal;
    EXPECT_TRUE(registry.admin().CreatePrincipal(As(admin).get(), person, &principal).ok());
    v1::CreateTokenRequest asked;
    asked.set_parent(principal.name());
    v1::Token token;
    EXPECT_TRUE(registry.admin().CreateToken(As(admin).get(), asked, &token).ok());
    return token.secret();
  }

  // A document of the organ, published today.
  std::string Published(Registry& registry, const std::string& drafter, int number) {
    v1::CreateDocumentRequest draft =
        registry.CompleteDraft(absl::StrCat(GetParam().title, "第", number, "号办法"));
    draft.mutable_document()->mutable_issuers(0)->set_organ(organ_);
    draft.mutable_document()->set_document_number(
        absl::StrCat(GetParam().prefix, "〔2026〕", number, "号"));
    v1::Document document;
    const auto done = [](const grpc::Status& status) {
      EXPECT_TRUE(status.ok()) << status.error_message();
    };
    v1::DocumentService::Stub& documents = registry.documents();
    done(documents.CreateDocument(As(drafter).get(), draft, &document));
    v1::SubmitDocumentRequest submit;
    submit.set_name(document.name());
    done(documents.SubmitDocument(As(drafter).get(), submit, &document));
    v1::DetermineDocumentRequest determine;
    determine.set_name(document.name());
    determine.set_normative(true);
    done(documents.DetermineDocument(As(registry.tokens().reviewer).get(), determine, &document));
    v1::RegisterDocumentRequest enter;
    enter.set_name(document.name());
    done(documents.RegisterDocument(As(registry.tokens().reviewer).get(), enter, &document));
    v1::PublishDocumentRequest publish;
    publish.set_name(document.name());
    publish.mutable_publication()->set_date(registry.today());
    publish.mutable_publication()->set_channel("区政府网站");
    done(documents.PublishDocument(As(registry.tokens().publisher).get(), publish, &document));
    return document.name();
  }

  // A duty to file that ran out is put before the office of the district.
  static void ExpectThatTheDistrictSeesToIt(const RunningServer& server, const Tokens& tokens,
                                            const std::string& unfiled) {
    auto documents = v1::DocumentService::NewStub(server.Channel());
    WaitForEvent(*documents, tokens.auditor, unfiled, "DocumentOverdue");
    v1::GetDocumentRequest get;
    get.set_name(unfiled);
    v1::Document late;
    ASSERT_TRUE(documents->GetDocument(As(tokens.reviewer).get(), get, &late).ok());
    const auto duty =
        std::find_if(late.clocks().begin(), late.clocks().end(),
                     [](const v1::Clock& clock) { return clock.kind() == v1::CLOCK_KIND_FILING; });
    ASSERT_NE(duty, late.clocks().end());
    EXPECT_EQ(duty->escalated_to(), kDistrict);
    auto admin = v1::AdminService::NewStub(server.Channel());
    ExpectSoundStore(*admin, tokens.admin);
  }

  // The names of the lists that are owed, as that caller sees them.
  static std::vector<std::string> ListsMissing(const RunningServer& server,
                                               const std::string& token) {
    auto filings = v1::FilingService::NewStub(server.Channel());
    v1::ListFilingListsRequest request;
    request.set_missing(true);
    request.set_page_size(100);
    v1::ListFilingListsResponse response;
    const grpc::Status status = filings->ListFilingLists(As(token).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    std::vector<std::string> names;
    for (const v1::FilingList& one : response.lists()) names.push_back(one.name());
    return names;
  }

  std::string organ_;
};

INSTANTIATE_TEST_SUITE_P(Kinds, Townships,
                         ::testing::Values(Below{"township", "平安区古城回族乡人民政府", "平古",
                                                 v1::ORGAN_KIND_TOWNSHIP},
                                           Below{"subdistrict", "平安区小峡街道办事处", "平小",
                                                 v1::ORGAN_KIND_SUBDISTRICT_OFFICE}),
                         [](const auto& info) { return std::string(info.param.id); });

TEST_P(Townships, FileWithTheDistrictWhichSeesToWhatIsNotFiled) {
  TempFolder folder;
  const std::string data_dir = folder.path() + "/data";
  Tokens tokens;
  std::string drafter, filed, unfiled, name;
  {
    RunningServer server(data_dir, {});
    Registry& registry = server.registry();
    tokens = registry.tokens();
    drafter = SetUpOrgan(registry);
    filed = Published(registry, drafter, 1);
    unfiled = Published(registry, drafter, 2);
    auto filings = v1::FilingService::NewStub(server.Channel());
    v1::CreateFilingRequest create;
    create.set_document(filed);
    for (const char* paper :
         {"备案报告", "正式文本及电子文本", "起草说明", "制定依据", "合法性审核意见"})
      create.add_materials()->set_title(paper);
    v1::Filing filing;
    const grpc::Status status = filings->CreateFiling(As(drafter).get(), create, &filing);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(filing.jurisdiction(), kDistrict);
    name = filing.name();
    v1::AcceptFilingRequest accept;
    accept.set_name(name);
    EXPECT_FALSE(filings->AcceptFiling(As(tokens.city_reviewer).get(), accept, &filing).ok());
    const grpc::Status accepted = filings->AcceptFiling(As(tokens.reviewer).get(), accept, &filing);
    ASSERT_TRUE(accepted.ok()) << accepted.error_message();
    // What is not filed yet is missed by the district alone.
    const auto missing = [&](const std::string& token) {
      v1::ListFilingsRequest request;
      request.set_missing(true);
      v1::ListFilingsResponse response;
      EXPECT_TRUE(filings->ListFilings(As(token).get(), request, &response).ok());
      std::vector<std::string> names;
      for (const auto& one : response.missing()) names.push_back(one.document());
      return names;
    };
    EXPECT_EQ(missing(tokens.reviewer), std::vector<std::string>{unfiled});
    EXPECT_EQ(missing(tokens.city_reviewer), std::vector<std::string>{});
  }
  RunningServer server(data_dir, {"--clock-offset-days", "30"});
  ExpectThatTheDistrictSeesToIt(server, tokens, unfiled);
}

TEST_P(Townships, SendTheListOfTheYearToTheDistrict) {
  TempFolder folder;
  const std::string data_dir = folder.path() + "/data";
  Tokens tokens;
  absl::CivilDay today;
  {
    RunningServer server(data_dir, {});
    Registry& registry = server.registry();
    tokens = registry.tokens();
    today = *text::ParseIsoDay(registry.today());
    Published(registry, SetUpOrgan(registry), 1);
  }
  const absl::CivilDay new_year(today.year() + 1, 1, 10);
  RunningServer server(data_dir, {"--clock-offset-days", absl::StrCat(new_year - today)});
  const std::string list = absl::StrCat(organ_, "/filingLists/", today.year());
  EXPECT_THAT(ListsMissing(server, tokens.reviewer), ::testing::Contains(list));
  EXPECT_THAT(ListsMissing(server, tokens.city_reviewer),
              ::testing::Not(::testing::Contains(list)));
}

}  // namespace
}  // namespace santong::testing
