#include "tests/client/fake_registry.h"

#include <openssl/evp.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/status.pb.h"

namespace santong::testing {
namespace {

constexpr int kResponsesAtOnce = 100;

std::string Sha256(const std::string& bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<char*>(digest), size));
}

}  // namespace

class FakeRegistry::Documents : public v1::DocumentService::Service {
 public:
  explicit Documents(FakeRegistry* fake) : fake_(*fake) {}

#define SANTONG_CALL(method, Response)                                                  \
  grpc::Status method(grpc::ServerContext* context, const v1::method##Request* request, \
                      v1::Response* response) override {                                \
    return fake_.Call(#method, *context, *request, response);                           \
  }
  SANTONG_CALL(CreateDocument, Document)
  SANTONG_CALL(ListDocuments, ListDocumentsResponse)
  SANTONG_CALL(UpdateDocument, Document)
  SANTONG_CALL(SubmitDocument, Document)
  SANTONG_CALL(DetermineDocument, Document)
  SANTONG_CALL(ReturnDocument, Document)
  SANTONG_CALL(RefuseDocument, Document)
  SANTONG_CALL(WithdrawDocument, Document)
  SANTONG_CALL(RegisterDocument, Document)
  SANTONG_CALL(PublishDocument, Document)
  SANTONG_CALL(CorrectDocument, Document)
  SANTONG_CALL(AmendDocument, Document)
  SANTONG_CALL(RepealDocument, Document)
  SANTONG_CALL(ContinueDocument, Document)
  SANTONG_CALL(SuspendDocument, Document)
  SANTONG_CALL(ResumeDocument, Document)
  SANTONG_CALL(RevokeDocument, Document)
  SANTONG_CALL(DismissCitation, Document)
  SANTONG_CALL(RecordCongressFiling, Document)
  SANTONG_CALL(ListVersions, ListVersionsResponse)
  SANTONG_CALL(GetVersion, Version)
  SANTONG_CALL(ListHistory, ListHistoryResponse)
  SANTONG_CALL(ScreenDocument, ScreenDocumentResponse)
#undef SANTONG_CALL

  // A taken row's text, by the name that its answer gave it; else what the test set.
  grpc::Status GetDocument(grpc::ServerContext* context, const v1::GetDocumentRequest* request,
                           v1::Document* response) override {
    const grpc::Status status = fake_.Call("GetDocument", *context, *request, response);
    absl::MutexLock lock(&fake_.mutex_);
    for (const v1::ImportRow& row : fake_.taken_) {
      if (request->name() != absl::StrCat("documents/", row.row())) continue;
      response->mutable_current_version()->set_text(row.text());
    }
    return status;
  }

  grpc::Status ImportDocuments(
      grpc::ServerContext* context,
      grpc::ServerReaderWriter<v1::ImportDocumentsResponse, v1::ImportDocumentsRequest>* stream)
      override {
    return fake_.Import(context, stream);
  }

  grpc::Status AddAttachment(grpc::ServerContext* context,
                             grpc::ServerReader<v1::AddAttachmentRequest>* reader,
                             v1::Attachment* response) override {
    v1::AddAttachmentRequest part;
    std::string bytes;
    v1::AttachmentHeader header;
    while (reader->Read(&part)) {
      if (part.has_header()) header = part.header();
      bytes += part.chunk();
    }
    response->set_file_name(header.file_name());
    response->set_sha256(Sha256(bytes));
    response->set_size_bytes(static_cast<int64_t>(bytes.size()));
    response->set_name(absl::StrCat(header.parent(), "/attachments/", response->sha256()));
    absl::MutexLock lock(&fake_.mutex_);
    fake_.answers_[response->name()] = bytes;
    fake_.requests_["AddAttachment"].push_back(header.SerializeAsString());
    return grpc::Status::OK;
  }

  grpc::Status GetAttachment(grpc::ServerContext* context, const v1::GetAttachmentRequest* request,
                             grpc::ServerWriter<v1::GetAttachmentResponse>* writer) override {
    absl::MutexLock lock(&fake_.mutex_);
    const std::string& bytes = fake_.answers_[request->name()];
    v1::GetAttachmentResponse part;
    part.mutable_attachment()->set_name(request->name());
    part.mutable_attachment()->set_sha256(request->name().substr(request->name().rfind('/') + 1));
    writer->Write(part);
    part.set_chunk(bytes);
    writer->Write(part);
    return grpc::Status::OK;
  }

 private:
  FakeRegistry& fake_;
};

class FakeRegistry::Catalog : public v1::CatalogService::Service {
 public:
  explicit Catalog(FakeRegistry* fake) : fake_(*fake) {}

#define SANTONG_CALL(method, Response)                                                  \
  grpc::Status method(grpc::ServerContext* context, const v1::method##Request* request, \
                      v1::Response* response) override {                                \
    return fake_.Call(#method, *context, *request, response);                           \
  }
  SANTONG_CALL(LookupDocument, LookupDocumentResponse)
  SANTONG_CALL(CheckBasis, Basis)
  SANTONG_CALL(BatchCheckBasis, BatchCheckBasisResponse)
  SANTONG_CALL(SearchDocuments, SearchDocumentsResponse)
  SANTONG_CALL(DiffVersions, DiffVersionsResponse)
  SANTONG_CALL(ListCitations, ListCitationsResponse)
#undef SANTONG_CALL

 private:
  FakeRegistry& fake_;
};

class FakeRegistry::Admin : public v1::AdminService::Service {
 public:
  explicit Admin(FakeRegistry* fake) : fake_(*fake) {}

#define SANTONG_CALL(method, Response)                                                  \
  grpc::Status method(grpc::ServerContext* context, const v1::method##Request* request, \
                      v1::Response* response) override {                                \
    return fake_.Call(#method, *context, *request, response);                           \
  }
  SANTONG_CALL(CreateJurisdiction, Jurisdiction)
  SANTONG_CALL(GetJurisdiction, Jurisdiction)
  SANTONG_CALL(ListJurisdictions, ListJurisdictionsResponse)
  SANTONG_CALL(UpdateJurisdiction, Jurisdiction)
  SANTONG_CALL(CreateOrgan, Organ)
  SANTONG_CALL(GetOrgan, Organ)
  SANTONG_CALL(ListOrgans, ListOrgansResponse)
  SANTONG_CALL(UpdateOrgan, Organ)
  SANTONG_CALL(SetPolicy, SetPolicyResponse)
  SANTONG_CALL(ListPolicyLeaves, ListPolicyLeavesResponse)
  SANTONG_CALL(ConfirmPolicyLeaf, PolicyLeaf)
  SANTONG_CALL(CreateCalendar, CreateCalendarResponse)
  SANTONG_CALL(GetCalendar, Calendar)
  SANTONG_CALL(ListCalendars, ListCalendarsResponse)
  SANTONG_CALL(CreatePrincipal, Principal)
  SANTONG_CALL(GetPrincipal, Principal)
  SANTONG_CALL(ListPrincipals, ListPrincipalsResponse)
  SANTONG_CALL(UpdatePrincipal, Principal)
  SANTONG_CALL(CreateToken, Token)
  SANTONG_CALL(ListTokens, ListTokensResponse)
  SANTONG_CALL(RevokeToken, Token)
  SANTONG_CALL(GetWorkflow, Workflow)
  SANTONG_CALL(VerifyStore, VerifyStoreResponse)
  SANTONG_CALL(GetServerInfo, GetServerInfoResponse)
#undef SANTONG_CALL

 private:
  FakeRegistry& fake_;
};

class FakeRegistry::Tasks : public v1::TaskService::Service {
 public:
  explicit Tasks(FakeRegistry* fake) : fake_(*fake) {}

#define SANTONG_CALL(method, Response)                                                  \
  grpc::Status method(grpc::ServerContext* context, const v1::method##Request* request, \
                      v1::Response* response) override {                                \
    return fake_.Call(#method, *context, *request, response);                           \
  }
  SANTONG_CALL(ListTasks, ListTasksResponse)
  grpc::Status GetStatistics(grpc::ServerContext* context, const v1::GetStatisticsRequest* request,
                             v1::Statistics* response) override {
    return fake_.Call("GetStatistics", *context, *request, response);
  }
#undef SANTONG_CALL

 private:
  FakeRegistry& fake_;
};

FakeRegistry::FakeRegistry() {
  services_.push_back(std::make_unique<Documents>(this));
  services_.push_back(std::make_unique<Catalog>(this));
  services_.push_back(std::make_unique<Admin>(this));
  services_.push_back(std::make_unique<Tasks>(this));
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.SetMaxReceiveMessageSize(8 << 20);
  for (const auto& service : services_) builder.RegisterService(service.get());
  server_ = builder.BuildAndStart();
  address_ = absl::StrCat("127.0.0.1:", port);
}

FakeRegistry::~FakeRegistry() { server_->Shutdown(std::chrono::system_clock::time_point()); }

std::map<std::string, std::string> FakeRegistry::Environment() const {
  return {{"SANTONG_ADDRESS", address_}};
}

void FakeRegistry::Refuse(grpc::Status status) {
  absl::MutexLock lock(&mutex_);
  refusals_.push_back(std::move(status));
}

void FakeRegistry::Answer(const std::string& method, const google::protobuf::Message& response) {
  absl::MutexLock lock(&mutex_);
  answers_[method] = response.SerializeAsString();
}

std::map<std::string, std::string> FakeRegistry::Metadata() {
  absl::MutexLock lock(&mutex_);
  return metadata_;
}

void FakeRegistry::set_import_plan(ImportPlan plan) {
  absl::MutexLock lock(&mutex_);
  plan_ = std::move(plan);
}

std::vector<v1::ImportRow> FakeRegistry::Taken() {
  absl::MutexLock lock(&mutex_);
  return taken_;
}

std::vector<v1::ImportStart> FakeRegistry::Starts() {
  absl::MutexLock lock(&mutex_);
  return starts_;
}

grpc::Status FakeRegistry::Call(const std::string& method, const grpc::ServerContext& context,
                                const google::protobuf::Message& request,
                                google::protobuf::Message* response) {
  absl::MutexLock lock(&mutex_);
  requests_[method].push_back(request.SerializeAsString());
  metadata_.clear();
  for (const auto& [key, value] : context.client_metadata()) {
    metadata_[std::string(key.data(), key.size())] = std::string(value.data(), value.size());
  }
  if (!refusals_.empty()) {
    const grpc::Status status = refusals_.front();
    refusals_.erase(refusals_.begin());
    return status;
  }
  const auto answer = answers_.find(method);
  if (answer != answers_.end()) response->ParseFromString(answer->second);
  return grpc::Status::OK;
}

v1::ImportResult FakeRegistry::Take(const v1::ImportRow& row) {
  v1::ImportResult result;
  result.set_row(row.row());
  if (plan_.refused.contains(row.row())) {
    result.set_outcome(v1::IMPORT_OUTCOME_REFUSED);
    result.set_reason_zh("正文带有密级标志");
    result.set_reason_en("The text bears a secrecy mark");
    return result;
  }
  const bool again = !taken_.empty() && row.row() <= taken_.back().row();
  if (!again) taken_.push_back(row);
  result.set_outcome(again ? v1::IMPORT_OUTCOME_ALREADY_TAKEN : v1::IMPORT_OUTCOME_TAKEN_WITH_GAPS);
  if (!again) result.add_gaps(v1::IMPORT_GAP_ISSUER);
  result.set_document(absl::StrCat("documents/", row.row()));
  result.set_text_sha256(Sha256(row.text()));
  return result;
}

grpc::Status FakeRegistry::Import(
    grpc::ServerContext* context,
    grpc::ServerReaderWriter<v1::ImportDocumentsResponse, v1::ImportDocumentsRequest>* stream) {
  v1::ImportDocumentsRequest request;
  v1::ImportDocumentsResponse response;
  stream->Read(&request);
  {
    absl::MutexLock lock(&mutex_);
    starts_.push_back(request.start());
    if (plan_.busy_streams > 0) {
      --plan_.busy_streams;
      return {grpc::StatusCode::UNAVAILABLE, "the queue is full; try again later"};
    }
    response.set_resumed_after_row(taken_.empty() ? 0 : taken_.back().row());
  }
  stream->Write(response);
  response.Clear();
  while (stream->Read(&request)) {
    for (const v1::ImportRow& row : request.rows()) {
      absl::ReleasableMutexLock lock(&mutex_);
      if (plan_.hold_after_row > 0 && row.row() > plan_.hold_after_row) {
        if (plan_.held != nullptr && !plan_.held->HasBeenNotified()) plan_.held->Notify();
        plan_.hold_after_row = 0;
        lock.Release();
        while (stream->Read(&request)) {
        }
        return grpc::Status::CANCELLED;
      }
      *response.add_results() = Take(row);
      const bool breaks = plan_.break_after_row == row.row();
      if (breaks) plan_.break_after_row = 0;
      lock.Release();
      if (response.results_size() == kResponsesAtOnce) {
        stream->Write(response);
        response.Clear();
      }
      if (breaks) return {grpc::StatusCode::UNAVAILABLE, "the connection broke"};
    }
  }
  stream->Write(response);
  return grpc::Status::OK;
}

grpc::Status StatusWith(grpc::StatusCode code, const std::string& message,
                        const std::vector<const google::protobuf::Message*>& details) {
  google::rpc::Status status;
  status.set_code(code);
  status.set_message(message);
  for (const auto* detail : details) status.add_details()->PackFrom(*detail);
  return {code, message, status.SerializeAsString()};
}

}  // namespace santong::testing
