// What still holds months and years later: numbers begin anew with each year of registration, a
// request keeps its answer, a document that was not filed stays a basis, a renamed organ's papers
// bear the name that was printed.
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "server/domain/text/chinese_date.h"
#include "tests/server/services/read_back.h"

namespace santong::testing {
namespace {

constexpr char kRequestId[] = "5a0f52c8-3f0e-4d2f-8a57-2f4e0f1b7c13";

class LaterYears : public ::testing::Test {
 protected:
  std::string data_dir() const { return folder_.path() + "/data"; }

  // The flags of a server whose today is that day.
  std::vector<std::string> On(absl::CivilDay day) const {
    return {"--clock-offset-days", absl::StrCat(day - today_)};
  }

  // A first server, over which a test begins; its year is `year_` from then on.
  Registry& Begin(RunningServer& server) {
    Registry& registry = server.registry();
    tokens_ = registry.tokens();
    today_ = *text::ParseIsoDay(registry.today());
    year_ = static_cast<int>(today_.year());
    return registry;
  }

  v1::Document Register(const RunningServer& server, const std::string& name,
                        const std::string& request_id = "") {
    v1::RegisterDocumentRequest request;
    request.set_name(name);
    request.mutable_options()->set_request_id(request_id);
    v1::Document document;
    const grpc::Status status =
        v1::DocumentService::NewStub(server.Channel())
            ->RegisterDocument(As(tokens_.reviewer).get(), request, &document);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return document;
  }

  void ExpectSound(const RunningServer& server) {
    ExpectSoundStore(*v1::AdminService::NewStub(server.Channel()), tokens_.admin);
  }

  TempFolder folder_;
  Tokens tokens_;
  absl::CivilDay today_;
  int year_ = 0;
};

// product.md 6, domain.md 3.7: the year is that of the registration, not of the signature.
TEST_F(LaterYears, NumbersBeginWithOneInEachYearOfRegistration) {
  std::string waiting, waiting_too;
  {
    RunningServer server(data_dir(), {});
    Registry& registry = Begin(server);
    EXPECT_EQ(registry.Registered("今年的办法").registration_number(),
              absl::StrCat("测登〔", year_, "〕1号"));
    waiting = registry.Submitted("今年签发、来年登记的办法").name();
    waiting_too = registry.Submitted("又一件来年登记的办法").name();
  }
  const RunningServer server(data_dir(), On(absl::CivilDay(year_ + 1, 1, 4)));
  EXPECT_EQ(Register(server, waiting).registration_number(),
            absl::StrCat("测登〔", year_ + 1, "〕1号"));
  EXPECT_EQ(Register(server, waiting_too).registration_number(),
            absl::StrCat("测登〔", year_ + 1, "〕2号"));
  ExpectSound(server);
}

TEST_F(LaterYears, NumbersGoOnWhereThePolicyNeverBeginsAnew) {
  std::string waiting;
  {
    RunningServer server(data_dir(), {});
    Registry& registry = Begin(server);
    v1::SetPolicyRequest policy;
    policy.mutable_policy_set()->set_jurisdiction(kDistrict);
    v1::PolicyLeaf* leaf = policy.mutable_policy_set()->add_leaves();
    leaf->set_key("number.reset");
    leaf->set_text("never");
    leaf->set_source("a sample of the tests");
    leaf->set_confidence(v1::CONFIDENCE_DESIGN);
    v1::SetPolicyResponse set;
    ASSERT_TRUE(registry.admin().SetPolicy(As(tokens_.admin).get(), policy, &set).ok());
    EXPECT_EQ(registry.Registered("今年的办法").registration_number(),
              absl::StrCat("测登〔", year_, "〕1号"));
    waiting = registry.Submitted("来年登记的办法").name();
  }
  const RunningServer server(data_dir(), On(absl::CivilDay(year_ + 1, 1, 4)));
  EXPECT_EQ(Register(server, waiting).registration_number(),
            absl::StrCat("测登〔", year_ + 1, "〕2号"));
  ExpectSound(server);
}

// product.md 4: a request is answered again for 24 hours at least.
TEST_F(LaterYears, ARequestThatIsRepeatedAfterADayGetsTheNumberItGot) {
  std::string name;
  v1::Document first;
  {
    RunningServer server(data_dir(), {});
    name = Begin(server).Submitted("办法").name();
    first = Register(server, name, kRequestId);
  }
  const RunningServer server(data_dir(), On(today_ + 2));
  const v1::Document again = Register(server, name, kRequestId);
  EXPECT_EQ(again.registration_number(), first.registration_number());
  EXPECT_EQ(again.etag(), first.etag()) << "nothing was written";
}

// domain.md 3.10: that it was filed late, or never, ends no document; domain.md 7: it keeps the
// name that its issuer had when it was printed.
TEST_F(LaterYears, ADocumentThatWasNeverFiledAndWhoseIssuerWasRenamedStaysABasis) {
  v1::Document published;
  {
    RunningServer server(data_dir(), {});
    Registry& registry = Begin(server);
    published = registry.Published("从未备案的办法");
    v1::UpdateOrganRequest rename;
    rename.mutable_organ()->set_name(kCivilAffairs);
    rename.mutable_organ()->set_display_name("平安区社会事务局");
    rename.mutable_update_mask()->add_paths("display_name");
    v1::Organ organ;
    ASSERT_TRUE(registry.admin().UpdateOrgan(As(tokens_.admin).get(), rename, &organ).ok());
    EXPECT_EQ(registry.Drafted("改名后的办法").issuers(0).display_name(), "平安区社会事务局");
  }
  const RunningServer server(data_dir(), On(today_ + 60));
  auto documents = v1::DocumentService::NewStub(server.Channel());
  WaitForEvent(*documents, tokens_.auditor, published.name(), "DocumentOverdue");
  v1::GetDocumentRequest get;
  get.set_name(published.name());
  v1::Document now;
  ASSERT_TRUE(documents->GetDocument(As(tokens_.reviewer).get(), get, &now).ok());
  EXPECT_EQ(now.issuers(0).display_name(), "平安区民政局");
  EXPECT_EQ(now.state(), v1::DOCUMENT_STATE_IN_EFFECT);
  v1::CheckBasisRequest ask;
  ask.set_number(published.registration_number());
  v1::Basis basis;
  ASSERT_TRUE(
      v1::CatalogService::NewStub(server.Channel())->CheckBasis(As("").get(), ask, &basis).ok());
  EXPECT_EQ(basis.answer(), v1::BASIS_ANSWER_YES) << basis.ShortDebugString();
}

}  // namespace
}  // namespace santong::testing
