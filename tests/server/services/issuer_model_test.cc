// Where issuers register by themselves (制定机关自行登记), through the real server: an issuer's
// unit registers its own organ's documents, and the legal office alone reviews filings and
// objections (domain.md 2, 3.6, 3.10 to 3.12; 河北省政府令〔2016〕第5号).
#include <gmock/gmock.h>

#include <string>

#include "santong/v1/filing_service.grpc.pb.h"
#include "tests/server/services/case_acts.h"
#include "tests/server/services/objection_desk.h"

namespace santong::testing {
namespace {

class IssuerModel : public ::testing::Test {
 protected:
  IssuerModel() : filings_(v1::FilingService::NewStub(server_.Channel())) {}

  // The model that counts in the district from `first_day` on.
  void SetModel(const char* model, const char* first_day) {
    v1::SetPolicyRequest request;
    request.mutable_policy_set()->set_jurisdiction(kDistrict);
    v1::PolicyLeaf* leaf = request.mutable_policy_set()->add_leaves();
    leaf->set_key("registrar_model");
    leaf->set_text(model);
    leaf->set_source("试行");
    leaf->set_valid_from(first_day);
    v1::SetPolicyResponse set;
    const grpc::Status status = registry_.admin().SetPolicy(As(tokens_.admin).get(), request, &set);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  // The token of a new reviewer of the organ.
  std::string ReviewerOf(const char* organ, const char* id) {
    v1::CreatePrincipalRequest person;
    person.set_principal_id(id);
    person.mutable_principal()->set_display_name("登记人员");
    person.mutable_principal()->set_organ(organ);
    person.mutable_principal()->add_roles(v1::ROLE_REVIEWER);
    v1::Principal principal;
    EXPECT_TRUE(
        registry_.admin().CreatePrincipal(As(tokens_.admin).get(), person, &principal).ok());
    v1::CreateTokenRequest asked;
    asked.set_parent(principal.name());
    v1::Token token;
    EXPECT_TRUE(registry_.admin().CreateToken(As(tokens_.admin).get(), asked, &token).ok());
    return token.secret();
  }
  grpc::Status Accept(const std::string& filing, const std::string& token) {
    v1::AcceptFilingRequest request;
    request.set_name(filing);
    v1::Filing accepted;
    return filings_->AcceptFiling(As(token).get(), request, &accepted);
  }
  grpc::Status AcceptObjection(const std::string& name, const std::string& token) {
    v1::AcceptObjectionRequest request;
    request.set_name(name);
    v1::Objection objection;
    return desk_.stub().AcceptObjection(As(token).get(), request, &objection);
  }
  grpc::Status Register(const std::string& document, const std::string& token) {
    v1::RegisterDocumentRequest request;
    request.set_name(document);
    request.set_override_reason("人手不足");
    v1::Document registered;
    return registry_.documents().RegisterDocument(As(token).get(), request, &registered);
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
  Tokens tokens_ = registry_.tokens();
  std::unique_ptr<v1::FilingService::Stub> filings_;
  Desk desk_{server_.Channel(), tokens_};
};

TEST_F(IssuerModel, TheLegalOfficeAloneReviewsFilingsAndObjections) {
  const std::string document = registry_.Published("平安区临时救助办法").name();
  const std::string filing = File(*filings_, tokens_, document);
  const std::string objection = desk_.Lodge(document, "甲某某").objection().name();
  SetModel("issuer", "2020-01-01");
  const std::string registrar = ReviewerOf(kEducation, "education-registrar");
  EXPECT_EQ(ReasonOf(Accept(filing, registrar)), "ROLE_NOT_ALLOWED");
  EXPECT_EQ(ReasonOf(AcceptObjection(objection, registrar)), "ROLE_NOT_ALLOWED");
  // Nor does it learn more of the case than anyone.
  EXPECT_FALSE(desk_.Get(objection, registrar).has_internal());
  EXPECT_TRUE(desk_.Get(objection, tokens_.reviewer).has_internal());
  const grpc::Status accepted = Accept(filing, tokens_.reviewer);
  EXPECT_TRUE(accepted.ok()) << accepted.error_message();
  EXPECT_TRUE(desk_.Accept(objection).ok());
}

TEST_F(IssuerModel, AnIssuersUnitRegistersItsOwnOrgansDocumentsAndNoOther) {
  SetModel("issuer", "2020-01-01");
  const std::string own = ReviewerOf(kCivilAffairs, "civil-registrar");
  const std::string other = ReviewerOf(kEducation, "education-registrar");
  const std::string document = registry_.Submitted("平安区临时救助办法").name();
  // What it may not see does not exist for it, whatever reason it gives.
  EXPECT_EQ(ReasonOf(Register(document, other)), "RESOURCE_NOT_FOUND");
  const grpc::Status registered = Register(document, own);
  EXPECT_TRUE(registered.ok()) << registered.error_message();
}

// The roles are asked anew when the policy changes, also of a token that was used before.
TEST_F(IssuerModel, ATokenThatWasUsedBeforeFollowsThePolicy) {
  const std::string filing =
      File(*filings_, tokens_, registry_.Published("平安区临时救助办法").name());
  const std::string reviewer = ReviewerOf(kEducation, "education-reviewer");
  v1::GetFilingRequest get;
  get.set_name(filing);
  v1::Filing seen;
  EXPECT_TRUE(filings_->GetFiling(As(reviewer).get(), get, &seen).ok());
  SetModel("issuer", "2020-01-01");
  EXPECT_EQ(ReasonOf(filings_->GetFiling(As(reviewer).get(), get, &seen)), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Accept(filing, reviewer)), "ROLE_NOT_ALLOWED");
  SetModel("legal_office", "2020-02-01");
  const grpc::Status accepted = Accept(filing, reviewer);
  EXPECT_TRUE(accepted.ok()) << accepted.error_message();
}

// The role comes of the model; nobody is given it.
TEST_F(IssuerModel, TheRegistrarsRoleCannotBeGiven) {
  v1::CreatePrincipalRequest person;
  person.set_principal_id("registrar");
  person.mutable_principal()->set_display_name("登记人员");
  person.mutable_principal()->set_organ(kCivilAffairs);
  person.mutable_principal()->add_roles(v1::ROLE_REGISTRAR);
  v1::Principal principal;
  const grpc::Status refused =
      registry_.admin().CreatePrincipal(As(tokens_.admin).get(), person, &principal);
  EXPECT_EQ(FieldsOf(refused), Strings{"principal.roles[0]"});
}

}  // namespace
}  // namespace santong::testing
