// santong.v1.ObjectionService: each method is a few lines; the work is in acts and queries.
#pragma once

#include "santong/v1/objection_service.grpc.pb.h"
#include "server/acts/objection_case.h"
#include "server/rpc/gate.h"

namespace santong::services {

class ObjectionService final : public v1::ObjectionService::CallbackService {
 public:
  // All must outlive the service.
  ObjectionService(rpc::Gate& gate, kv::Store& store, settings::SettingsCache& settings,
                   const vault::Vault& vault, acts::ObjectionWriter& writer)
      : gate_(gate), store_(store), settings_(settings), vault_(vault), writer_(writer) {}

  grpc::ServerUnaryReactor* LodgeObjection(grpc::CallbackServerContext* context,
                                           const v1::LodgeObjectionRequest* request,
                                           v1::LodgeObjectionResponse* reply) override;
  grpc::ServerUnaryReactor* TrackObjection(grpc::CallbackServerContext* context,
                                           const v1::TrackObjectionRequest* request,
                                           v1::Objection* reply) override;
  grpc::ServerUnaryReactor* SupplementObjection(grpc::CallbackServerContext* context,
                                                const v1::SupplementObjectionRequest* request,
                                                v1::Objection* reply) override;
  grpc::ServerUnaryReactor* WithdrawObjection(grpc::CallbackServerContext* context,
                                              const v1::WithdrawObjectionRequest* request,
                                              v1::Objection* reply) override;
  grpc::ServerUnaryReactor* RequestRecheck(grpc::CallbackServerContext* context,
                                           const v1::RequestRecheckRequest* request,
                                           v1::Objection* reply) override;
  grpc::ServerUnaryReactor* GetObjection(grpc::CallbackServerContext* context,
                                         const v1::GetObjectionRequest* request,
                                         v1::Objection* reply) override;
  grpc::ServerUnaryReactor* ListObjections(grpc::CallbackServerContext* context,
                                           const v1::ListObjectionsRequest* request,
                                           v1::ListObjectionsResponse* reply) override;
  grpc::ServerUnaryReactor* RequestObjectionSupplement(
      grpc::CallbackServerContext* context, const v1::RequestObjectionSupplementRequest* request,
      v1::Objection* reply) override;
  grpc::ServerUnaryReactor* AcceptObjection(grpc::CallbackServerContext* context,
                                            const v1::AcceptObjectionRequest* request,
                                            v1::Objection* reply) override;
  grpc::ServerUnaryReactor* RejectObjection(grpc::CallbackServerContext* context,
                                            const v1::RejectObjectionRequest* request,
                                            v1::Objection* reply) override;
  grpc::ServerUnaryReactor* TransferObjection(grpc::CallbackServerContext* context,
                                              const v1::TransferObjectionRequest* request,
                                              v1::Objection* reply) override;
  grpc::ServerUnaryReactor* RequestOpinion(grpc::CallbackServerContext* context,
                                           const v1::RequestOpinionRequest* request,
                                           v1::Objection* reply) override;
  grpc::ServerUnaryReactor* AnswerObjection(grpc::CallbackServerContext* context,
                                            const v1::AnswerObjectionRequest* request,
                                            v1::Objection* reply) override;
  grpc::ServerUnaryReactor* ExtendObjection(grpc::CallbackServerContext* context,
                                            const v1::ExtendObjectionRequest* request,
                                            v1::Objection* reply) override;
  grpc::ServerUnaryReactor* DecideObjection(grpc::CallbackServerContext* context,
                                            const v1::DecideObjectionRequest* request,
                                            v1::Objection* reply) override;
  grpc::ServerUnaryReactor* ReplyToLodger(grpc::CallbackServerContext* context,
                                          const v1::ReplyToLodgerRequest* request,
                                          v1::Objection* reply) override;
  grpc::ServerUnaryReactor* JoinObjection(grpc::CallbackServerContext* context,
                                          const v1::JoinObjectionRequest* request,
                                          v1::Objection* reply) override;
  grpc::ServerUnaryReactor* ReportCorrection(grpc::CallbackServerContext* context,
                                             const v1::ReportCorrectionRequest* request,
                                             v1::Objection* reply) override;
  grpc::ServerUnaryReactor* RevokeObjectedDocument(grpc::CallbackServerContext* context,
                                                   const v1::RevokeObjectedDocumentRequest* request,
                                                   v1::Objection* reply) override;
  grpc::ServerUnaryReactor* AddObjectionEvidence(grpc::CallbackServerContext* context,
                                                 const v1::AddObjectionEvidenceRequest* request,
                                                 v1::Objection* reply) override;
  grpc::ServerUnaryReactor* GetObjectionEvidence(grpc::CallbackServerContext* context,
                                                 const v1::GetObjectionEvidenceRequest* request,
                                                 v1::ObjectionEvidenceFile* reply) override;
  grpc::ServerUnaryReactor* GetObjectionLetter(grpc::CallbackServerContext* context,
                                               const v1::GetObjectionLetterRequest* request,
                                               v1::ObjectionLetter* reply) override;

 private:
  template <typename Asked>
  grpc::ServerUnaryReactor* Act(grpc::CallbackServerContext* context, const Asked* request,
                                v1::Objection* reply, const char* method,
                                acts::ObjectionIntent intent);
  template <typename Asked>
  grpc::ServerUnaryReactor* Act(grpc::CallbackServerContext* context, const Asked* request,
                                v1::Objection* reply, const char* method, objection::Act act);
  template <typename Asked, typename Answer, typename Query>
  grpc::ServerUnaryReactor* Read(grpc::CallbackServerContext* context, const Asked* request,
                                 Answer* reply, const char* method, Query query);

  // The answer to a new case, with its receipt.
  absl::Status AnswerLodged(absl::StatusOr<v1::Objection> objection,
                            v1::LodgeObjectionResponse* reply) const;

  rpc::Gate& gate_;
  kv::Store& store_;
  settings::SettingsCache& settings_;
  const vault::Vault& vault_;
  acts::ObjectionWriter& writer_;
};

}  // namespace santong::services
