// The letters of a document, a filing and an objection at the desk: those that there are now, each
// on a page to print, for whom the API gives them.
#include "gmock/gmock.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "tests/server/pages/clerk.h"
#include "tests/server/services/case_acts.h"
#include "tests/server/services/objection_desk.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kAny[] = "/letters/";

class DeskLetters : public ::testing::Test {
 protected:
  // The link to the letter on the resource's page.
  static std::string LinkTo(const std::string& resource, const char* kind) {
    return absl::StrCat("href=\"", PathOf(resource, kind), "\"");
  }
  static std::string PathOf(const std::string& resource, const char* kind) {
    return absl::StrCat("/desk/", resource, kAny, kind);
  }
  std::string Record(const std::string& resource) {
    const gateway::HttpResponse page = clerk_.Get("/desk/" + resource);
    EXPECT_EQ(page.status, 200) << resource;
    return page.body;
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
  const Tokens& tokens_ = registry_.tokens();
  Clerk clerk_{server_.Channel(), registry_.today()};
};

TEST_F(DeskLetters, ADocumentHasThatOfItsRegistrationOnceItIsRegistered) {
  clerk_.LogIn(tokens_.reviewer);
  EXPECT_THAT(Record(registry_.Submitted("尚未登记的办法").name()), Not(HasSubstr(kAny)));
  const v1::Document document = registry_.Registered("已经登记的办法");
  EXPECT_THAT(Record(document.name()),
              AllOf(HasSubstr(LinkTo(document.name(), "REGISTRATION")), HasSubstr("登记通知书"),
                    Not(HasSubstr("/letters/SUPPLEMENT")), Not(HasSubstr("/letters/REFUSAL"))));

  const std::string path = PathOf(document.name(), "REGISTRATION");
  const gateway::HttpResponse page = clerk_.Get(path);
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_THAT(page.body,
              AllOf(HasSubstr("<h1>行政规范性文件登记通知书</h1>"),
                    HasSubstr(absl::StrCat("统一登记号：", document.registration_number())),
                    HasSubstr("平安区民政局："), HasSubstr("data-print"),
                    HasSubstr(absl::StrCat("href=\"", path, "?as=text\""))));
  const gateway::HttpResponse file = clerk_.Get(path, {{"as", "text"}});
  EXPECT_EQ(gateway::FieldOf(file.headers, "Content-Type"), "text/plain; charset=utf-8");
  EXPECT_THAT(file.body, AllOf(HasSubstr(document.registration_number()), Not(HasSubstr("<"))));

  for (const char* none : {"REFUSAL", "UNSPECIFIED", "registration", "x"})
    EXPECT_EQ(clerk_.Get(PathOf(document.name(), none)).status, 404) << none;
  EXPECT_EQ(clerk_.Get("/desk/campaigns/1/letters/REGISTRATION").status, 404);
}

TEST_F(DeskLetters, WhoIsNotConcernedWithADocumentGetsNone) {
  const std::string name = registry_.Published("他人公布的办法").name();
  EXPECT_THAT(Location(clerk_.Get(PathOf(name, "REGISTRATION"))),
              ::testing::StartsWith("/desk/login?to="));
  clerk_.LogIn(tokens_.other_drafter);
  EXPECT_THAT(Record(name), Not(HasSubstr(kAny)));
  EXPECT_EQ(clerk_.Get(PathOf(name, "REGISTRATION")).status, 404);
}

TEST_F(DeskLetters, AFilingHasItsReceiptOnceItIsAccepted) {
  const auto filings = v1::FilingService::NewStub(server_.Channel());
  const std::string name = File(*filings, tokens_, registry_.Published("报送备案的办法").name());
  clerk_.LogIn(tokens_.drafter);
  EXPECT_THAT(Record(name), Not(HasSubstr(kAny)));
  v1::AcceptFilingRequest accept;
  accept.set_name(name);
  v1::Filing filing;
  ASSERT_TRUE(filings->AcceptFiling(As(tokens_.reviewer).get(), accept, &filing).ok());
  EXPECT_THAT(Record(name),
              AllOf(HasSubstr(LinkTo(name, "RECEIPT")), Not(HasSubstr("/letters/REFUSAL"))));
  EXPECT_THAT(clerk_.Get(PathOf(name, "RECEIPT")).body,
              AllOf(HasSubstr("<h1>行政规范性文件备案回执</h1>"), HasSubstr("报送备案的办法")));
}

TEST_F(DeskLetters, AnObjectionsLetterNamesItsLodgerToItsReviewerAlone) {
  Desk desk(server_.Channel(), tokens_);
  const std::string name =
      desk.Lodge(registry_.Published("有异议的办法").name(), "甲某某").objection().name();
  clerk_.LogIn(tokens_.reviewer);
  EXPECT_THAT(Record(name), Not(HasSubstr(kAny)));
  ASSERT_TRUE(desk.Accept(name).ok());
  EXPECT_THAT(Record(name), HasSubstr(LinkTo(name, "ACCEPTANCE")));
  const std::string path = PathOf(name, "ACCEPTANCE");
  EXPECT_THAT(clerk_.Get(path).body, HasSubstr("甲某某："));
  clerk_.LogIn(tokens_.drafter);
  const gateway::HttpResponse to_issuer = clerk_.Get(path);
  EXPECT_EQ(to_issuer.status, 200);
  EXPECT_THAT(to_issuer.body, Not(HasSubstr("甲某某")));
}

}  // namespace
}  // namespace santong::testing
