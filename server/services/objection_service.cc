#include "server/services/objection_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/domain/objection/receipt.h"
#include "server/domain/objection/visibility.h"
#include "server/queries/objection_reads.h"
#include "server/rpc/unary.h"
#include "server/services/act_request.h"

namespace santong::services {

#define SANTONG_METHOD(name) "santong.v1.ObjectionService/" name

using objection::Action;

namespace {

// What a caller is shown of an act's result.
v1::Objection Shown(v1::Objection objection, const access::Caller& caller) {
  return caller.IsPublic() ? objection::LodgerView(std::move(objection))
                           : objection::ViewFor(caller, std::move(objection));
}

// What the holder of a receipt is shown: of a case that theirs was joined to, no words but theirs.
v1::Objection ShownByReceipt(v1::Objection objection, const v1::Receipt& receipt) {
  const std::string own = absl::StrCat("objections/", objection::ReceiptCase(receipt.number()));
  return objection.name() == own ? objection::LodgerView(std::move(objection))
                                 : objection::JoinedView(std::move(objection));
}

}  // namespace

// A case is named to the office and shown by receipt to its lodger. Whoever lodges does so as a
// member of the public, also with a token at hand: who it is stands in what is sealed alone.
template <typename Asked>
grpc::ServerUnaryReactor* ObjectionService::Act(grpc::CallbackServerContext* context,
                                                const Asked* request, v1::Objection* reply,
                                                const char* method, acts::ObjectionIntent intent) {
  return rpc::Unary(
      gate_, context, request, reply, method,
      [this, intent = std::move(intent)](rpc::Call&& call, const Asked& asked, v1::Objection* reply,
                                         rpc::Done done) mutable {
        if constexpr (requires { asked.receipt(); }) {
          call.caller = access::PublicCaller();
          intent.receipt = asked.receipt();
        } else {
          intent.name = asked.name();
        }
        acts::Request request = DocumentRequestOf(std::move(call), asked);
        acts::HideHash(vault_, &request);
        const access::Caller caller = request.caller;
        const v1::Receipt receipt = intent.receipt;
        writer_.Run(std::move(request), std::move(intent),
                    [reply, caller, receipt,
                     done = std::move(done)](absl::StatusOr<v1::Objection> objection) mutable {
                      const absl::Status status = objection.status();
                      if (status.ok()) {
                        *reply = receipt.number().empty()
                                     ? Shown(*std::move(objection), caller)
                                     : ShownByReceipt(*std::move(objection), receipt);
                      }
                      std::move(done)(status);
                    });
      });
}

template <typename Asked>
grpc::ServerUnaryReactor* ObjectionService::Act(grpc::CallbackServerContext* context,
                                                const Asked* request, v1::Objection* reply,
                                                const char* method, objection::Act act) {
  acts::ObjectionIntent intent;
  intent.act = std::move(act);
  return Act(context, request, reply, method, std::move(intent));
}

template <typename Asked, typename Answer, typename Query>
grpc::ServerUnaryReactor* ObjectionService::Read(grpc::CallbackServerContext* context,
                                                 const Asked* request, Answer* reply,
                                                 const char* method, Query query) {
  return rpc::Unary(
      gate_, context, request, reply, method,
      [this, query](rpc::Call&& call, const Asked& asked, Answer* reply, rpc::Done done) {
        absl::StatusOr<Answer> answer = query(*store_.Snapshot(), call, asked);
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
                      acts::ObjectionIntent intent = acts::IntentOf(asked);
                      // Who lodges is asked for no account; what the office records is its own act.
                      if (intent.act.action == Action::kLodge) call.caller = access::PublicCaller();
                      acts::Request request = DocumentRequestOf(std::move(call), asked);
                      acts::HideHash(vault_, &request);
                      writer_.Run(std::move(request), std::move(intent),
                                  [this, reply, done = std::move(done)](
                                      absl::StatusOr<v1::Objection> objection) mutable {
                                    std::move(done)(AnswerLodged(std::move(objection), reply));
                                  });
                    });
}

absl::Status ObjectionService::AnswerLodged(absl::StatusOr<v1::Objection> objection,
                                            v1::LodgeObjectionResponse* reply) const {
  if (!objection.ok()) return objection.status();
  // A rehearsal makes no case and no receipt.
  if (!objection->name().empty()) {
    auto receipt = queries::ReceiptOf(*store_.Snapshot(), vault_, objection->name());
    if (!receipt.ok()) return receipt.status();
    *reply->mutable_receipt() = *std::move(receipt);
  }
  *reply->mutable_objection() = Shown(*std::move(objection), access::PublicCaller());
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* ObjectionService::TrackObjection(grpc::CallbackServerContext* context,
                                                           const v1::TrackObjectionRequest* request,
                                                           v1::Objection* reply) {
  return Read(context, request, reply, SANTONG_METHOD("TrackObjection"),
              [this](const kv::Reader& reader, const rpc::Call&,
                     const v1::TrackObjectionRequest& asked) -> absl::StatusOr<v1::Objection> {
                auto id = acts::OpenReceipt(reader, vault_, asked.receipt());
                if (!id.ok()) return id.status();
                return queries::TrackObjection(reader, settings_, vault_, *id);
              });
}

grpc::ServerUnaryReactor* ObjectionService::GetObjection(grpc::CallbackServerContext* context,
                                                         const v1::GetObjectionRequest* request,
                                                         v1::Objection* reply) {
  return Read(context, request, reply, SANTONG_METHOD("GetObjection"),
              [this](const kv::Reader& reader, const rpc::Call& call,
                     const v1::GetObjectionRequest& asked) {
                return queries::GetObjection(reader, settings_, vault_, call.caller, asked);
              });
}

grpc::ServerUnaryReactor* ObjectionService::ListObjections(grpc::CallbackServerContext* context,
                                                           const v1::ListObjectionsRequest* request,
                                                           v1::ListObjectionsResponse* reply) {
  return Read(context, request, reply, SANTONG_METHOD("ListObjections"),
              [this](const kv::Reader& reader, const rpc::Call& call,
                     const v1::ListObjectionsRequest& asked) {
                return queries::ListObjections(reader, settings_, vault_, call.caller, call.today,
                                               asked);
              });
}

grpc::ServerUnaryReactor* ObjectionService::SupplementObjection(
    grpc::CallbackServerContext* context, const v1::SupplementObjectionRequest* request,
    v1::Objection* reply) {
  return Act(context, request, reply, SANTONG_METHOD("SupplementObjection"),
             objection::Act{.action = Action::kSupplement, .text = request->supplement()});
}

grpc::ServerUnaryReactor* ObjectionService::WithdrawObjection(
    grpc::CallbackServerContext* context, const v1::WithdrawObjectionRequest* request,
    v1::Objection* reply) {
  return Act(context, request, reply, SANTONG_METHOD("WithdrawObjection"),
             objection::Act{.action = Action::kWithdraw});
}

grpc::ServerUnaryReactor* ObjectionService::RequestRecheck(grpc::CallbackServerContext* context,
                                                           const v1::RequestRecheckRequest* request,
                                                           v1::Objection* reply) {
  return Act(context, request, reply, SANTONG_METHOD("RequestRecheck"),
             objection::Act{.action = Action::kRequestRecheck, .text = request->reasons()});
}

grpc::ServerUnaryReactor* ObjectionService::RequestObjectionSupplement(
    grpc::CallbackServerContext* context, const v1::RequestObjectionSupplementRequest* request,
    v1::Objection* reply) {
  return Act(context, request, reply, SANTONG_METHOD("RequestObjectionSupplement"),
             objection::Act{.action = Action::kRequestSupplement,
                            .items = {request->items().begin(), request->items().end()}});
}

grpc::ServerUnaryReactor* ObjectionService::AcceptObjection(
    grpc::CallbackServerContext* context, const v1::AcceptObjectionRequest* request,
    v1::Objection* reply) {
  return Act(context, request, reply, SANTONG_METHOD("AcceptObjection"),
             objection::Act{.action = Action::kAccept, .text = request->reason()});
}

grpc::ServerUnaryReactor* ObjectionService::RejectObjection(
    grpc::CallbackServerContext* context, const v1::RejectObjectionRequest* request,
    v1::Objection* reply) {
  return Act(
      context, request, reply, SANTONG_METHOD("RejectObjection"),
      objection::Act{
          .action = Action::kReject, .text = request->reason(), .refusal = request->refusal()});
}

grpc::ServerUnaryReactor* ObjectionService::TransferObjection(
    grpc::CallbackServerContext* context, const v1::TransferObjectionRequest* request,
    v1::Objection* reply) {
  return Act(context, request, reply, SANTONG_METHOD("TransferObjection"),
             objection::Act{.action = Action::kTransfer,
                            .text = request->reason(),
                            .transfer_to = request->transfer_to()});
}

grpc::ServerUnaryReactor* ObjectionService::RequestOpinion(grpc::CallbackServerContext* context,
                                                           const v1::RequestOpinionRequest* request,
                                                           v1::Objection* reply) {
  return Act(context, request, reply, SANTONG_METHOD("RequestOpinion"),
             objection::Act{.action = Action::kRequestOpinion, .text = request->question()});
}

grpc::ServerUnaryReactor* ObjectionService::AnswerObjection(
    grpc::CallbackServerContext* context, const v1::AnswerObjectionRequest* request,
    v1::Objection* reply) {
  return Act(context, request, reply, SANTONG_METHOD("AnswerObjection"),
             objection::Act{.action = Action::kAnswer, .text = request->answer()});
}

grpc::ServerUnaryReactor* ObjectionService::ExtendObjection(
    grpc::CallbackServerContext* context, const v1::ExtendObjectionRequest* request,
    v1::Objection* reply) {
  return Act(context, request, reply, SANTONG_METHOD("ExtendObjection"),
             objection::Act{.action = Action::kExtend,
                            .text = request->reason(),
                            .approved_by = request->approved_by()});
}

grpc::ServerUnaryReactor* ObjectionService::DecideObjection(
    grpc::CallbackServerContext* context, const v1::DecideObjectionRequest* request,
    v1::Objection* reply) {
  return Act(context, request, reply, SANTONG_METHOD("DecideObjection"),
             objection::Act{.action = Action::kDecide, .decision = request->decision()});
}

grpc::ServerUnaryReactor* ObjectionService::ReplyToLodger(grpc::CallbackServerContext* context,
                                                          const v1::ReplyToLodgerRequest* request,
                                                          v1::Objection* reply) {
  return Act(context, request, reply, SANTONG_METHOD("ReplyToLodger"),
             objection::Act{.action = Action::kReply, .text = request->manner()});
}

grpc::ServerUnaryReactor* ObjectionService::JoinObjection(grpc::CallbackServerContext* context,
                                                          const v1::JoinObjectionRequest* request,
                                                          v1::Objection* reply) {
  acts::ObjectionIntent intent;
  intent.lead = request->lead();
  intent.act.action = Action::kJoin;
  return Act(context, request, reply, SANTONG_METHOD("JoinObjection"), std::move(intent));
}

grpc::ServerUnaryReactor* ObjectionService::ReportCorrection(
    grpc::CallbackServerContext* context, const v1::ReportCorrectionRequest* request,
    v1::Objection* reply) {
  return Act(context, request, reply, SANTONG_METHOD("ReportCorrection"),
             objection::Act{.action = Action::kReportCorrection, .text = request->correction()});
}

grpc::ServerUnaryReactor* ObjectionService::RevokeObjectedDocument(
    grpc::CallbackServerContext* context, const v1::RevokeObjectedDocumentRequest* request,
    v1::Objection* reply) {
  const Action revokes =
      request->articles().empty() ? Action::kRevokeDocument : Action::kRevokeArticles;
  return Act(context, request, reply, SANTONG_METHOD("RevokeObjectedDocument"),
             objection::Act{.action = request->suspend() ? Action::kSuspendDocument : revokes,
                            .text = request->reason(),
                            .articles = {request->articles().begin(), request->articles().end()},
                            .authority_decision = request->decision()});
}

grpc::ServerUnaryReactor* ObjectionService::AddObjectionEvidence(
    grpc::CallbackServerContext* context, const v1::AddObjectionEvidenceRequest* request,
    v1::Objection* reply) {
  acts::ObjectionIntent intent;
  intent.file_name = request->file_name();
  intent.file_content = request->content();
  intent.act.action = Action::kAddEvidence;
  return Act(context, request, reply, SANTONG_METHOD("AddObjectionEvidence"), std::move(intent));
}

grpc::ServerUnaryReactor* ObjectionService::GetObjectionEvidence(
    grpc::CallbackServerContext* context, const v1::GetObjectionEvidenceRequest* request,
    v1::ObjectionEvidenceFile* reply) {
  return Read(context, request, reply, SANTONG_METHOD("GetObjectionEvidence"),
              [this](const kv::Reader& reader, const rpc::Call& call,
                     const v1::GetObjectionEvidenceRequest& asked) {
                return queries::GetObjectionEvidence(reader, vault_, call.caller, asked);
              });
}

grpc::ServerUnaryReactor* ObjectionService::GetObjectionLetter(
    grpc::CallbackServerContext* context, const v1::GetObjectionLetterRequest* request,
    v1::ObjectionLetter* reply) {
  return Read(context, request, reply, SANTONG_METHOD("GetObjectionLetter"),
              [this](const kv::Reader& reader, const rpc::Call& call,
                     const v1::GetObjectionLetterRequest& asked) {
                return queries::GetObjectionLetter(reader, settings_, vault_, call.caller, asked);
              });
}

}  // namespace santong::services
