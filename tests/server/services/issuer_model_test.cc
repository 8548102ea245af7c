// Where issuers register by themselves (制定机关自行登记), through the real server: an issuer's
// unit registers its own organ's documents, and the legal office alone reviews filings and
// objections (domain.md 2, 3.6, 3.10 to 3.12; 河北省政府令〔2016〕第5号).
#include <gmock/gmock.h>

#include <string>

#include "santong/v1/filing_service.grpc.pb.h"
#include "server/domain/digest/sha256.h"
#include "tests/server/services/case_acts.h"
#include "tests/server/services/objection_desk.h"

namespace santong::testing {
namespace {

using ::testing::HasSubstr;

class IssuerModel : public ::testing::Test {
 protected:
  IssuerModel() : filings_(v1::FilingService::NewStub(server_.Channel())) {}

  // Sets who registers in the place and those below it from `first_day` on, or rehearses it.
  v1::SetPolicyResponse SetModelOf(const char* place, const char* model, const char* first_day,
                                   bool validate_only = false) {
    v1::SetPolicyRequest request;
    request.set_validate_only(validate_only);
    request.mutable_policy_set()->set_jurisdiction(place);
    v1::PolicyLeaf* leaf = request.mutable_policy_set()->add_leaves();
    leaf->set_key("registrar_model");
    leaf->set_text(model);
    leaf->set_source("试行");
    leaf->set_valid_from(first_day);
    v1::SetPolicyResponse set;
    const grpc::Status status = registry_.admin().SetPolicy(As(tokens_.admin).get(), request, &set);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return set;
  }
  // The model that counts in the district from `first_day` on.
  void SetModel(const char* model, const char* first_day) {
    SetModelOf(kDistrict, model, first_day);
  }
  v1::GetServerInfoResponse ServerInfo() {
    v1::GetServerInfoResponse info;
    EXPECT_TRUE(registry_.admin().GetServerInfo(As(tokens_.admin).get(), {}, &info).ok());
    return info;
  }
  void AddOrgan(const char* place, const char* id, v1::OrganKind kind) {
    v1::CreateOrganRequest request;
    request.set_parent(place);
    request.set_organ_id(id);
    request.mutable_organ()->set_display_name(id);
    request.mutable_organ()->set_kind(kind);
    request.mutable_organ()->set_document_prefix("乐");
    v1::Organ organ;
    const grpc::Status status =
        registry_.admin().CreateOrgan(As(tokens_.admin).get(), request, &organ);
    EXPECT_TRUE(status.ok()) << status.error_message();
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

  // Puts a file among those that go out with the document (随文公布).
  grpc::Status PublishFile(const std::string& document, const std::string& bytes,
                           const std::string& token) {
    const auto context = As(token);
    v1::Attachment attachment;
    const auto stream = registry_.documents().AddAttachment(context.get(), &attachment);
    v1::AddAttachmentRequest request;
    request.mutable_header()->set_parent(document);
    request.mutable_header()->set_file_name("申请表.txt");
    request.mutable_header()->set_sha256(digest::Sha256Hex(bytes));
    request.mutable_header()->set_publish(true);
    stream->Write(request);
    request.set_chunk(bytes);
    stream->Write(request);
    stream->WritesDone();
    return stream->Finish();
  }
  int PublishedFilesOf(const std::string& document) {
    v1::GetDocumentRequest get;
    get.set_name(document);
    v1::Document seen;
    EXPECT_TRUE(registry_.documents().GetDocument(As("").get(), get, &seen).ok());
    return seen.published_files_size();
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

// 联合发文 is the lead issuer's (主办机关) to register and to publish, and what goes out with it
// too.
TEST_F(IssuerModel, AFileGoesOutWithAJointDocumentByItsLeadIssuersRegistrarOrTheOffices) {
  v1::CreateDocumentRequest draft = registry_.CompleteDraft("平安区联合救助办法");
  v1::Document& joint = *draft.mutable_document();
  joint.add_issuers()->set_organ(kEducation);
  v1::Evidence* consent = joint.mutable_internal()->add_evidence();
  consent->set_kind(v1::EVIDENCE_KIND_CO_ISSUER_CONSENT);
  consent->set_document_title("会签单");
  consent->set_date(joint.written_date());
  consent->set_person("局长");
  consent->set_organ(kEducation);
  const std::string document = registry_.Published(draft).name();
  SetModel("issuer", "2020-01-01");
  struct {
    const char* who;
    std::string token;
    bool may;
  } const rows[] = {
      {"the lead issuer's registrar", ReviewerOf(kCivilAffairs, "civil-registrar"), true},
      {"the co-issuer's registrar", ReviewerOf(kEducation, "education-registrar"), false},
      {"another organ's registrar", ReviewerOf(kGovernment, "government-registrar"), false},
      {"the lead issuer's drafter", tokens_.drafter, false},
      {"the co-issuer's drafter", tokens_.other_drafter, false},
      {"the legal office's reviewer", tokens_.reviewer, true},
      {"the gazette's publisher", tokens_.publisher, true},
  };
  int published = 0;
  for (const auto& row : rows) {
    const grpc::Status status = PublishFile(document, row.who, row.token);
    EXPECT_EQ(status.ok(), row.may) << row.who << ": " << status.error_message();
    if (!row.may) {
      EXPECT_EQ(ReasonOf(status), "ROLE_NOT_ALLOWED") << row.who;
    }
    published += row.may ? 1 : 0;
    EXPECT_EQ(PublishedFilesOf(document), published) << row.who;
  }
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

// Whoever sets the model, and whoever looks at the server later, learns where nobody can review.
TEST_F(IssuerModel, APlaceWithoutALegalOfficeIsWarnedOf) {
  constexpr char kLedu[] = "jurisdictions/630202";
  v1::CreateJurisdictionRequest place;
  place.set_jurisdiction_id("630202");
  place.mutable_jurisdiction()->set_display_name("乐都区");
  place.mutable_jurisdiction()->set_parent(kCity);
  v1::Jurisdiction made;
  ASSERT_TRUE(registry_.admin().CreateJurisdiction(As(tokens_.admin).get(), place, &made).ok());
  AddOrgan(kLedu, "bureau", v1::ORGAN_KIND_DEPARTMENT);
  EXPECT_EQ(ServerInfo().warnings_size(), 0) << "the legal office of the level registers here";

  // The city has a legal office; the district below it, too, and says for itself who registers.
  const v1::SetPolicyResponse rehearsed = SetModelOf(kCity, "issuer", "2020-01-01", true);
  EXPECT_EQ(ServerInfo().warnings_size(), 0) << "a rehearsal changes nothing";
  const v1::SetPolicyResponse set = SetModelOf(kCity, "issuer", "2020-01-01");
  ASSERT_EQ(set.warnings_size(), 1);
  EXPECT_EQ(rehearsed.SerializeAsString(), set.SerializeAsString());
  EXPECT_EQ(set.warnings(0).jurisdiction(), kLedu);
  EXPECT_THAT(set.warnings(0).text_zh(), HasSubstr("乐都区"));
  EXPECT_THAT(set.warnings(0).text_zh(), HasSubstr("没有法制机构"));
  EXPECT_THAT(set.warnings(0).text_en(), HasSubstr("there is no legal office"));
  EXPECT_THAT(set.warnings(0).text_en(), HasSubstr("LEGAL_OFFICE"));
  const v1::GetServerInfoResponse info = ServerInfo();
  ASSERT_EQ(info.warnings_size(), 1);
  EXPECT_EQ(info.warnings(0).SerializeAsString(), set.warnings(0).SerializeAsString());

  // A model for later is warned of when it is set.
  EXPECT_EQ(SetModelOf(kLedu, "legal_office", "2020-01-01").warnings_size(), 0);
  EXPECT_EQ(ServerInfo().warnings_size(), 0);
  EXPECT_EQ(SetModelOf(kLedu, "issuer", "2099-01-01").warnings_size(), 1);
  EXPECT_EQ(ServerInfo().warnings_size(), 0);

  AddOrgan(kLedu, "justice", v1::ORGAN_KIND_LEGAL_OFFICE);
  EXPECT_EQ(SetModelOf(kLedu, "issuer", "2020-01-01").warnings_size(), 0);
  EXPECT_EQ(ServerInfo().warnings_size(), 0);
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
