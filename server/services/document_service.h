// santong.v1.DocumentService: each method is a few lines; the work is in acts and queries.
#pragma once

#include <memory>

// A raw method hides the parsed one of the same name, on purpose.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverloaded-virtual"
#include "santong/v1/document_service.grpc.pb.h"
#pragma GCC diagnostic pop

#include "server/acts/document_writer.h"
#include "server/domain/screening/screen.h"
#include "server/followers/log_follower.h"
#include "server/rpc/gate.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::services {

// The service with each method's form. GetDocument and the acts are raw: their reply is the stored
// bytes, which are neither parsed nor encoded again. ImportDocuments is raw: a row that cannot be
// parsed is refused by name instead of ending the stream.
using DocumentServiceMethods = v1::DocumentService::WithRawCallbackMethod_GetDocument<v1::DocumentService::WithRawCallbackMethod_ImportDocuments<
    v1::DocumentService::WithRawCallbackMethod_CreateDocument<v1::DocumentService::WithRawCallbackMethod_UpdateDocument<
        v1::DocumentService::WithRawCallbackMethod_SubmitDocument<v1::DocumentService::WithRawCallbackMethod_DetermineDocument<
            v1::DocumentService::WithRawCallbackMethod_ReturnDocument<v1::DocumentService::WithRawCallbackMethod_RefuseDocument<
                v1::DocumentService::WithRawCallbackMethod_WithdrawDocument<v1::DocumentService::WithRawCallbackMethod_RegisterDocument<
                    v1::DocumentService::WithRawCallbackMethod_PublishDocument<v1::DocumentService::WithRawCallbackMethod_CorrectDocument<
                        v1::DocumentService::WithRawCallbackMethod_AmendDocument<v1::DocumentService::WithRawCallbackMethod_RepealDocument<
                            v1::DocumentService::WithRawCallbackMethod_ContinueDocument<v1::DocumentService::WithRawCallbackMethod_SuspendDocument<
                                v1::DocumentService::WithRawCallbackMethod_ResumeDocument<v1::DocumentService::WithRawCallbackMethod_RevokeDocument<
                                    v1::DocumentService::WithRawCallbackMethod_DismissCitation<
                                        v1::DocumentService::WithRawCallbackMethod_RecordCongressFiling<
                                            v1::DocumentService::WithCallbackMethod_ListDocuments<
                                                v1::DocumentService::WithCallbackMethod_ListVersions<
                                                    v1::DocumentService::WithCallbackMethod_GetVersion<
                                                        v1::DocumentService::WithCallbackMethod_ListHistory<
                                                            v1::DocumentService::WithCallbackMethod_ScreenDocument<
                                                                v1::DocumentService::WithCallbackMethod_AddAttachment<
                                                                    v1::DocumentService::WithCallbackMethod_GetAttachment<
                                                                        v1::DocumentService::WithCallbackMethod_EraseAttachment<
                                                                            v1::DocumentService::
                                                                                Service>>>>>>>>>>>>>>>>>>>>>>>>>>>>;

class DocumentService final : public DocumentServiceMethods {
 public:
  // All must outlive the service.
  DocumentService(rpc::Gate& gate, kv::Store& store, settings::SettingsCache& settings,
                  acts::DocumentWriter& writer, std::shared_ptr<const screening::Screener> screener,
                  followers::LogFollower& log)
      : gate_(gate),
        store_(store),
        settings_(settings),
        writer_(writer),
        screener_(std::move(screener)),
        log_(log) {}

