// santong.v1.FilingService: each method is a few lines; the work is in acts and queries.
#pragma once

#include "santong/v1/filing_service.grpc.pb.h"
#include "server/acts/filing_case.h"
#include "server/rpc/gate.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::services {

class FilingService final : public v1::FilingService::CallbackService {
 public:
  // All must outlive the service.
  FilingService(rpc::Gate& gate, kv::Store& store, settings::SettingsCache& settings,
                acts::FilingWriter& writer)
      : gate_(gate), store_(store), settings_(settings), writer_(writer) {}

  grpc::ServerUnaryReactor* CreateFiling(grpc::CallbackServerContext* context,
                                         const v1::CreateFilingRequest* request,
                                         v1::Filing* reply) override;
  grpc::ServerUnaryReactor* AcceptFiling(grpc::CallbackServerContext* context,
                                         const v1::AcceptFilingRequest* request,
                                         v1::Filing* reply) override;
  grpc::ServerUnaryReactor* RequestFilingSupplement(
      grpc::CallbackServerContext* context, const v1::RequestFilingSupplementRequest* request,
      v1::Filing* reply) override;
  grpc::ServerUnaryReactor* SupplementFiling(grpc::CallbackServerContext* context,
                                             const v1::SupplementFilingRequest* request,
                                             v1::Filing* reply) override;
  grpc::ServerUnaryReactor* RejectFiling(grpc::CallbackServerContext* context,
                                         const v1::RejectFilingRequest* request,
                                         v1::Filing* reply) override;
  grpc::ServerUnaryReactor* RequestExplanation(grpc::CallbackServerContext* context,
                                               const v1::RequestExplanationRequest* request,
                                               v1::Filing* reply) override;
  grpc::ServerUnaryReactor* ExplainFiling(grpc::CallbackServerContext* context,
                                          const v1::ExplainFilingRequest* request,
                                          v1::Filing* reply) override;
  grpc::ServerUnaryReactor* ExtendFiling(grpc::CallbackServerContext* context,
                                         const v1::ExtendFilingRequest* request,
                                         v1::Filing* reply) override;
  grpc::ServerUnaryReactor* DecideFiling(grpc::CallbackServerContext* context,
                                         const v1::DecideFilingRequest* request,
                                         v1::Filing* reply) override;
  grpc::ServerUnaryReactor* SubmitCorrection(grpc::CallbackServerContext* context,
                                             const v1::SubmitCorrectionRequest* request,
                                             v1::Filing* reply) override;
  grpc::ServerUnaryReactor* ConfirmCorrection(grpc::CallbackServerContext* context,
                                              const v1::ConfirmCorrectionRequest* request,
                                              v1::Filing* reply) override;
  grpc::ServerUnaryReactor* RevokeFiledDocument(grpc::CallbackServerContext* context,
                                                const v1::RevokeFiledDocumentRequest* request,
                                                v1::Filing* reply) override;
  grpc::ServerUnaryReactor* GetFiling(grpc::CallbackServerContext* context,
                                      const v1::GetFilingRequest* request,
                                      v1::Filing* reply) override;
  grpc::ServerUnaryReactor* ListFilings(grpc::CallbackServerContext* context,
                                        const v1::ListFilingsRequest* request,
                                        v1::ListFilingsResponse* reply) override;
  grpc::ServerUnaryReactor* GetFilingLetter(grpc::CallbackServerContext* context,
                                            const v1::GetFilingLetterRequest* request,
                                            v1::FilingLetter* reply) override;
  grpc::ServerUnaryReactor* GetFilingList(grpc::CallbackServerContext* context,
                                          const v1::GetFilingListRequest* request,
                                          v1::GetFilingListResponse* reply) override;
  grpc::ServerUnaryReactor* ListFilingLists(grpc::CallbackServerContext* context,
                                            const v1::ListFilingListsRequest* request,
                                            v1::ListFilingListsResponse* reply) override;
  grpc::ServerUnaryReactor* RecordFilingList(grpc::CallbackServerContext* context,
                                             const v1::RecordFilingListRequest* request,
                                             v1::FilingList* reply) override;

 private:
  template <typename Asked>
  grpc::ServerUnaryReactor* Act(grpc::CallbackServerContext* context, const Asked* request,
                                v1::Filing* reply, const char* method);

  rpc::Gate& gate_;
  kv::Store& store_;
  settings::SettingsCache& settings_;
  acts::FilingWriter& writer_;
};

}  // namespace santong::services
