#include "server/services/cleanup_service.h"

#include <utility>

#include "server/queries/cleanup_reads.h"
#include "server/rpc/unary.h"
#include "server/services/act_request.h"
#include "server/settings/confirmed_marks.h"

namespace santong::services {

#define SANTONG_METHOD(name) "santong.v1.CleanupService/" name

template <typename Asked, typename Answer>
grpc::ServerUnaryReactor* CleanupService::Act(
    grpc::CallbackServerContext* context, const Asked* request, Answer* reply, const char* method,
    void (acts::CleanupWriter::*act)(acts::Request, const Asked&, acts::Reply<Answer>)) {
  return rpc::Unary(
      gate_, context, request, reply, method,
      [this, act](rpc::Call&& call, const Asked& asked, Answer* reply, rpc::Done done) {
        (writer_.*act)(
            DocumentRequestOf(std::move(call), asked), asked,
            [this, reply, done = std::move(done)](absl::StatusOr<Answer> answer) mutable {
              absl::Status status = answer.status();
              if (status.ok()) status = DropConfirmedMarks(&*answer);
              if (status.ok()) *reply = *std::move(answer);
              std::move(done)(status);
            });
      });
}

absl::Status CleanupService::DropConfirmedMarks(v1::CampaignItem*) const {
  return absl::OkStatus();
}

absl::Status CleanupService::DropConfirmedMarks(v1::Campaign* campaign) const {
  const auto snapshot = store_.Snapshot();
  auto now = settings_.Read(*snapshot);
  if (!now.ok()) return now.status();
  return settings::DropConfirmedMarks(*snapshot, **now, campaign);
}

template <typename Asked, typename Answer, typename Query>
grpc::ServerUnaryReactor* CleanupService::Read(grpc::CallbackServerContext* context,
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

grpc::ServerUnaryReactor* CleanupService::CreateCampaign(grpc::CallbackServerContext* context,
                                                         const v1::CreateCampaignRequest* request,
                                                         v1::Campaign* reply) {
  return Act(context, request, reply, SANTONG_METHOD("CreateCampaign"),
             &acts::CleanupWriter::Create);
}

grpc::ServerUnaryReactor* CleanupService::GetCampaign(grpc::CallbackServerContext* context,
                                                      const v1::GetCampaignRequest* request,
                                                      v1::Campaign* reply) {
  return Read(context, request, reply, SANTONG_METHOD("GetCampaign"), queries::GetCampaign);
}

grpc::ServerUnaryReactor* CleanupService::ListCampaigns(grpc::CallbackServerContext* context,
                                                        const v1::ListCampaignsRequest* request,
                                                        v1::ListCampaignsResponse* reply) {
  return Read(context, request, reply, SANTONG_METHOD("ListCampaigns"), queries::ListCampaigns);
}

grpc::ServerUnaryReactor* CleanupService::OpenCampaign(grpc::CallbackServerContext* context,
                                                       const v1::OpenCampaignRequest* request,
                                                       v1::Campaign* reply) {
  return Act(context, request, reply, SANTONG_METHOD("OpenCampaign"), &acts::CleanupWriter::Open);
}

grpc::ServerUnaryReactor* CleanupService::ListItems(grpc::CallbackServerContext* context,
                                                    const v1::ListItemsRequest* request,
                                                    v1::ListItemsResponse* reply) {
  return Read(context, request, reply, SANTONG_METHOD("ListItems"), queries::ListItems);
}

grpc::ServerUnaryReactor* CleanupService::ProposeItem(grpc::CallbackServerContext* context,
                                                      const v1::ProposeItemRequest* request,
                                                      v1::CampaignItem* reply) {
  return Act(context, request, reply, SANTONG_METHOD("ProposeItem"), &acts::CleanupWriter::Propose);
}

grpc::ServerUnaryReactor* CleanupService::ReviewItem(grpc::CallbackServerContext* context,
                                                     const v1::ReviewItemRequest* request,
                                                     v1::CampaignItem* reply) {
  return Act(context, request, reply, SANTONG_METHOD("ReviewItem"), &acts::CleanupWriter::Review);
}

grpc::ServerUnaryReactor* CleanupService::CloseCampaign(grpc::CallbackServerContext* context,
                                                        const v1::CloseCampaignRequest* request,
                                                        v1::Campaign* reply) {
  return Act(context, request, reply, SANTONG_METHOD("CloseCampaign"), &acts::CleanupWriter::Close);
}

grpc::ServerUnaryReactor* CleanupService::PublishCampaign(grpc::CallbackServerContext* context,
                                                          const v1::PublishCampaignRequest* request,
                                                          v1::Campaign* reply) {
  return Act(context, request, reply, SANTONG_METHOD("PublishCampaign"),
             &acts::CleanupWriter::Publish);
}

}  // namespace santong::services
