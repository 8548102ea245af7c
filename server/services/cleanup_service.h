// santong.v1.CleanupService: the cleanup of documents.
#pragma once

#include "santong/v1/cleanup_service.grpc.pb.h"
#include "server/acts/cleanup_writer.h"
#include "server/rpc/gate.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::services {

class CleanupService final : public v1::CleanupService::CallbackService {
 public:
  // All must outlive the service.
  CleanupService(rpc::Gate& gate, kv::Store& store, settings::SettingsCache& settings,
                 acts::CleanupWriter& writer)
      : gate_(gate), store_(store), settings_(settings), writer_(writer) {}

  grpc::ServerUnaryReactor* CreateCampaign(grpc::CallbackServerContext* context,
                                           const v1::CreateCampaignRequest* request,
                                           v1::Campaign* reply) override;
  grpc::ServerUnaryReactor* GetCampaign(grpc::CallbackServerContext* context,
                                        const v1::GetCampaignRequest* request,
                                        v1::Campaign* reply) override;
  grpc::ServerUnaryReactor* ListCampaigns(grpc::CallbackServerContext* context,
                                          const v1::ListCampaignsRequest* request,
                                          v1::ListCampaignsResponse* reply) override;
  grpc::ServerUnaryReactor* OpenCampaign(grpc::CallbackServerContext* context,
                                         const v1::OpenCampaignRequest* request,
                                         v1::Campaign* reply) override;
  grpc::ServerUnaryReactor* ListItems(grpc::CallbackServerContext* context,
                                      const v1::ListItemsRequest* request,
                                      v1::ListItemsResponse* reply) override;
  grpc::ServerUnaryReactor* ProposeItem(grpc::CallbackServerContext* context,
                                        const v1::ProposeItemRequest* request,
                                        v1::CampaignItem* reply) override;
  grpc::ServerUnaryReactor* ReviewItem(grpc::CallbackServerContext* context,
                                       const v1::ReviewItemRequest* request,
                                       v1::CampaignItem* reply) override;
  grpc::ServerUnaryReactor* CloseCampaign(grpc::CallbackServerContext* context,
                                          const v1::CloseCampaignRequest* request,
                                          v1::Campaign* reply) override;
  grpc::ServerUnaryReactor* PublishCampaign(grpc::CallbackServerContext* context,
                                            const v1::PublishCampaignRequest* request,
                                            v1::Campaign* reply) override;

 private:
  template <typename Asked, typename Answer>
  grpc::ServerUnaryReactor* Act(grpc::CallbackServerContext* context, const Asked* request,
                                Answer* reply, const char* method,
                                void (acts::CleanupWriter::*act)(acts::Request, const Asked&,
                                                                 acts::Reply<Answer>));
  template <typename Asked, typename Answer, typename Query>
  grpc::ServerUnaryReactor* Read(grpc::CallbackServerContext* context, const Asked* request,
                                 Answer* reply, const char* method, Query query);

  // As the reads do (settings/confirmed_marks.h), of an act's answer. An item bears no clock.
  absl::Status DropConfirmedMarks(v1::CampaignItem* item) const;
  absl::Status DropConfirmedMarks(v1::Campaign* campaign) const;

  rpc::Gate& gate_;
  kv::Store& store_;
  settings::SettingsCache& settings_;
  acts::CleanupWriter& writer_;
};

}  // namespace santong::services
