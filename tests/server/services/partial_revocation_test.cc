// Single articles are revoked by the review of an objection, and the rest of the document stays in
// force (河南省实施监督法办法 article 58), through the real server.
#include <gmock/gmock.h>

#include <string>

#include "tests/server/services/objection_desk.h"

namespace santong::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

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

}  // namespace
}  // namespace santong::testing
