#include "server/services/log_service.h"

#include <utility>

#include "server/acts/cosign.h"
#include "server/domain/error/refusal.h"
#include "server/queries/proofs.h"
#include "server/rpc/unary.h"

namespace santong::services {
namespace {

// Why is the operator's business, and in the log of the server.
absl::Status NotSigned() { return error::Refuse(v1::ERROR_REASON_TRY_AGAIN); }

}  // namespace

#define SANTONG_METHOD(name) "santong.v1.LogService/" name

template <typename Asked, typename Answer, typename Query>
grpc::ServerUnaryReactor* LogService::Read(grpc::CallbackServerContext* context,
                                           const Asked* request, Answer* reply, const char* method,
                                           Query query) {
  return rpc::Unary(gate_, context, request, reply, method,
                    [this, query](rpc::Call&&, const Asked& asked, Answer* reply, rpc::Done done) {
                      auto answer = query(*store_.Snapshot(), asked);
                      const absl::Status status = answer.status();
                      if (status.ok()) *reply = *std::move(answer);
                      std::move(done)(status);
                    });
}

absl::Status LogService::Checkpoint(uint64_t size, v1::Checkpoint* reply) const {
  auto checkpoint = queries::ReadCheckpoint(*store_.Snapshot(), size);
  if (!checkpoint.ok()) return checkpoint.status();
  *reply = *std::move(checkpoint);
  for (const std::string& key : follower_.verifier_keys()) reply->add_verifier_keys(key);
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* LogService::GetCheckpoint(grpc::CallbackServerContext* context,
                                                    const v1::GetCheckpointRequest* request,
                                                    v1::Checkpoint* reply) {
  return rpc::Unary(gate_, context, request, reply, SANTONG_METHOD("GetCheckpoint"),
                    [this](rpc::Call&&, const v1::GetCheckpointRequest& asked,
                           v1::Checkpoint* reply, rpc::Done done) {
                      const auto size = static_cast<uint64_t>(asked.tree_size());
                      auto leaves = queries::LogSize(*store_.Snapshot());
                      if (!leaves.ok()) return std::move(done)(leaves.status());
                      if (!asked.fresh() || size != 0 || follower_.Covers(*leaves))
                        return std::move(done)(Checkpoint(size, reply));
                      follower_.SignNow(
                          [this, reply, done = std::move(done)](const absl::Status& status,
                                                                const kv::Reader&) mutable {
                            std::move(done)(status.ok() ? Checkpoint(0, reply) : NotSigned());
                          },
                          followers::LogFollower::Tiles::kNow);
                    });
}

grpc::ServerUnaryReactor* LogService::GetInclusionProof(grpc::CallbackServerContext* context,
                                                        const v1::GetInclusionProofRequest* request,
                                                        v1::GetInclusionProofResponse* reply) {
  return Read(context, request, reply, SANTONG_METHOD("GetInclusionProof"),
              queries::ReadInclusionProof);
}

grpc::ServerUnaryReactor* LogService::GetConsistencyProof(
    grpc::CallbackServerContext* context, const v1::GetConsistencyProofRequest* request,
    v1::GetConsistencyProofResponse* reply) {
  return Read(context, request, reply, SANTONG_METHOD("GetConsistencyProof"),
              queries::ReadConsistencyProof);
}

grpc::ServerUnaryReactor* LogService::ListEntries(grpc::CallbackServerContext* context,
                                                  const v1::ListEntriesRequest* request,
                                                  v1::ListEntriesResponse* reply) {
  return Read(context, request, reply, SANTONG_METHOD("ListEntries"), queries::ListEntries);
}

grpc::ServerUnaryReactor* LogService::GetReceipt(grpc::CallbackServerContext* context,
                                                 const v1::GetReceiptRequest* request,
                                                 v1::LogReceipt* reply) {
  return rpc::Unary(
      gate_, context, request, reply, SANTONG_METHOD("GetReceipt"),
      [this](rpc::Call&& call, const v1::GetReceiptRequest& asked, v1::LogReceipt* reply,
             rpc::Done done) {
        if (asked.document().empty() == asked.registration_number().empty()) {
          return std::move(done)(
              error::RefuseField("document", "give it or registration_number, one of the two",
                                 "请在 document 与 registration_number 中给出其一"));
        }
        const auto read = [this, reply, caller = std::move(call.caller)](
                              const kv::Reader& reader, const v1::GetReceiptRequest& asked) {
          auto receipt = queries::ReadReceipt(reader, settings_, caller, asked);
          const absl::Status status = receipt.status();
          if (status.ok()) *reply = *std::move(receipt);
          return status;
        };
        const auto snapshot = store_.Snapshot();
        auto covers = queries::CoversReceipt(*snapshot, asked);
        if (!covers.ok()) return std::move(done)(covers.status());
        if (*covers) return std::move(done)(read(*snapshot, asked));
        follower_.SignNow([read, asked, done = std::move(done)](const absl::Status& status,
                                                                const kv::Reader& after) mutable {
          std::move(done)(status.ok() ? read(after, asked) : NotSigned());
        });
      });
}

grpc::ServerUnaryReactor* LogService::AddCosignature(grpc::CallbackServerContext* context,
                                                     const v1::AddCosignatureRequest* request,
                                                     v1::Checkpoint* reply) {
  return rpc::Unary(
      gate_, context, request, reply, SANTONG_METHOD("AddCosignature"),
      [this](rpc::Call&&, const v1::AddCosignatureRequest& asked, v1::Checkpoint* reply,
             rpc::Done done) {
        const auto size = static_cast<uint64_t>(asked.tree_size());
        acts::AddCosignature(
            store_, asked,
            [this, size, reply, done = std::move(done)](absl::StatusOr<std::string> note) mutable {
              std::move(done)(note.ok() ? Checkpoint(size, reply) : note.status());
            });
      });
}

}  // namespace santong::services
