// santong.v1.LogService: the register's log, for everyone.
#pragma once

#include "santong/v1/log_service.grpc.pb.h"
#include "server/followers/log_follower.h"
#include "server/rpc/gate.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::services {

class LogService final : public v1::LogService::CallbackService {
 public:
  // All must outlive the service.
  LogService(rpc::Gate& gate, kv::Store& store, settings::SettingsCache& settings,
             followers::LogFollower& follower)
      : gate_(gate), store_(store), settings_(settings), follower_(follower) {}

  grpc::ServerUnaryReactor* GetCheckpoint(grpc::CallbackServerContext* context,
                                          const v1::GetCheckpointRequest* request,
                                          v1::Checkpoint* reply) override;
  grpc::ServerUnaryReactor* GetInclusionProof(grpc::CallbackServerContext* context,
                                              const v1::GetInclusionProofRequest* request,
                                              v1::GetInclusionProofResponse* reply) override;
  grpc::ServerUnaryReactor* GetConsistencyProof(grpc::CallbackServerContext* context,
                                                const v1::GetConsistencyProofRequest* request,
                                                v1::GetConsistencyProofResponse* reply) override;
  grpc::ServerUnaryReactor* ListEntries(grpc::CallbackServerContext* context,
                                        const v1::ListEntriesRequest* request,
                                        v1::ListEntriesResponse* reply) override;
  grpc::ServerUnaryReactor* GetReceipt(grpc::CallbackServerContext* context,
                                       const v1::GetReceiptRequest* request,
                                       v1::LogReceipt* reply) override;
  grpc::ServerUnaryReactor* AddCosignature(grpc::CallbackServerContext* context,
                                           const v1::AddCosignatureRequest* request,
                                           v1::Checkpoint* reply) override;

 private:
  template <typename Asked, typename Answer, typename Query>
  grpc::ServerUnaryReactor* Read(grpc::CallbackServerContext* context, const Asked* request,
                                 Answer* reply, const char* method, Query query);
  absl::Status Checkpoint(uint64_t size, v1::Checkpoint* reply) const;

  rpc::Gate& gate_;
  kv::Store& store_;
  settings::SettingsCache& settings_;
  followers::LogFollower& follower_;
};

}  // namespace santong::services
