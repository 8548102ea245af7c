#include "tests/support/registry.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "server/domain/digest/sha256.h"

namespace santong::testing {
namespace {

void MustBeOk(const grpc::Status& status, const std::string& what) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s failed: %d %s\n", what.c_str(), status.error_code(),
               status.error_message().c_str());
  std::abort();
}

void AddJurisdiction(v1::AdminService::Stub& admin, const std::string& token, const char* code,
                     const char* title, const char* parent) {
  v1::CreateJurisdictionRequest request;
  request.set_jurisdiction_id(code);
  request.mutable_jurisdiction()->set_display_name(title);
  request.mutable_jurisdiction()->set_parent(parent);
  v1::Jurisdiction reply;
  MustBeOk(admin.CreateJurisdiction(As(token).get(), request, &reply), code);
}

void AddOrgan(v1::AdminService::Stub& admin, const std::string& token, const char* parent,
              const char* id, const char* title, v1::OrganKind kind, const char* prefix) {
  v1::CreateOrganRequest request;
  request.set_parent(parent);
  request.set_organ_id(id);
  request.mutable_organ()->set_display_name(title);
  request.mutable_organ()->set_kind(kind);
  request.mutable_organ()->set_document_prefix(prefix);
  request.mutable_organ()->set_entitled_to_issue(true);
  v1::Organ reply;
  MustBeOk(admin.CreateOrgan(As(token).get(), request, &reply), id);
}

std::string AddPrincipal(v1::AdminService::Stub& admin, const std::string& token, const char* id,
                         const char* organ, const char* jurisdiction, v1::Role role) {
  v1::CreatePrincipalRequest request;
  request.set_principal_id(id);
  request.mutable_principal()->set_display_name(id);
  request.mutable_principal()->set_organ(organ);
  request.mutable_principal()->set_jurisdiction(jurisdiction);
  request.mutable_principal()->add_roles(role);
  v1::Principal principal;
  MustBeOk(admin.CreatePrincipal(As(token).get(), request, &principal), id);
  v1::CreateTokenRequest token_request;
  token_request.set_parent(principal.name());
  v1::Token reply;
  MustBeOk(admin.CreateToken(As(token).get(), token_request, &reply), id);
  return reply.secret();
}

void SetNumberTemplate(v1::AdminService::Stub& admin, const std::string& token) {
  v1::SetPolicyRequest request;
  v1::PolicySet& set = *request.mutable_policy_set();
  set.set_jurisdiction(kDistrict);
  auto add = [&](const char* key, const char* text) {
    v1::PolicyLeaf* leaf = set.add_leaves();
    leaf->set_key(key);
    leaf->set_text(text);
    leaf->set_source("a sample of the tests");
    leaf->set_confidence(v1::CONFIDENCE_DESIGN);
  };
  add("number.pattern", "{prefix}〔{year}〕{serial}号");
  add("number.prefix", "测登");
  add("number.scope", "jurisdiction");
  add("number.reset", "yearly");
  add("registrar_model", "legal_office");
  add("continue.mode", "extend");
  v1::SetPolicyResponse reply;
  MustBeOk(admin.SetPolicy(As(token).get(), request, &reply), "SetPolicy");
}

// 平民〔2026〕n号, another at each call.
std::string NextDocumentNumber() {
  static std::atomic<int> next{1};
  return absl::StrCat("平民〔2026〕", next++, "号");
}

}  // namespace

std::unique_ptr<grpc::ClientContext> As(const std::string& token) {
  auto context = std::make_unique<grpc::ClientContext>();
  if (!token.empty()) context->AddMetadata("authorization", absl::StrCat("Bearer ", token));
  context->AddMetadata("accept-language", "en");
  return context;
}

