// What an office asks of its lists, through the real server: one organ's, what is overdue, the
// newest first, page by page; and a page token is good for what it was given for alone.
#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <utility>

#include "santong/v1/filing_service.grpc.pb.h"
#include "tests/server/services/case_acts.h"
#include "tests/server/services/objection_desk.h"

namespace santong::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Strings Listed(v1::FilingService::Stub& stub, const std::string& token,
               const v1::ListFilingsRequest& request) {
  v1::ListFilingsResponse response;
  const grpc::Status status = stub.ListFilings(As(token).get(), request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  Strings names;
  for (const v1::Filing& filing : response.filings()) names.push_back(filing.name());
  for (const v1::MissingFiling& missing : response.missing()) names.push_back(missing.document());
  return names;
}

Strings Listed(v1::ObjectionService::Stub& stub, const std::string& token,
               const v1::ListObjectionsRequest& request) {
  v1::ListObjectionsResponse response;
  const grpc::Status status = stub.ListObjections(As(token).get(), request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  Strings names;
  for (const v1::Objection& objection : response.objections()) names.push_back(objection.name());
  return names;
}

TEST(ListFilings, ByOrganByOfficeAndWhatIsOverdue) {
  TempFolder folder;
  const std::string data_dir = folder.path() + "/data";
  Tokens tokens;
  std::string first, second, above, unfiled;
  {
    RunningServer server(data_dir, {});
    Registry& registry = server.registry();
    tokens = registry.tokens();
    const auto filings = v1::FilingService::NewStub(server.Channel());
    Tokens government = tokens;
    government.drafter = tokens.government_drafter;
    first = File(*filings, tokens, registry.Published("养老服务办法").name());
    above = File(*filings, government, registry.Published(registry.GovernmentDraft()).name());
    second = File(*filings, tokens, registry.Published("殡葬服务办法").name());
    unfiled = registry.Published("未报送的办法").name();

    v1::ListFilingsRequest of_organ;
    of_organ.set_organ(kCivilAffairs);
    EXPECT_THAT(Listed(*filings, tokens.auditor, of_organ), ElementsAre(first, second));
    of_organ.set_newest_first(true);
    EXPECT_THAT(Listed(*filings, tokens.auditor, of_organ), ElementsAre(second, first));
    v1::ListFilingsRequest of_office;
    of_office.set_jurisdiction(kCity);
    EXPECT_THAT(Listed(*filings, tokens.auditor, of_office), ElementsAre(above));
    of_office.set_jurisdiction(kDistrict);
    EXPECT_THAT(Listed(*filings, tokens.auditor, of_office), ElementsAre(first, second));
    v1::ListFilingsRequest overdue;
    overdue.set_overdue_only(true);
    EXPECT_THAT(Listed(*filings, tokens.auditor, overdue), IsEmpty());
    overdue.set_missing(true);
    EXPECT_THAT(Listed(*filings, tokens.auditor, overdue), IsEmpty());
  }
  RunningServer server(data_dir, {"--clock-offset-days", "100"});
  const auto filings = v1::FilingService::NewStub(server.Channel());
  v1::ListFilingsRequest overdue;
  overdue.set_overdue_only(true);
  EXPECT_THAT(Listed(*filings, tokens.auditor, overdue), ElementsAre(first, above, second));
  overdue.set_jurisdiction(kDistrict);
  EXPECT_THAT(Listed(*filings, tokens.auditor, overdue), ElementsAre(first, second));
  v1::AcceptFilingRequest accept;
  accept.set_name(first);
  v1::Filing accepted;
  ASSERT_TRUE(filings->AcceptFiling(As(tokens.reviewer).get(), accept, &accepted).ok());
  EXPECT_THAT(Listed(*filings, tokens.auditor, overdue), ElementsAre(second))
      << "what was done late is overdue no more";

  v1::ListFilingsRequest missing;
  missing.set_missing(true);
  missing.set_overdue_only(true);
  missing.set_organ(kCivilAffairs);
  EXPECT_THAT(Listed(*filings, tokens.auditor, missing), ElementsAre(unfiled));
  missing.set_jurisdiction(kCity);
  EXPECT_THAT(Listed(*filings, tokens.auditor, missing), IsEmpty())
      << "a department files with its own government";
}

TEST(ListFilings, TheNewestFirstGoesOnFromPageToPage) {
  RunningServer server;
  Registry& registry = server.registry();
  const auto filings = v1::FilingService::NewStub(server.Channel());
  Strings newest_first;
  for (const char* title : {"养老服务办法", "殡葬服务办法", "社会救助办法"}) {
    newest_first.insert(newest_first.begin(),
                        File(*filings, registry.tokens(), registry.Published(title).name()));
  }
  v1::ListFilingsRequest request;
  request.set_organ(kCivilAffairs);
  request.set_newest_first(true);
  request.set_page_size(1);
  Strings names;
  do {
    v1::ListFilingsResponse page;
    ASSERT_TRUE(filings->ListFilings(As(registry.tokens().reviewer).get(), request, &page).ok());
    for (const v1::Filing& filing : page.filings()) names.push_back(filing.name());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && names.size() <= newest_first.size());
  EXPECT_EQ(names, newest_first);

  v1::ListFilingsResponse page;
  request.clear_page_token();
  ASSERT_TRUE(filings->ListFilings(As(registry.tokens().reviewer).get(), request, &page).ok());
  request.set_page_token(page.next_page_token());
  request.set_overdue_only(true);
  const grpc::Status other =
      filings->ListFilings(As(registry.tokens().reviewer).get(), request, &page);
  EXPECT_EQ(other.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ReasonOf(other), "PAGE_TOKEN_INVALID");
}

// Whatever index a request is answered from. Twelve, so that the order of names is another.
TEST(ListDocuments, ByIdentifierEitherWayHoweverTheListIsNarrowed) {
  RunningServer server;
  Registry& registry = server.registry();
  Strings all = {registry.Published("社会救助办法").name()};
  Strings named, published = all;
  for (int n = 1; n <= 10; ++n) {
    all.push_back(registry.Drafted(n % 2 == 0 ? "养老服务办法" : "殡葬服务办法").name());
    if (n % 2 == 0) named.push_back(all.back());
  }
  Strings drafts(all.begin() + 1, all.end());
  all.push_back(registry.Published("临时救助办法").name());
  published.push_back(all.back());

  v1::ListDocumentsRequest everything, of_place, of_organ, of_state, of_states, by_text;
  of_place.set_jurisdiction(kDistrict);
  of_organ.set_organ(kCivilAffairs);
  of_state.set_jurisdiction(kDistrict);
  of_state.add_states(v1::DOCUMENT_STATE_DRAFT);
  of_states.add_states(v1::DOCUMENT_STATE_IN_EFFECT);
  of_states.add_states(v1::DOCUMENT_STATE_REGISTERED);
  by_text.set_text("养老服务办法");
  const std::pair<v1::ListDocumentsRequest, Strings> lists[] = {
      {everything, all},  {of_place, all},        {of_organ, all},
      {of_state, drafts}, {of_states, published}, {by_text, named}};
  for (auto [request, expected] : lists) {
    for (const bool newest_first : {false, true}) {
      if (newest_first) std::reverse(expected.begin(), expected.end());
      request.set_newest_first(newest_first);
      request.clear_page_token();
      for (const int page_size : {0, 1, 3}) {
        request.set_page_size(page_size);
        Strings names;
        do {
          v1::ListDocumentsResponse page;
          ASSERT_TRUE(registry.documents()
                          .ListDocuments(As(registry.tokens().drafter).get(), request, &page)
                          .ok());
          for (const v1::Document& document : page.documents()) names.push_back(document.name());
          request.set_page_token(page.next_page_token());
        } while (!request.page_token().empty() && names.size() <= expected.size());
        EXPECT_EQ(names, expected) << request.ShortDebugString();
      }
    }
  }
}

TEST(ListObjections, ByOrganNewestFirstAndWhatIsOverdue) {
  TempFolder folder;
  const std::string data_dir = folder.path() + "/data";
  Tokens tokens;
  std::string first, second, of_government;
  {
    RunningServer server(data_dir, {});
    Registry& registry = server.registry();
    tokens = registry.tokens();
    Desk desk(server.Channel(), tokens);
    const std::string document = registry.Published("平安区临时救助办法").name();
    const std::string government = registry.Published(registry.GovernmentDraft()).name();
    first = desk.Lodge(document, "甲某某").objection().name();
    of_government = desk.Lodge(government, "乙某某").objection().name();
    second = desk.Lodge(document, "丙某某").objection().name();
    ASSERT_TRUE(desk.Accept(first).ok());
    ASSERT_TRUE(desk.Accept(second).ok());

    v1::ListObjectionsRequest request;
    request.set_organ(kCivilAffairs);
    EXPECT_THAT(Listed(desk.stub(), tokens.reviewer, request), ElementsAre(first, second));
    request.set_newest_first(true);
    EXPECT_THAT(Listed(desk.stub(), tokens.reviewer, request), ElementsAre(second, first));
    request.set_organ(kGovernment);
    EXPECT_THAT(Listed(desk.stub(), "", request), ElementsAre(of_government))
        << "the public asks the same way";
    request.clear_organ();
    request.set_overdue_only(true);
    EXPECT_THAT(Listed(desk.stub(), tokens.reviewer, request), IsEmpty());
  }
  RunningServer server(data_dir, {"--clock-offset-days", "100"});
  Desk desk(server.Channel(), tokens);
  v1::ListObjectionsRequest overdue;
  overdue.set_organ(kCivilAffairs);
  overdue.set_overdue_only(true);
  EXPECT_THAT(Listed(desk.stub(), tokens.reviewer, overdue), ElementsAre(first, second));
  ASSERT_TRUE(desk.Decide(first, v1::OBJECTION_OUTCOME_LAWFUL).ok());
  EXPECT_THAT(Listed(desk.stub(), tokens.reviewer, overdue), ElementsAre(second));
}

}  // namespace
}  // namespace santong::testing
