// Scripts on documents, and on the register itself.
#include "tests/faults/script.h"

#include <map>

#include "server/domain/digest/sha256.h"

namespace santong::testing {

void Workload::Script::Run() {
  const std::string first = Published("甲");
  if (first.empty()) return;
  switch (number_ % 12) {
    case 0:
      Amend(first);
      break;
    case 1:
      File(first, false);
      break;
    case 2:
      Object(first, false);
      break;
    case 3:
      CleanUp();
      break;
    case 4:
      File(first, true);
      break;
    case 5:
      Object(first, true);
      break;
    case 6:
      CleanUpToTheEnd(first);
      break;
    case 7:
      Attach(first);
      break;
    case 8:
      Import();
      break;
    case 9:
      SuspendResumeAndRepeal(first);
      break;
    case 10:
      RevokeFromAbove(first);
      break;
    default:
      GiveAndTakeToken();
      BackUp();
      break;
  }
  SetPolicy();
}

std::string Workload::Script::Published(const char* which, const std::string& amends) {
  using Service = v1::DocumentService::StubInterface;
  const Tokens& who = office_.tokens_;
  v1::Document document;
  v1::CreateDocumentRequest draft = CompleteDraft(
      absl::StrCat(which, "类管理办法第", number_, "号"),
      absl::StrCat("平民〔2026〕", ++documents_ + number_ * 10, "号"), office_.today_);
  if (!amends.empty()) {
    v1::Relation* relation = draft.mutable_document()->add_relations();
    relation->set_kind(v1::RELATION_KIND_AMENDS);
    relation->set_target(amends);
  }
  if (!Act("CREATE", who.drafter, draft, &document, &Service::CreateDocument)) return "";
  const std::string name = document.name();
  v1::SubmitDocumentRequest submit;
  submit.set_name(name);
  v1::DetermineDocumentRequest determine;
  determine.set_name(name);
  determine.set_normative(true);
  v1::RegisterDocumentRequest to_register;
  to_register.set_name(name);
  v1::PublishDocumentRequest publish;
  publish.set_name(name);
  publish.mutable_publication()->set_channel("区政府网站");
  const bool registered =
      Act("SUBMIT", who.drafter, submit, &document, &Service::SubmitDocument) &&
      Act("DETERMINE_NORMATIVE", who.reviewer, determine, &document, &Service::DetermineDocument) &&
      Act("REGISTER", who.reviewer, to_register, &document, &Service::RegisterDocument);
  if (!registered) return "";
  // Not the day on which the run began: a night may lie between.
  day_ = document.registered_date();
  publish.mutable_publication()->set_date(day_);
  return Act("PUBLISH", who.publisher, publish, &document, &Service::PublishDocument) ? name : "";
}

void Workload::Script::Amend(const std::string& name) {
  const std::string by = Published("乙", name);
  if (by.empty()) return;
  v1::AmendDocumentRequest amend;
  amend.set_name(name);
  amend.set_amended_by(by);
  amend.set_text("第一条 为了规范管理，制定本办法。\n第二条 本办法自公布之日起施行。");
  amend.set_note("修改第二条");
  v1::Document document;
  Act("AMEND", office_.tokens_.publisher, amend, &document,
      &v1::DocumentService::StubInterface::AmendDocument);
}

void Workload::Script::Attach(const std::string& name) {
  v1::Attachment attachment;
  const bool attached =
      office_.Repeat("ATTACH", [&](const std::shared_ptr<grpc::Channel>& channel) {
        const auto context = As(office_.tokens_.drafter);
        const auto documents = v1::DocumentService::NewStub(channel);
        attachment.Clear();
        const auto stream = documents->AddAttachment(context.get(), &attachment);
        v1::AddAttachmentRequest request;
        request.mutable_header()->set_parent(name);
        request.mutable_header()->set_file_name("说明.txt");
        const std::string bytes = absl::StrCat(name, "的说明");
        request.mutable_header()->set_sha256(digest::Sha256Hex(bytes));
        stream->Write(request);
        request.set_chunk(bytes);
        stream->Write(request);
        stream->WritesDone();
        return stream->Finish();
      });
  if (attached) office_.RecordAttachment(name, attachment.name());
}

v1::Evidence Workload::Script::Decision() const {
  v1::Evidence decision;
  decision.set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  decision.set_document_title("区人民政府决定");
  decision.set_person("区长");
  decision.set_date(day_);
  return decision;
}

bool Workload::Script::Repeal(const std::string& name) {
  v1::RepealDocumentRequest repeal;
  repeal.set_name(name);
  repeal.set_reason("不再适用");
  repeal.set_ended_date(day_);
  *repeal.mutable_decision() = Decision();
  v1::Document document;
  return Act("REPEAL", office_.tokens_.reviewer, repeal, &document,
             &v1::DocumentService::StubInterface::RepealDocument);
}

void Workload::Script::SuspendResumeAndRepeal(const std::string& name) {
  using Service = v1::DocumentService::StubInterface;
  const std::string& reviewer = office_.tokens_.reviewer;
  v1::SuspendDocumentRequest suspend;
  suspend.set_name(name);
  suspend.set_reason("审查期间");
  *suspend.mutable_decision() = Decision();
  v1::ResumeDocumentRequest resume;
  resume.set_name(name);
  resume.set_reason("审查完毕");
  *resume.mutable_decision() = Decision();
  v1::Document document;
  if (Act("SUSPEND", reviewer, suspend, &document, &Service::SuspendDocument) &&
      Act("RESUME", reviewer, resume, &document, &Service::ResumeDocument)) {
    Repeal(name);
  }
}

void Workload::Script::RevokeFromAbove(const std::string& name) {
  v1::RevokeDocumentRequest revoke;
  revoke.set_name(name);
  revoke.set_reason("超越职权");
  *revoke.mutable_decision() = Decision();
  v1::Document document;
  Act("REVOKE", office_.tokens_.city_reviewer, revoke, &document,
      &v1::DocumentService::StubInterface::RevokeDocument);
}

void Workload::Script::Import() {
  using Service = v1::DocumentService::StubInterface;
  constexpr int kRows = 3;
  const auto number_of = [this](int row) {
    return absl::StrCat("平民〔2012〕", number_ * 10 + row, "号");
  };
  const std::string& reviewer = office_.tokens_.reviewer;
  std::map<int64_t, std::string> taken;  // names by row
  const bool done = office_.Repeat("IMPORT", [&](const std::shared_ptr<grpc::Channel>& channel) {
    const auto context = As(reviewer);
    const auto documents = v1::DocumentService::NewStub(channel);
    const auto stream = documents->ImportDocuments(context.get());
    v1::ImportDocumentsRequest start, batch;
    start.mutable_start()->set_import_id(absl::StrCat("crash-", number_));
    start.mutable_start()->set_kind(v1::IMPORT_KIND_STOCK);
    start.mutable_start()->set_jurisdiction(kDistrict);
    for (int row = 1; row <= kRows; ++row) {
      v1::ImportRow& paper = *batch.add_rows();
      paper.set_row(row);
      // Other words than the search is held against.
      paper.set_title(absl::StrCat("存量规定", number_, "之", row));
      paper.set_issuer("平安区民政局");
      paper.set_document_number(number_of(row));
      paper.set_written_date("2012-03-01");
      paper.set_published_date("2012-03-02");
      paper.set_effective_date("2012-04-01");
      paper.set_text(absl::StrCat("存量规定", number_, "之", row, "的正文"));
    }
    stream->Write(start);
    stream->Write(batch);
    stream->WritesDone();
    v1::ImportDocumentsResponse response;
    while (stream->Read(&response)) {
      for (const v1::ImportResult& result : response.results())
        if (!result.document().empty()) taken[result.row()] = result.document();
    }
    return stream->Finish();
  });
  if (!done) return;
  for (int row = 1; row <= kRows; ++row) {
    if (!taken.contains(row)) {
      // It was taken by a run whose answer was lost.
      v1::LookupDocumentRequest lookup;
      lookup.set_text(number_of(row));
      v1::LookupDocumentResponse found;
      if (!Do<v1::CatalogService>("LOOKUP", "", lookup, &found,
                                  &v1::CatalogService::StubInterface::LookupDocument))
        return;
      if (found.matches_size() == 0)
        return office_.NoteRefusal(absl::StrCat("IMPORT: no ", number_of(row)));
      taken[row] = found.matches(0).document().name();
    }
    office_.Record(taken[row], "IMPORT");
  }
  v1::DetermineDocumentRequest determine;
  determine.set_name(taken[1]);
  determine.set_normative(true);
  v1::RegisterDocumentRequest to_register;
  to_register.set_name(taken[1]);
  to_register.mutable_legacy_publication()->set_date("2012-03-02");
  to_register.mutable_legacy_publication()->set_channel("区政府公报");
  v1::Document document;
  if (Act("DETERMINE_NORMATIVE", reviewer, determine, &document, &Service::DetermineDocument))
    Act("REGISTER", reviewer, to_register, &document, &Service::RegisterDocument);
}

void Workload::Script::SetPolicy() {
  v1::SetPolicyRequest set;
  set.mutable_policy_set()->set_jurisdiction(kDistrict);
  v1::PolicyLeaf* leaf = set.mutable_policy_set()->add_leaves();
  leaf->set_key("registrar_model");
  leaf->set_text("legal_office");
  leaf->set_source(absl::StrCat("crash_test ", number_));
  leaf->set_confidence(v1::CONFIDENCE_DESIGN);
  set.set_request_id(NextId());
  v1::SetPolicyResponse reply;
  Do<v1::AdminService>("SET policy", office_.tokens_.admin, set, &reply,
                       &v1::AdminService::StubInterface::SetPolicy);
}

void Workload::Script::GiveAndTakeToken() {
  using Service = v1::AdminService::StubInterface;
  const std::string& admin = office_.tokens_.admin;
  v1::CreatePrincipalRequest create;
  create.set_principal_id(absl::StrCat("clerk-", number_));
  create.mutable_principal()->set_display_name(absl::StrCat("办事员", number_));
  create.mutable_principal()->set_organ(kCivilAffairs);
  create.mutable_principal()->add_roles(v1::ROLE_DRAFTER);
  create.set_request_id(NextId());
  v1::Principal principal;
  if (!Do<v1::AdminService>("CREATE principal", admin, create, &principal,
                            &Service::CreatePrincipal))
    return;
  office_.Record(principal.name(), "CREATE");
  v1::CreateTokenRequest give;
  give.set_parent(principal.name());
  give.set_request_id(NextId());
  v1::Token token;
  if (!Do<v1::AdminService>("CREATE token", admin, give, &token, &Service::CreateToken)) return;
  office_.Record(token.name(), "CREATE");
  v1::RevokeTokenRequest take;
  take.set_name(token.name());
  take.set_request_id(NextId());
  if (Do<v1::AdminService>("REVOKE token", admin, take, &token, &Service::RevokeToken))
    office_.Record(token.name(), "REVOKE");
}

void Workload::Script::BackUp() {
  if (!office_.with_backups_) return;
  v1::CreateBackupRequest create;
  create.set_request_id(NextId());
  v1::Backup backup;
  if (Do<v1::BackupService>("CREATE backup", office_.tokens_.admin, create, &backup,
                            &v1::BackupService::StubInterface::CreateBackup))
    office_.RecordBackup(backup.name());
}

}  // namespace santong::testing
