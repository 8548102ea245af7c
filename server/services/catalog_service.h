// santong.v1.CatalogService: what everyone may ask.
#pragma once

#include "santong/v1/catalog_service.grpc.pb.h"
#include "server/rpc/gate.h"
#include "storage/kv/store.h"

namespace santong::services {

class CatalogService final : public v1::CatalogService::CallbackService {
 public:
  // Both must outlive the service.
  CatalogService(rpc::Gate& gate, kv::Store& store) : gate_(gate), store_(store) {}

  grpc::ServerUnaryReactor* LookupDocument(grpc::CallbackServerContext* context,
                                           const v1::LookupDocumentRequest* request,
                                           v1::LookupDocumentResponse* reply) override;
  grpc::ServerUnaryReactor* CheckBasis(grpc::CallbackServerContext* context,
                                       const v1::CheckBasisRequest* request,
                                       v1::Basis* reply) override;

 private:
  rpc::Gate& gate_;
  kv::Store& store_;
};

}  // namespace santong::services
