// What the forms of the desk offer to choose from: organs by their names.
#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "tests/server/pages/clerk.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kOrganOption[] =
    "<option value=\"jurisdictions/630203/organs/civil-affairs\">平安区民政局</option>";

class DeskOffers : public ::testing::Test {
 protected:
  const Tokens& tokens() { return registry_.tokens(); }
  v1::Document Read(const std::string& name) {
    v1::GetDocumentRequest request;
    request.set_name(name);
    v1::Document document;
    EXPECT_TRUE(
        registry_.documents().GetDocument(As(tokens().drafter).get(), request, &document).ok());
    return document;
  }
  void AddOrgan(int n) {
    v1::CreateOrganRequest request;
    request.set_parent(kDistrict);
    request.set_organ_id(absl::StrCat("organ-", n));
    request.mutable_organ()->set_display_name(absl::StrCat("第", n, "机关"));
    request.mutable_organ()->set_kind(v1::ORGAN_KIND_DEPARTMENT);
    v1::Organ organ;
    ASSERT_TRUE(registry_.admin().CreateOrgan(As(tokens().admin).get(), request, &organ).ok());
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
  Clerk clerk_{server_.Channel(), registry_.today()};
};

TEST_F(DeskOffers, AnOrganIsChosenByItsNameAndSentAsItsResource) {
  clerk_.LogIn(tokens().drafter);
  EXPECT_THAT(clerk_.Get("/desk/new").body,
              AllOf(HasSubstr("<select id=\"issuers[0].organ\""), HasSubstr(kOrganOption)));
  const gateway::HttpResponse made = clerk_.Send("/desk/new", {{"title", "选择机关的办法"},
                                                               {"issuers[0].organ", kCivilAffairs},
                                                               {"text", "第一条 施行。"}});
  ASSERT_EQ(made.status, 303) << made.body;
  const std::string path = Location(made).substr(0, Location(made).find('?'));
  const std::string edit = clerk_.Get(path + "/edit").body;
  EXPECT_THAT(
      edit, HasSubstr("value=\"jurisdictions/630203/organs/civil-affairs\" selected>平安区民政局"));
  // Where the name of an organ outside the registry may stand, names are proposed.
  const gateway::HttpResponse form = clerk_.Get(path + "/evidence");
  EXPECT_THAT(form.body, AllOf(HasSubstr("list=\"organ-list\""),
                               HasSubstr("<option value=\"平安区民政局\">")));
  for (const char* organ : {"平安区民政局", "某某省法学会"}) {
    const gateway::HttpResponse added =
        clerk_.Send(path + "/evidence", {{"kind", "EVIDENCE_KIND_SIGNATURE"},
                                         {"document_title", "签发稿"},
                                         {"organ", organ},
                                         {"date", registry_.today()}});
    ASSERT_EQ(added.status, 303) << added.body;
  }
  const v1::Document document = Read(path.substr(sizeof("/desk/") - 1));
  EXPECT_EQ(document.issuers(0).organ(), kCivilAffairs);
  ASSERT_EQ(document.internal().evidence_size(), 2);
  EXPECT_EQ(document.internal().evidence(0).organ(), kCivilAffairs);
  EXPECT_EQ(document.internal().evidence(1).organ(), "某某省法学会");
}

TEST_F(DeskOffers, AnOrganIsTypedWhereTheyAreTooManyToChooseFrom) {
  for (int n = 0; n < 301; ++n) AddOrgan(n);
  clerk_.LogIn(tokens().drafter);
  EXPECT_THAT(clerk_.Get("/desk/new").body,
              AllOf(HasSubstr("<input id=\"issuers[0].organ\""), Not(HasSubstr(kOrganOption))));
}

}  // namespace
}  // namespace santong::testing
