// The desk's lists over a real server: a clerk finds a document by what the paper calls it, and
// narrows a list to a state.
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/server/pages/clerk.h"
#include "tests/server/services/case_acts.h"
#include "tests/support/stock.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class DeskList : public ::testing::Test {
 protected:
  DeskList() { clerk_.LogIn(registry_.tokens().reviewer); }
  static std::string Row(const std::string& title) { return absl::StrCat(">", title, "</a>"); }

  RunningServer server_;
  Registry& registry_ = server_.registry();
  Clerk clerk_{server_.Channel(), registry_.today()};
};

TEST_F(DeskList, ADocumentIsFoundByItsNumberOrItsTitleAlsoBeforeItIsPublic) {
  const v1::Document published = registry_.Published("养老服务办法");
  registry_.Submitted("殡葬服务办法");
  for (const std::string& text : {published.registration_number(), published.title()}) {
    EXPECT_THAT(clerk_.Get("/desk/documents", {{"q", text}}).body,
                AllOf(HasSubstr(Row("养老服务办法")), Not(HasSubstr(Row("殡葬服务办法"))),
                      HasSubstr(absl::StrCat("value=\"", text, "\""))));
  }
  EXPECT_THAT(clerk_.Get("/desk/documents", {{"q", "殡葬服务办法"}}).body,
              HasSubstr(Row("殡葬服务办法")));
  EXPECT_THAT(clerk_.Get("/desk/documents", {{"q", "<b>没有</b>"}}).body,
              AllOf(HasSubstr("没有事项"), Not(HasSubstr("<b>"))));
}

TEST_F(DeskList, AListIsNarrowedToAStateAndItsLinksKeepIt) {
  registry_.Published("养老服务办法");
  registry_.Submitted("殡葬服务办法");
  const gateway::HttpResponse page = clerk_.Get("/desk/documents", {{"state", "SUBMITTED"}});
  EXPECT_THAT(page.body, AllOf(HasSubstr(Row("殡葬服务办法")), Not(HasSubstr(Row("养老服务办法"))),
                               HasSubstr("<option value=\"SUBMITTED\" selected>")));
  // No state of that name: the list as it is.
  EXPECT_THAT(clerk_.Get("/desk/documents", {{"state", "NO_SUCH"}}).body,
              AllOf(HasSubstr(Row("殡葬服务办法")), HasSubstr(Row("养老服务办法"))));
  EXPECT_THAT(clerk_.Get("/desk/filings", {{"state", "CLOSED"}}).body,
              HasSubstr("/desk/filings?state=CLOSED&amp;overdue=yes"));
}

TEST_F(DeskList, TheNewestFilingStandsFirstWhereThatIsAskedFor) {
  const auto filings = v1::FilingService::NewStub(server_.Channel());
  for (const char* title : {"先报送的办法", "后报送的办法"})
    File(*filings, registry_.tokens(), registry_.Published(title).name());
  const auto first = [&](const gateway::Fields& query) {
    const std::string body = clerk_.Get("/desk/filings", query).body;
    const size_t early = body.find(Row("先报送的办法")), late = body.find(Row("后报送的办法"));
    EXPECT_NE(early, std::string::npos) << body;
    EXPECT_NE(late, std::string::npos) << body;
    return early < late ? "early" : "late";
  };
  EXPECT_STREQ(first({}), "early");
  EXPECT_STREQ(first({{"newest", "yes"}}), "late");
}

TEST_F(DeskList, TheNewestDocumentStandsFirstWhereThatIsAskedFor) {
  registry_.Published("养老服务办法");
  registry_.Published("殡葬服务办法");
  const std::string oldest = clerk_.Get("/desk/documents").body;
  EXPECT_THAT(oldest, HasSubstr("href=\"/desk/documents?newest=yes\""));
  EXPECT_LT(oldest.find(Row("养老服务办法")), oldest.find(Row("殡葬服务办法")));
  const std::string newest = clerk_.Get("/desk/documents", {{"newest", "yes"}}).body;
  EXPECT_LT(newest.find(Row("殡葬服务办法")), newest.find(Row("养老服务办法")));
}

TEST_F(DeskList, WhereOneIsIsSaidInTheNavigation) {
  EXPECT_THAT(clerk_.Get("/desk/objections").body,
              AllOf(HasSubstr("href=\"/desk/objections\" aria-current=\"page\""),
                    Not(HasSubstr("href=\"/desk/filings\" aria-current"))));
}

// A call reads some rows and no more, whether they are asked for or not.
TEST(DeskListPages, APageIsFilledFromBehindManyRowsOfOtherStates) {
  RunningServer server;
  Registry& registry = server.registry();
  std::vector<v1::ImportRow> rows;
  for (int n = 1; n <= 5'100; ++n) rows.push_back(StockRow(n, absl::StrCat("存量办法", n)));
  ImportStock(registry, rows);
  registry.Submitted("排在最后的办法");
  v1::ListDocumentsRequest list;
  list.add_states(v1::DOCUMENT_STATE_SUBMITTED);
  v1::ListDocumentsResponse one_call;
  ASSERT_TRUE(registry.documents()
                  .ListDocuments(As(registry.tokens().reviewer).get(), list, &one_call)
                  .ok());
  ASSERT_TRUE(one_call.documents().empty()) << "or this test proves nothing";
  Clerk clerk(server.Channel(), registry.today());
  clerk.LogIn(registry.tokens().reviewer);
  EXPECT_THAT(clerk.Get("/desk/documents", {{"state", "SUBMITTED"}}).body,
              AllOf(HasSubstr("排在最后的办法"), Not(HasSubstr("没有事项"))));
}

}  // namespace
}  // namespace santong::testing