  grpc::ServerUnaryReactor* CreateDocument(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* reply) override;
  grpc::ServerUnaryReactor* UpdateDocument(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* reply) override;
  grpc::ServerUnaryReactor* SubmitDocument(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* reply) override;
  grpc::ServerUnaryReactor* DetermineDocument(grpc::CallbackServerContext* context,
                                              const grpc::ByteBuffer* request,
                                              grpc::ByteBuffer* reply) override;
  grpc::ServerUnaryReactor* ReturnDocument(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* reply) override;
  grpc::ServerUnaryReactor* RefuseDocument(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* reply) override;
  grpc::ServerUnaryReactor* WithdrawDocument(grpc::CallbackServerContext* context,
                                             const grpc::ByteBuffer* request,
                                             grpc::ByteBuffer* reply) override;
  grpc::ServerUnaryReactor* RegisterDocument(grpc::CallbackServerContext* context,
                                             const grpc::ByteBuffer* request,
                                             grpc::ByteBuffer* reply) override;
  grpc::ServerUnaryReactor* PublishDocument(grpc::CallbackServerContext* context,
                                            const grpc::ByteBuffer* request,
                                            grpc::ByteBuffer* reply) override;
  grpc::ServerUnaryReactor* CorrectDocument(grpc::CallbackServerContext* context,
                                            const grpc::ByteBuffer* request,
                                            grpc::ByteBuffer* reply) override;
  grpc::ServerUnaryReactor* AmendDocument(grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* reply) override;
  grpc::ServerUnaryReactor* RepealDocument(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* reply) override;
  grpc::ServerUnaryReactor* ContinueDocument(grpc::CallbackServerContext* context,
                                             const grpc::ByteBuffer* request,
                                             grpc::ByteBuffer* reply) override;
  grpc::ServerUnaryReactor* SuspendDocument(grpc::CallbackServerContext* context,
                                            const grpc::ByteBuffer* request,
                                            grpc::ByteBuffer* reply) override;
  grpc::ServerUnaryReactor* ResumeDocument(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* reply) override;
  grpc::ServerUnaryReactor* RevokeDocument(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* reply) override;
  grpc::ServerUnaryReactor* DismissCitation(grpc::CallbackServerContext* context,
                                            const grpc::ByteBuffer* request,
                                            grpc::ByteBuffer* reply) override;
  grpc::ServerUnaryReactor* RecordCongressFiling(grpc::CallbackServerContext* context,
                                                 const grpc::ByteBuffer* request,
                                                 grpc::ByteBuffer* reply) override;

  grpc::ServerUnaryReactor* GetDocument(grpc::CallbackServerContext* context,
                                        const grpc::ByteBuffer* request,
                                        grpc::ByteBuffer* reply) override;
  grpc::ServerUnaryReactor* ListDocuments(grpc::CallbackServerContext* context,
                                          const v1::ListDocumentsRequest* request,
                                          v1::ListDocumentsResponse* reply) override;
  grpc::ServerUnaryReactor* ListVersions(grpc::CallbackServerContext* context,
                                         const v1::ListVersionsRequest* request,
                                         v1::ListVersionsResponse* reply) override;
  grpc::ServerUnaryReactor* GetVersion(grpc::CallbackServerContext* context,
                                       const v1::GetVersionRequest* request,
                                       v1::Version* reply) override;
  grpc::ServerUnaryReactor* ListHistory(grpc::CallbackServerContext* context,
                                        const v1::ListHistoryRequest* request,
                                        v1::ListHistoryResponse* reply) override;
  grpc::ServerUnaryReactor* ScreenDocument(grpc::CallbackServerContext* context,
                                           const v1::ScreenDocumentRequest* request,
                                           v1::ScreenDocumentResponse* reply) override;

  grpc::ServerReadReactor<v1::AddAttachmentRequest>* AddAttachment(
      grpc::CallbackServerContext* context, v1::Attachment* reply) override;
  grpc::ServerWriteReactor<v1::GetAttachmentResponse>* GetAttachment(
      grpc::CallbackServerContext* context, const v1::GetAttachmentRequest* request) override;
  grpc::ServerUnaryReactor* EraseAttachment(grpc::CallbackServerContext* context,
                                            const v1::EraseAttachmentRequest* request,
                                            v1::Attachment* reply) override;
  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* ImportDocuments(
      grpc::CallbackServerContext* context) override;

 private:
  absl::StatusOr<v1::ScreenDocumentResponse> Screen(const rpc::Call& call,
                                                    const v1::ScreenDocumentRequest& asked);
  template <typename Asked>
  grpc::ServerUnaryReactor* Act(grpc::CallbackServerContext* context,
                                const grpc::ByteBuffer* request, grpc::ByteBuffer* reply,
                                const char* method);
  // The same, and the answer waits for a checkpoint and has a receipt against it, unless that was
  // declined. What was done stays done where it cannot be signed.
  template <typename Asked>
  grpc::ServerUnaryReactor* ActWithReceipt(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request, grpc::ByteBuffer* reply,
                                           const char* method);
  template <typename Asked, typename Answer, typename Query>
  grpc::ServerUnaryReactor* Read(grpc::CallbackServerContext* context, const Asked* request,
                                 Answer* reply, const char* method, Query query);

  rpc::Gate& gate_;
  kv::Store& store_;
  settings::SettingsCache& settings_;
  acts::DocumentWriter& writer_;
  const std::shared_ptr<const screening::Screener> screener_;
  followers::LogFollower& log_;
};

}  // namespace santong::services
