#include "server/services/filing_service.h"

#include <utility>

#include "server/acts/filing_list.h"
#include "server/queries/filing_lists.h"
#include "server/queries/filings.h"
#include "server/queries/letters.h"
#include "server/rpc/unary.h"
#include "server/services/act_request.h"

namespace santong::services {

#define SANTONG_METHOD(name) "santong.v1.FilingService/" name

template <typename Asked>
grpc::ServerUnaryReactor* FilingService::Act(grpc::CallbackServerContext* context,
                                             const Asked* request, v1::Filing* reply,
                                             const char* method) {
  return rpc::Unary(
      gate_, context, request, reply, method,
      [this](rpc::Call&& call, const Asked& asked, v1::Filing* reply, rpc::Done done) {
        writer_.Run(DocumentRequestOf(std::move(call), asked), acts::IntentOf(asked),
                    [reply, done = std::move(done)](absl::StatusOr<v1::Filing> filing) mutable {
                      const absl::Status status = filing.status();
                      if (status.ok()) *reply = *std::move(filing);
                      std::move(done)(status);
                    });
      });
}

grpc::ServerUnaryReactor* FilingService::CreateFiling(grpc::CallbackServerContext* context,
                                                      const v1::CreateFilingRequest* request,
                                                      v1::Filing* reply) {
  return Act(context, request, reply, SANTONG_METHOD("CreateFiling"));
}

grpc::ServerUnaryReactor* FilingService::AcceptFiling(grpc::CallbackServerContext* context,
                                                      const v1::AcceptFilingRequest* request,
                                                      v1::Filing* reply) {
  return Act(context, request, reply, SANTONG_METHOD("AcceptFiling"));
}

grpc::ServerUnaryReactor* FilingService::RequestFilingSupplement(
    grpc::CallbackServerContext* context, const v1::RequestFilingSupplementRequest* request,
    v1::Filing* reply) {
  return Act(context, request, reply, SANTONG_METHOD("RequestFilingSupplement"));
}

grpc::ServerUnaryReactor* FilingService::SupplementFiling(
    grpc::CallbackServerContext* context, const v1::SupplementFilingRequest* request,
    v1::Filing* reply) {
  return Act(context, request, reply, SANTONG_METHOD("SupplementFiling"));
}

grpc::ServerUnaryReactor* FilingService::RejectFiling(grpc::CallbackServerContext* context,
                                                      const v1::RejectFilingRequest* request,
                                                      v1::Filing* reply) {
  return Act(context, request, reply, SANTONG_METHOD("RejectFiling"));
}

grpc::ServerUnaryReactor* FilingService::RequestExplanation(
    grpc::CallbackServerContext* context, const v1::RequestExplanationRequest* request,
    v1::Filing* reply) {
  return Act(context, request, reply, SANTONG_METHOD("RequestExplanation"));
}

grpc::ServerUnaryReactor* FilingService::ExplainFiling(grpc::CallbackServerContext* context,
                                                       const v1::ExplainFilingRequest* request,
                                                       v1::Filing* reply) {
  return Act(context, request, reply, SANTONG_METHOD("ExplainFiling"));
}

grpc::ServerUnaryReactor* FilingService::ExtendFiling(grpc::CallbackServerContext* context,
                                                      const v1::ExtendFilingRequest* request,
                                                      v1::Filing* reply) {
  return Act(context, request, reply, SANTONG_METHOD("ExtendFiling"));
}

grpc::ServerUnaryReactor* FilingService::DecideFiling(grpc::CallbackServerContext* context,
                                                      const v1::DecideFilingRequest* request,
                                                      v1::Filing* reply) {
  return Act(context, request, reply, SANTONG_METHOD("DecideFiling"));
}

grpc::ServerUnaryReactor* FilingService::SubmitCorrection(
    grpc::CallbackServerContext* context, const v1::SubmitCorrectionRequest* request,
    v1::Filing* reply) {
  return Act(context, request, reply, SANTONG_METHOD("SubmitCorrection"));
}

grpc::ServerUnaryReactor* FilingService::ConfirmCorrection(
    grpc::CallbackServerContext* context, const v1::ConfirmCorrectionRequest* request,
    v1::Filing* reply) {
  return Act(context, request, reply, SANTONG_METHOD("ConfirmCorrection"));
}

grpc::ServerUnaryReactor* FilingService::RevokeFiledDocument(
    grpc::CallbackServerContext* context, const v1::RevokeFiledDocumentRequest* request,
    v1::Filing* reply) {
  return Act(context, request, reply, SANTONG_METHOD("RevokeFiledDocument"));
}

grpc::ServerUnaryReactor* FilingService::GetFiling(grpc::CallbackServerContext* context,
                                                   const v1::GetFilingRequest* request,
                                                   v1::Filing* reply) {
  return rpc::Unary(gate_, context, request, reply, SANTONG_METHOD("GetFiling"),
                    [this](rpc::Call&& call, const v1::GetFilingRequest& asked, v1::Filing* reply,
                           rpc::Done done) {
                      auto filing =
                          queries::GetFiling(*store_.Snapshot(), settings_, call.caller, asked);
                      const absl::Status status = filing.status();
                      if (status.ok()) *reply = *std::move(filing);
                      std::move(done)(status);
                    });
}

grpc::ServerUnaryReactor* FilingService::ListFilings(grpc::CallbackServerContext* context,
                                                     const v1::ListFilingsRequest* request,
                                                     v1::ListFilingsResponse* reply) {
  return rpc::Unary(gate_, context, request, reply, SANTONG_METHOD("ListFilings"),
                    [this](rpc::Call&& call, const v1::ListFilingsRequest& asked,
                           v1::ListFilingsResponse* reply, rpc::Done done) {
                      auto filings = queries::ListFilings(*store_.Snapshot(), settings_,
                                                          call.caller, call.today, asked);
                      const absl::Status status = filings.status();
                      if (status.ok()) *reply = *std::move(filings);
                      std::move(done)(status);
                    });
}

grpc::ServerUnaryReactor* FilingService::GetFilingLetter(grpc::CallbackServerContext* context,
                                                         const v1::GetFilingLetterRequest* request,
                                                         v1::FilingLetter* reply) {
  return rpc::Unary(gate_, context, request, reply, SANTONG_METHOD("GetFilingLetter"),
                    [this](rpc::Call&& call, const v1::GetFilingLetterRequest& asked,
                           v1::FilingLetter* reply, rpc::Done done) {
                      auto letter = queries::GetFilingLetter(*store_.Snapshot(), settings_,
                                                             call.caller, asked);
                      const absl::Status status = letter.status();
                      if (status.ok()) *reply = *std::move(letter);
                      std::move(done)(status);
                    });
}

grpc::ServerUnaryReactor* FilingService::GetFilingList(grpc::CallbackServerContext* context,
                                                       const v1::GetFilingListRequest* request,
                                                       v1::GetFilingListResponse* reply) {
  return rpc::Unary(gate_, context, request, reply, SANTONG_METHOD("GetFilingList"),
                    [this](rpc::Call&& call, const v1::GetFilingListRequest& asked,
                           v1::GetFilingListResponse* reply, rpc::Done done) {
                      auto list = queries::GetFilingList(*store_.Snapshot(), settings_, call.caller,
                                                         call.today, asked);
                      const absl::Status status = list.status();
                      if (status.ok()) *reply = *std::move(list);
                      std::move(done)(status);
                    });
}

grpc::ServerUnaryReactor* FilingService::ListFilingLists(grpc::CallbackServerContext* context,
                                                         const v1::ListFilingListsRequest* request,
                                                         v1::ListFilingListsResponse* reply) {
  return rpc::Unary(gate_, context, request, reply, SANTONG_METHOD("ListFilingLists"),
                    [this](rpc::Call&& call, const v1::ListFilingListsRequest& asked,
                           v1::ListFilingListsResponse* reply, rpc::Done done) {
                      auto lists = queries::ListFilingLists(*store_.Snapshot(), settings_,
                                                            call.caller, call.today, asked);
                      const absl::Status status = lists.status();
                      if (status.ok()) *reply = *std::move(lists);
                      std::move(done)(status);
                    });
}

grpc::ServerUnaryReactor* FilingService::RecordFilingList(
    grpc::CallbackServerContext* context, const v1::RecordFilingListRequest* request,
    v1::FilingList* reply) {
  return rpc::Unary(
      gate_, context, request, reply, SANTONG_METHOD("RecordFilingList"),
      [this](rpc::Call&& call, const v1::RecordFilingListRequest& asked, v1::FilingList* reply,
             rpc::Done done) {
        acts::RecordFilingList(
            store_, settings_, DocumentRequestOf(std::move(call), asked), asked,
            [reply, done = std::move(done)](absl::StatusOr<v1::FilingList> list) mutable {
              const absl::Status status = list.status();
              if (status.ok()) *reply = *std::move(list);
              std::move(done)(status);
            });
      });
}

}  // namespace santong::services
