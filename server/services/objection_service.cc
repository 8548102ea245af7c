#include "server/services/objection_service.h"

#include <utility>

#include "server/queries/objection_reads.h"
#include "server/rpc/unary.h"
#include "server/services/act_request.h"

namespace santong::services {

#define SANTONG_METHOD(name) "santong.v1.ObjectionService/" name

using objection::Action;

// A case is named to the office and shown by receipt to its lodger. Whoever lodges does so as a
// member of the public, also with a token at hand: who it is stands in what is sealed alone.
template <typename Asked>
grpc::ServerUnaryReactor* ObjectionService::Act(grpc::CallbackServerContext* context,
                                                const Asked* request, v1::Objection* reply,
                                                const char* method, objection::Act act) {
  return rpc::Unary(
      gate_, context, request, reply, method,
      [this, act = std::move(act)](rpc::Call&& call, const Asked& asked, v1::Objection* reply,
                                   rpc::Done done) mutable {
        acts::ObjectionIntent intent;
        if constexpr (requires { asked.receipt(); }) {
          call.caller = access::PublicCaller();
          intent.receipt = asked.receipt();
        } else {
          intent.name = asked.name();
        }
        intent.act = std::move(act);
        acts::ActOnObjection(
            parts_, DocumentRequestOf(std::move(call), asked), std::move(intent),
            [reply, done = std::move(done)](absl::StatusOr<v1::Objection> answer) mutable {
              const absl::Status status = answer.status();
              if (status.ok()) *reply = *std::move(answer);
              std::move(done)(status);
            });
      });
}

template <typename Asked, typename Answer, typename Query>
grpc::ServerUnaryReactor* ObjectionService::Read(grpc::CallbackServerContext* context,
                                                 const Asked* request, Answer* reply,
                                                 const char* method, Query query) {
  return rpc::Unary(
      gate_, context, request, reply, method,
      [this, query](rpc::Call&& call, const Asked& asked, Answer* reply, rpc::Done done) {
        absl::StatusOr<Answer> answer = query(*parts_.store.Snapshot(), call.caller, asked);
        const absl::Status status = answer.status();
        if (status.ok()) *reply = *std::move(answer);
        std::move(done)(status);
      });
}

grpc::ServerUnaryReactor* ObjectionService::LodgeObjection(grpc::CallbackServerContext* context,
                                                           const v1::LodgeObjectionRequest* request,
                                                           v1::LodgeObjectionResponse* reply) {
  return rpc::Unary(gate_, context, request, reply, SANTONG_METHOD("LodgeObjection"),
                    [this](rpc::Call&& call, const v1::LodgeObjectionRequest& asked,
                           v1::LodgeObjectionResponse* reply, rpc::Done done) {
                      call.caller = access::PublicCaller();
                      acts::LodgeObjection(
                          parts_, DocumentRequestOf(std::move(call), asked), asked,
                          [reply, done = std::move(done)](
                              absl::StatusOr<v1::LodgeObjectionResponse> answer) mutable {
                            const absl::Status status = answer.status();
                            if (status.ok()) *reply = *std::move(answer);
                            std::move(done)(status);
                          });
                    });
}

grpc::ServerUnaryReactor* ObjectionService::TrackObjection(grpc::CallbackServerContext* context,
                                                           const v1::TrackObjectionRequest* request,
                                                           v1::Objection* reply) {
  return Read(context, request, reply, SANTONG_METHOD("TrackObjection"),
              [this](const kv::Reader& reader, const access::Caller&,
                     const v1::TrackObjectionRequest& asked) -> absl::StatusOr<v1::Objection> {
                auto id = acts::OpenReceipt(reader, parts_.vault, asked.receipt());
                if (!id.ok()) return id.status();
                return queries::TrackObjection(reader, *id);
              });
}

grpc::ServerUnaryReactor* ObjectionService::GetObjection(grpc::CallbackServerContext* context,
                                                         const v1::GetObjectionRequest* request,
                                                         v1::Objection* reply) {
  return Read(context, request, reply, SANTONG_METHOD("GetObjection"),
              [this](const kv::Reader& reader, const access::Caller& caller,
                     const v1::GetObjectionRequest& asked) {
                return queries::GetObjection(reader, parts_.vault, caller, asked);
              });
}

grpc::ServerUnaryReactor* ObjectionService::ListObjections(grpc::CallbackServerContext* context,
                                                           const v1::ListObjectionsRequest* request,
                                                           v1::ListObjectionsResponse* reply) {
  return Read(context, request, reply, SANTONG_METHOD("ListObjections"), queries::ListObjections);
}

grpc::ServerUnaryReactor* ObjectionService::SupplementObjection(
    grpc::CallbackServerContext* context, const v1::SupplementObjectionRequest* request,
    v1::Objection* reply) {
  return Act(context, request, reply, SANTONG_METHOD("SupplementObjection"),
             {.action = Action::kSupplement, .text = request->supplement()});
}

grpc::ServerUnaryReactor* ObjectionService::WithdrawObjection(
    grpc::CallbackServerContext* context, const v1::WithdrawObjectionRequest* request,
    v1::Objection* reply) {
  return Act(context, request, reply, SANTONG_METHOD("WithdrawObjection"),
             {.action = Action::kWithdraw});
}

grpc::ServerUnaryReactor* ObjectionService::RequestRecheck(grpc::CallbackServerContext* context,
                                                           const v1::RequestRecheckRequest* request,
                                                           v1::Objection* reply) {
  return Act(context, request, reply, SANTONG_METHOD("RequestRecheck"),
             {.action = Action::kRequestRecheck, .text = request->reasons()});
}

grpc::ServerUnaryReactor* ObjectionService::RequestObjectionSupplement(
    grpc::CallbackServerContext* context, const v1::RequestObjectionSupplementRequest* request,
    v1::Objection* reply) {
  return Act(context, request, reply, SANTONG_METHOD("RequestObjectionSupplement"),
             {.action = Action::kRequestSupplement,
              .items = {request->items().begin(), request->items().end()}});
}

grpc::ServerUnaryReactor* ObjectionService::AcceptObjection(
    grpc::CallbackServerContext* context, const v1::AcceptObjectionRequest* request,
    v1::Objection* reply) {
  return Act(context, request, reply, SANTONG_METHOD("AcceptObjection"),
             {.action = Action::kAccept, .text = request->reason()});
}

grpc::ServerUnaryReactor* ObjectionService::RejectObjection(
    grpc::CallbackServerContext* context, const v1::RejectObjectionRequest* request,
    v1::Objection* reply) {
  return Act(context, request, reply, SANTONG_METHOD("RejectObjection"),
             {.action = Action::kReject, .text = request->reason(), .refusal = request->refusal()});
}

grpc::ServerUnaryReactor* ObjectionService::TransferObjection(
    grpc::CallbackServerContext* context, const v1::TransferObjectionRequest* request,
    v1::Objection* reply) {
  return Act(context, request, reply, SANTONG_METHOD("TransferObjection"),
             {.action = Action::kTransfer,
              .text = request->reason(),
              .transfer_to = request->transfer_to()});
}

grpc::ServerUnaryReactor* ObjectionService::RequestOpinion(grpc::CallbackServerContext* context,
                                                           const v1::RequestOpinionRequest* request,
                                                           v1::Objection* reply) {
  return Act(context, request, reply, SANTONG_METHOD("RequestOpinion"),
             {.action = Action::kRequestOpinion, .text = request->question()});
}

grpc::ServerUnaryReactor* ObjectionService::AnswerObjection(
    grpc::CallbackServerContext* context, const v1::AnswerObjectionRequest* request,
    v1::Objection* reply) {
  return Act(context, request, reply, SANTONG_METHOD("AnswerObjection"),
             {.action = Action::kAnswer, .text = request->answer()});
}

grpc::ServerUnaryReactor* ObjectionService::ExtendObjection(
    grpc::CallbackServerContext* context, const v1::ExtendObjectionRequest* request,
    v1::Objection* reply) {
  return Act(context, request, reply, SANTONG_METHOD("ExtendObjection"),
             {.action = Action::kExtend, .text = request->reason()});
}

grpc::ServerUnaryReactor* ObjectionService::DecideObjection(
    grpc::CallbackServerContext* context, const v1::DecideObjectionRequest* request,
    v1::Objection* reply) {
  return Act(context, request, reply, SANTONG_METHOD("DecideObjection"),
             {.action = Action::kDecide, .decision = request->decision()});
}

}  // namespace santong::services