Registry::Registry(std::shared_ptr<grpc::Channel> channel, const std::string& admin_token)
    : documents_(v1::DocumentService::NewStub(channel)),
      admin_(v1::AdminService::NewStub(channel)),
      catalog_(v1::CatalogService::NewStub(channel)),
      cleanups_(v1::CleanupService::NewStub(channel)),
      tasks_(v1::TaskService::NewStub(channel)) {
  tokens_.admin = admin_token;
  AddJurisdiction(*admin_, admin_token, "630200", "海东市", "");
  AddJurisdiction(*admin_, admin_token, "630203", "平安区", kCity);
  AddOrgan(*admin_, admin_token, kDistrict, "government", "平安区人民政府",
           v1::ORGAN_KIND_GOVERNMENT, "平政");
  AddOrgan(*admin_, admin_token, kDistrict, "civil-affairs", "平安区民政局",
           v1::ORGAN_KIND_DEPARTMENT, "平民");
  AddOrgan(*admin_, admin_token, kDistrict, "education", "平安区教育局", v1::ORGAN_KIND_DEPARTMENT,
           "平教");
  AddOrgan(*admin_, admin_token, kDistrict, "legal-office", "平安区司法局",
           v1::ORGAN_KIND_LEGAL_OFFICE, "平司");
  AddOrgan(*admin_, admin_token, kDistrict, "government-office", "平安区人民政府办公室",
           v1::ORGAN_KIND_GOVERNMENT_OFFICE, "平政办");
  AddOrgan(*admin_, admin_token, kCity, "legal-office", "海东市司法局", v1::ORGAN_KIND_LEGAL_OFFICE,
           "东司");
  SetNumberTemplate(*admin_, admin_token);
  tokens_.drafter =
      AddPrincipal(*admin_, admin_token, "drafter", kCivilAffairs, "", v1::ROLE_DRAFTER);
  tokens_.government_drafter =
      AddPrincipal(*admin_, admin_token, "government-drafter", kGovernment, "", v1::ROLE_DRAFTER);
  tokens_.other_drafter =
      AddPrincipal(*admin_, admin_token, "other-drafter", kEducation, "", v1::ROLE_DRAFTER);
  tokens_.reviewer =
      AddPrincipal(*admin_, admin_token, "reviewer", kLegalOffice, "", v1::ROLE_REVIEWER);
  tokens_.publisher =
      AddPrincipal(*admin_, admin_token, "publisher", kGovernmentOffice, "", v1::ROLE_PUBLISHER);
  tokens_.city_reviewer =
      AddPrincipal(*admin_, admin_token, "city-reviewer", kCityLegalOffice, "", v1::ROLE_REVIEWER);
  tokens_.auditor = AddPrincipal(*admin_, admin_token, "auditor", "", kDistrict, v1::ROLE_AUDITOR);
  v1::GetServerInfoResponse info;
  MustBeOk(admin_->GetServerInfo(As(admin_token).get(), {}, &info), "GetServerInfo");
  today_ = info.date();
}

v1::CreateDocumentRequest Registry::CompleteDraft(const std::string& title) const {
  return testing::CompleteDraft(title, NextDocumentNumber(), today_);
}

v1::CreateDocumentRequest Registry::GovernmentDraft(const std::string& title, int number) const {
  v1::CreateDocumentRequest draft =
      testing::CompleteDraft(title, absl::StrCat("平政〔2026〕", number, "号"), today_);
  draft.mutable_document()->mutable_issuers(0)->set_organ(kGovernment);
  return draft;
}

v1::Document Registry::Drafted(const std::string& title) { return Draft(CompleteDraft(title)); }
v1::Attachment Registry::Attached(const std::string& document, const std::string& file_name,
                                  const std::string& bytes) {
  const auto context = As(tokens_.drafter);
  v1::Attachment attachment;
  const auto stream = documents_->AddAttachment(context.get(), &attachment);
  v1::AddAttachmentRequest request;
  request.mutable_header()->set_parent(document);
  request.mutable_header()->set_file_name(file_name);
  request.mutable_header()->set_sha256(digest::Sha256Hex(bytes));
  stream->Write(request);
  request.set_chunk(bytes);
  stream->Write(request);
  stream->WritesDone();
  MustBeOk(stream->Finish(), "AddAttachment");
  return attachment;
}

v1::Document Registry::Submitted(const std::string& title) { return Submit(Drafted(title)); }
v1::Document Registry::Registered(const std::string& title) { return Register(Submitted(title)); }
v1::Document Registry::Published(const std::string& title) { return Publish(Registered(title)); }
v1::Document Registry::Published(const v1::CreateDocumentRequest& draft) {
  return Publish(Register(Submit(Draft(draft))));
}

const std::string& Registry::DrafterOf(const v1::Document& document) const {
  return document.issuers(0).organ() == kGovernment ? tokens_.government_drafter : tokens_.drafter;
}

v1::Document Registry::Draft(const v1::CreateDocumentRequest& draft) {
  v1::Document document;
  MustBeOk(documents_->CreateDocument(As(DrafterOf(draft.document())).get(), draft, &document),
           "CreateDocument");
  return document;
}

v1::Document Registry::Submit(const v1::Document& drafted) {
  v1::SubmitDocumentRequest submit;
  submit.set_name(drafted.name());
  v1::Document document;
  MustBeOk(documents_->SubmitDocument(As(DrafterOf(drafted)).get(), submit, &document),
           "SubmitDocument");
  v1::DetermineDocumentRequest determine;
  determine.set_name(document.name());
  determine.set_normative(true);
  MustBeOk(documents_->DetermineDocument(As(tokens_.reviewer).get(), determine, &document),
           "DetermineDocument");
  return document;
}

v1::Document Registry::Register(const v1::Document& submitted) {
  v1::RegisterDocumentRequest request;
  request.set_name(submitted.name());
  v1::Document document;
  MustBeOk(documents_->RegisterDocument(As(tokens_.reviewer).get(), request, &document),
           "RegisterDocument");
  return document;
}

v1::Document Registry::Publish(const v1::Document& registered) {
  v1::PublishDocumentRequest request;
  request.set_name(registered.name());
  request.mutable_publication()->set_date(today_);
  request.mutable_publication()->set_channel("区政府网站");
  v1::Document document;
  MustBeOk(documents_->PublishDocument(As(tokens_.publisher).get(), request, &document),
           "PublishDocument");
  return document;
}

}  // namespace santong::testing
