#include "server/services/catalog_service.h"

#include <utility>

#include "server/queries/lookup.h"
#include "server/rpc/unary.h"

namespace santong::services {

grpc::ServerUnaryReactor* CatalogService::LookupDocument(grpc::CallbackServerContext* context,
                                                         const v1::LookupDocumentRequest* request,
                                                         v1::LookupDocumentResponse* reply) {
  return rpc::Unary(gate_, context, request, reply, "santong.v1.CatalogService/LookupDocument",
                    [this](rpc::Call&&, const v1::LookupDocumentRequest& asked,
                           v1::LookupDocumentResponse* reply, rpc::Done done) {
                      auto found = queries::LookupDocument(*store_.Snapshot(), asked);
                      const absl::Status status = found.status();
                      if (status.ok()) *reply = *std::move(found);
                      std::move(done)(status);
                    });
}

grpc::ServerUnaryReactor* CatalogService::CheckBasis(grpc::CallbackServerContext* context,
                                                     const v1::CheckBasisRequest* request,
                                                     v1::Basis* reply) {
  return rpc::Unary(gate_, context, request, reply, "santong.v1.CatalogService/CheckBasis",
                    [this](rpc::Call&& call, const v1::CheckBasisRequest& asked, v1::Basis* reply,
                           rpc::Done done) {
                      auto basis =
                          queries::CheckBasis(*store_.Snapshot(), asked, call.now, call.today);
                      const absl::Status status = basis.status();
                      if (status.ok()) *reply = *std::move(basis);
                      std::move(done)(status);
                    });
}

}  // namespace santong::services
