// Single articles are revoked by the review of an objection, and the rest of the document stays in
// force (河南省实施监督法办法 article 58); a suspension is of the whole. Through the real server.
#include <gmock/gmock.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "tests/server/services/case_acts.h"
#include "tests/server/services/objection_desk.h"

namespace santong::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(PartialRevocation, LeavesTheRestInForceAndIsShownWhereverTheDocumentIs) {
  RunningServer server;
  Registry& registry = server.registry();
  const Tokens& tokens = registry.tokens();
  Desk desk(server.Channel(), tokens);
  const std::string document = registry.Published("平安区临时救助办法").name();
  const v1::DocumentState before = desk.StateOf(document);
  const std::string name = desk.Lodge(document, "甲某某").objection().name();
  ASSERT_TRUE(desk.Accept(name).ok());
  ASSERT_TRUE(desk.Decide(name, v1::OBJECTION_OUTCOME_REVOKE).ok());
  v1::RevokeObjectedDocumentRequest request;
  request.set_name(name);
  request.add_articles("第二条");
  request.set_reason("没有上位法依据");
  request.mutable_decision()->set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  request.mutable_decision()->set_document_title("区人民政府关于撤销部分条款的决定");
  request.mutable_decision()->set_person("区长");
  request.mutable_decision()->set_date(registry.today());
  v1::Objection objection;
  const grpc::Status revoked =
      desk.stub().RevokeObjectedDocument(As(tokens.reviewer).get(), request, &objection);
  ASSERT_TRUE(revoked.ok()) << revoked.error_message();
  EXPECT_EQ(objection.state(), v1::OBJECTION_STATE_CLOSED);
  EXPECT_EQ(desk.StateOf(document), before);
  EXPECT_THAT(desk.Events(document), Contains("DocumentPartlyRevoked"));

  v1::CheckBasisRequest ask;
  ask.set_number(document);
  v1::Basis basis;
  ASSERT_TRUE(registry.catalog().CheckBasis(As("").get(), ask, &basis).ok());
  EXPECT_EQ(basis.answer(), v1::BASIS_ANSWER_YES) << basis.DebugString();
  ASSERT_EQ(basis.revoked_articles_size(), 1);
  EXPECT_THAT(basis.revoked_articles(0).articles(), ElementsAre("第二条"));
  EXPECT_EQ(basis.revoked_articles(0).decision(), "区人民政府关于撤销部分条款的决定");

  v1::ListVersionsRequest list;
  list.set_parent(document);
  v1::ListVersionsResponse versions;
  ASSERT_TRUE(registry.documents().ListVersions(As("").get(), list, &versions).ok());
  ASSERT_EQ(versions.versions_size(), 1);
  ASSERT_EQ(versions.versions(0).revoked_articles_size(), 1);
  EXPECT_THAT(versions.versions(0).revoked_articles(0).articles(), ElementsAre("第二条"));
  desk.ExpectSoundStore();
}

// The call refuses the articles, in the language that is asked for, and nothing else is done.
template <typename Stub, typename Method, typename Request, typename Reply>
void ExpectArticlesRefused(Stub& stub, Method method, const std::string& token, Request request,
                           Reply reply) {
  request.set_suspend(true);
  request.add_articles("第二条");
  request.set_reason("没有上位法依据");
  request.mutable_decision()->set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  request.mutable_decision()->set_document_title("区人民政府关于中止执行的决定");
  request.mutable_decision()->set_person("区长");
  request.mutable_decision()->set_date("2026-01-05");
  for (const auto& [language, words] : {std::pair("en", "a suspension is of the whole document"),
                                        std::pair("zh-CN", "中止执行的是整个文件")}) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
    context.AddMetadata("accept-language", language);
    const grpc::Status refused = (stub.*method)(&context, request, &reply);
    EXPECT_EQ(refused.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << refused.error_message();
    ASSERT_THAT(FieldsOf(refused), ElementsAre("articles"));
    EXPECT_THAT(DetailsOf(refused).bad_request.field_violations(0).description(), HasSubstr(words));
  }
}

// A suspension is of the whole document; before, the articles were passed over and all of it was
// suspended.
TEST(PartialRevocation, OfASuspensionTheArticlesAreRefused) {
  RunningServer server;
  Registry& registry = server.registry();
  const Tokens& tokens = registry.tokens();
  Desk desk(server.Channel(), tokens);
  const auto filings = v1::FilingService::NewStub(server.Channel());
  const std::string document = registry.Published("平安区临时救助办法").name();
  v1::RevokeFiledDocumentRequest filed;
  filed.set_name(File(*filings, tokens, document));
  v1::RevokeObjectedDocumentRequest objected;
  objected.set_name(desk.Lodge(document, "甲某某").objection().name());
  ASSERT_TRUE(desk.Accept(objected.name()).ok());
  ASSERT_TRUE(desk.Decide(objected.name(), v1::OBJECTION_OUTCOME_REVOKE).ok());
  const v1::DocumentState state = desk.StateOf(document);
  const Strings events = desk.Events(document);
  ExpectArticlesRefused(*filings, &v1::FilingService::Stub::RevokeFiledDocument, tokens.reviewer,
                        filed, v1::Filing());
  ExpectArticlesRefused(desk.stub(), &v1::ObjectionService::Stub::RevokeObjectedDocument,
                        tokens.reviewer, objected, v1::Objection());
  EXPECT_EQ(desk.StateOf(document), state);
  EXPECT_EQ(desk.Events(document), events);
  desk.ExpectSoundStore();
}

}  // namespace
}  // namespace santong::testing
