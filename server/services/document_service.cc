#include "server/services/document_service.h"

#include <utility>

#include "server/acts/attach_file.h"
#include "server/acts/document_acts.h"
#include "server/acts/screen_text.h"
#include "server/domain/error/refusal.h"
#include "server/queries/history.h"
#include "server/queries/list_documents.h"
#include "server/queries/proofs.h"
#include "server/queries/read_document.h"
#include "server/queries/read_screening.h"
#include "server/rpc/unary.h"
#include "server/services/act_request.h"
#include "server/services/attachment_stream.h"
#include "server/services/import_stream.h"

namespace santong::services {

#define SANTONG_METHOD(name) "santong.v1.DocumentService/" name

namespace {

void SetBytes(const std::string& bytes, grpc::ByteBuffer* reply) {
  grpc::Slice slice(bytes);
  *reply = grpc::ByteBuffer(&slice, 1);
}

// The receipt as bytes of a v1::Document, to be joined to those of the document; empty where there
// is none.
std::string ReceiptBytes(const kv::Reader& reader, settings::SettingsCache& settings,
                         const access::Caller& caller, const v1::GetReceiptRequest& request) {
  auto receipt = queries::ReadReceipt(reader, settings, caller, request);
  v1::Document document;
  if (receipt.ok()) *document.mutable_receipt() = *std::move(receipt);
  return document.SerializeAsString();
}

}  // namespace

template <typename Asked>
grpc::ServerUnaryReactor* DocumentService::Act(grpc::CallbackServerContext* context,
                                               const grpc::ByteBuffer* request,
                                               grpc::ByteBuffer* reply, const char* method) {
  return rpc::RawUnary<Asked>(
      gate_, context, request, reply, method,
      [this](rpc::Call&& call, const Asked& asked, grpc::ByteBuffer* reply, rpc::Done done) {
        writer_.Run(DocumentRequestOf(std::move(call), asked), acts::IntentOf(asked),
                    [reply, done = std::move(done)](absl::StatusOr<std::string> document) mutable {
                      if (document.ok()) SetBytes(*document, reply);
                      std::move(done)(document.status());
                    });
      });
}

template <typename Asked>
grpc::ServerUnaryReactor* DocumentService::ActWithReceipt(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request,
                                                          grpc::ByteBuffer* reply,
                                                          const char* method) {
  return rpc::RawUnary<Asked>(
      gate_, context, request, reply, method,
      [this](rpc::Call&& call, const Asked& asked, grpc::ByteBuffer* reply, rpc::Done done) {
        const bool wanted = !asked.options().validate_only() && !asked.options().without_receipt();
        v1::GetReceiptRequest receipt;
        receipt.set_document(asked.name());
        const auto finish = [reply](const std::string& document, rpc::Done done) {
          SetBytes(document, reply);
          std::move(done)(absl::OkStatus());
        };
        access::Caller caller = call.caller;
        writer_.Run(
            DocumentRequestOf(std::move(call), asked), acts::IntentOf(asked),
            [this, wanted, receipt = std::move(receipt), caller = std::move(caller), finish,
             done = std::move(done)](absl::StatusOr<std::string> document) mutable {
              if (!document.ok()) return std::move(done)(document.status());
              if (!wanted) return finish(*document, std::move(done));
              log_.SignNow([this, receipt = std::move(receipt), caller = std::move(caller), finish,
                            document = *std::move(document), done = std::move(done)](
                               const absl::Status& status, const kv::Reader& after) mutable {
                if (status.ok()) document += ReceiptBytes(after, settings_, caller, receipt);
                finish(document, std::move(done));
              });
            });
      });
}

template <typename Asked, typename Answer, typename Query>
grpc::ServerUnaryReactor* DocumentService::Read(grpc::CallbackServerContext* context,
                                                const Asked* request, Answer* reply,
                                                const char* method, Query query) {
  return rpc::Unary(
      gate_, context, request, reply, method,
      [this, query](rpc::Call&& call, const Asked& asked, Answer* reply, rpc::Done done) {
        auto answer = query(*store_.Snapshot(), settings_, call.caller, asked);
        const absl::Status status = answer.status();
        if (status.ok()) *reply = *std::move(answer);
        std::move(done)(status);
      });
}

grpc::ServerUnaryReactor* DocumentService::CreateDocument(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request,
                                                          grpc::ByteBuffer* reply) {
  return Act<v1::CreateDocumentRequest>(context, request, reply, SANTONG_METHOD("CreateDocument"));
}

grpc::ServerUnaryReactor* DocumentService::UpdateDocument(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request,
                                                          grpc::ByteBuffer* reply) {
  return Act<v1::UpdateDocumentRequest>(context, request, reply, SANTONG_METHOD("UpdateDocument"));
}

grpc::ServerUnaryReactor* DocumentService::SubmitDocument(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request,
                                                          grpc::ByteBuffer* reply) {
  return Act<v1::SubmitDocumentRequest>(context, request, reply, SANTONG_METHOD("SubmitDocument"));
}

grpc::ServerUnaryReactor* DocumentService::DetermineDocument(grpc::CallbackServerContext* context,
                                                             const grpc::ByteBuffer* request,
                                                             grpc::ByteBuffer* reply) {
  return Act<v1::DetermineDocumentRequest>(context, request, reply,
                                           SANTONG_METHOD("DetermineDocument"));
}

grpc::ServerUnaryReactor* DocumentService::ReturnDocument(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request,
                                                          grpc::ByteBuffer* reply) {
  return Act<v1::ReturnDocumentRequest>(context, request, reply, SANTONG_METHOD("ReturnDocument"));
}

grpc::ServerUnaryReactor* DocumentService::RefuseDocument(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request,
                                                          grpc::ByteBuffer* reply) {
  return Act<v1::RefuseDocumentRequest>(context, request, reply, SANTONG_METHOD("RefuseDocument"));
}

grpc::ServerUnaryReactor* DocumentService::WithdrawDocument(grpc::CallbackServerContext* context,
                                                            const grpc::ByteBuffer* request,
                                                            grpc::ByteBuffer* reply) {
  return Act<v1::WithdrawDocumentRequest>(context, request, reply,
                                          SANTONG_METHOD("WithdrawDocument"));
}

grpc::ServerUnaryReactor* DocumentService::RegisterDocument(grpc::CallbackServerContext* context,
                                                            const grpc::ByteBuffer* request,
                                                            grpc::ByteBuffer* reply) {
  return ActWithReceipt<v1::RegisterDocumentRequest>(context, request, reply,
                                                     SANTONG_METHOD("RegisterDocument"));
}

grpc::ServerUnaryReactor* DocumentService::PublishDocument(grpc::CallbackServerContext* context,
                                                           const grpc::ByteBuffer* request,
                                                           grpc::ByteBuffer* reply) {
  return ActWithReceipt<v1::PublishDocumentRequest>(context, request, reply,
                                                    SANTONG_METHOD("PublishDocument"));
}

grpc::ServerUnaryReactor* DocumentService::CorrectDocument(grpc::CallbackServerContext* context,
                                                           const grpc::ByteBuffer* request,
                                                           grpc::ByteBuffer* reply) {
  return Act<v1::CorrectDocumentRequest>(context, request, reply,
                                         SANTONG_METHOD("CorrectDocument"));
}

grpc::ServerUnaryReactor* DocumentService::AmendDocument(grpc::CallbackServerContext* context,
                                                         const grpc::ByteBuffer* request,
                                                         grpc::ByteBuffer* reply) {
  return Act<v1::AmendDocumentRequest>(context, request, reply, SANTONG_METHOD("AmendDocument"));
}

grpc::ServerUnaryReactor* DocumentService::RepealDocument(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request,
                                                          grpc::ByteBuffer* reply) {
  return Act<v1::RepealDocumentRequest>(context, request, reply, SANTONG_METHOD("RepealDocument"));
}

grpc::ServerUnaryReactor* DocumentService::ContinueDocument(grpc::CallbackServerContext* context,
                                                            const grpc::ByteBuffer* request,
                                                            grpc::ByteBuffer* reply) {
  return Act<v1::ContinueDocumentRequest>(context, request, reply,
                                          SANTONG_METHOD("ContinueDocument"));
}

grpc::ServerUnaryReactor* DocumentService::SuspendDocument(grpc::CallbackServerContext* context,
                                                           const grpc::ByteBuffer* request,
                                                           grpc::ByteBuffer* reply) {
  return Act<v1::SuspendDocumentRequest>(context, request, reply,
                                         SANTONG_METHOD("SuspendDocument"));
}

grpc::ServerUnaryReactor* DocumentService::DismissCitation(grpc::CallbackServerContext* context,
                                                           const grpc::ByteBuffer* request,
                                                           grpc::ByteBuffer* reply) {
  return Act<v1::DismissCitationRequest>(context, request, reply,
                                         SANTONG_METHOD("DismissCitation"));
}

grpc::ServerUnaryReactor* DocumentService::RecordCongressFiling(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* reply) {
  return Act<v1::RecordCongressFilingRequest>(context, request, reply,
                                              SANTONG_METHOD("RecordCongressFiling"));
}

grpc::ServerUnaryReactor* DocumentService::ResumeDocument(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request,
                                                          grpc::ByteBuffer* reply) {
  return Act<v1::ResumeDocumentRequest>(context, request, reply, SANTONG_METHOD("ResumeDocument"));
}

grpc::ServerUnaryReactor* DocumentService::RevokeDocument(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request,
                                                          grpc::ByteBuffer* reply) {
  return Act<v1::RevokeDocumentRequest>(context, request, reply, SANTONG_METHOD("RevokeDocument"));
}

grpc::ServerUnaryReactor* DocumentService::ListDocuments(grpc::CallbackServerContext* context,
                                                         const v1::ListDocumentsRequest* request,
                                                         v1::ListDocumentsResponse* reply) {
  return Read(context, request, reply, SANTONG_METHOD("ListDocuments"), queries::ListDocuments);
}

grpc::ServerUnaryReactor* DocumentService::ListVersions(grpc::CallbackServerContext* context,
                                                        const v1::ListVersionsRequest* request,
                                                        v1::ListVersionsResponse* reply) {
  return Read(context, request, reply, SANTONG_METHOD("ListVersions"), queries::ListVersions);
}

grpc::ServerUnaryReactor* DocumentService::GetVersion(grpc::CallbackServerContext* context,
                                                      const v1::GetVersionRequest* request,
                                                      v1::Version* reply) {
  return Read(context, request, reply, SANTONG_METHOD("GetVersion"), queries::ReadVersion);
}

grpc::ServerUnaryReactor* DocumentService::ListHistory(grpc::CallbackServerContext* context,
                                                       const v1::ListHistoryRequest* request,
                                                       v1::ListHistoryResponse* reply) {
  return Read(context, request, reply, SANTONG_METHOD("ListHistory"), queries::ListHistory);
}

grpc::ServerUnaryReactor* DocumentService::GetDocument(grpc::CallbackServerContext* context,
                                                       const grpc::ByteBuffer* request,
                                                       grpc::ByteBuffer* reply) {
  return rpc::RawUnary<v1::GetDocumentRequest>(
      gate_, context, request, reply, SANTONG_METHOD("GetDocument"),
      [this](rpc::Call&& call, const v1::GetDocumentRequest& asked, grpc::ByteBuffer* reply,
             rpc::Done done) {
        auto bytes = queries::ReadDocument(*store_.Snapshot(), settings_, call.caller, asked);
        if (bytes.ok()) SetBytes(*bytes, reply);
        std::move(done)(bytes.status());
      });
}

absl::StatusOr<v1::ScreenDocumentResponse> DocumentService::Screen(
    const rpc::Call& call, const v1::ScreenDocumentRequest& asked) {
  const auto snapshot = store_.Snapshot();
  v1::ScreenDocumentResponse response;
  std::string text = asked.text();
  uint64_t self = 0;
  if (asked.source_case() == v1::ScreenDocumentRequest::kName) {
    auto stored = queries::ReadNewestText(*snapshot, settings_, call.caller, asked.name());
    if (!stored.ok()) return stored.status();
    text = *std::move(stored);
    auto kept = queries::ReadScreening(*snapshot, settings_, call.caller, asked.name());
    if (!kept.ok()) return kept.status();
    self = kept->document;
    if (kept->found.has_value()) *response.mutable_on_submission() = *std::move(kept->found);
  }
  auto findings = acts::ScreenText(*snapshot, *screener_, text, self, call.today);
  if (!findings.ok()) return findings.status();
  for (v1::Finding& finding : *findings) *response.add_findings() = std::move(finding);
  acts::CarryVerdicts(response.on_submission(), response.mutable_findings());
  return response;
}

grpc::ServerUnaryReactor* DocumentService::ScreenDocument(grpc::CallbackServerContext* context,
                                                          const v1::ScreenDocumentRequest* request,
                                                          v1::ScreenDocumentResponse* reply) {
  return rpc::Unary(gate_, context, request, reply, SANTONG_METHOD("ScreenDocument"),
                    [this](rpc::Call&& call, const v1::ScreenDocumentRequest& asked,
                           v1::ScreenDocumentResponse* reply, rpc::Done done) {
                      auto answer = Screen(call, asked);
                      const absl::Status status = answer.status();
                      if (status.ok()) *reply = *std::move(answer);
                      std::move(done)(status);
                    });
}

grpc::ServerReadReactor<v1::AddAttachmentRequest>* DocumentService::AddAttachment(
    grpc::CallbackServerContext* context, v1::Attachment* reply) {
  return ReceiveAttachment(gate_, context, store_, settings_, reply);
}

grpc::ServerWriteReactor<v1::GetAttachmentResponse>* DocumentService::GetAttachment(
    grpc::CallbackServerContext* context, const v1::GetAttachmentRequest* request) {
  return SendAttachment(gate_, context, store_, settings_, *request);
}

grpc::ServerUnaryReactor* DocumentService::EraseAttachment(
    grpc::CallbackServerContext* context, const v1::EraseAttachmentRequest* request,
    v1::Attachment* reply) {
  return rpc::Unary(
      gate_, context, request, reply, SANTONG_METHOD("EraseAttachment"),
      [this](rpc::Call&& call, const v1::EraseAttachmentRequest& asked, v1::Attachment* reply,
             rpc::Done done) {
        acts::EraseFile(
            store_, settings_, RequestOf(std::move(call), asked, asked.request_id()), asked,
            [reply, done = std::move(done)](absl::StatusOr<v1::Attachment> attachment) mutable {
              const absl::Status status = attachment.status();
              if (status.ok()) *reply = *std::move(attachment);
              std::move(done)(status);
            });
      });
}

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* DocumentService::ImportDocuments(
    grpc::CallbackServerContext* context) {
  return ImportStream(gate_, context, store_, settings_);
}

}  // namespace santong::services
