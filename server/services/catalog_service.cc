#include "server/services/catalog_service.h"

#include <utility>

#include "server/queries/citations.h"
#include "server/queries/diff_versions.h"
#include "server/queries/lookup.h"
#include "server/queries/search.h"
#include "server/rpc/unary.h"
#include "server/services/catalog_stream.h"

namespace santong::services {

#define SANTONG_METHOD(name) "santong.v1.CatalogService/" name

template <typename Asked, typename Answer, typename Query>
grpc::ServerUnaryReactor* CatalogService::Read(grpc::CallbackServerContext* context,
                                               const Asked* request, Answer* reply,
                                               const char* method, Query query) {
  return rpc::Unary(
      gate_, context, request, reply, method,
      [this, query](rpc::Call&& call, const Asked& asked, Answer* reply, rpc::Done done) {
        auto answer = query(*store_.Snapshot(), call, asked);
        const absl::Status status = answer.status();
        if (status.ok()) *reply = *std::move(answer);
        std::move(done)(status);
      });
}

grpc::ServerUnaryReactor* CatalogService::LookupDocument(grpc::CallbackServerContext* context,
                                                         const v1::LookupDocumentRequest* request,
                                                         v1::LookupDocumentResponse* reply) {
  return Read(context, request, reply, SANTONG_METHOD("LookupDocument"),
              [this](const kv::Reader& reader, const rpc::Call&, const auto& asked) {
                return queries::ShowLookup(reader, settings_, asked);
              });
}

grpc::ServerUnaryReactor* CatalogService::CheckBasis(grpc::CallbackServerContext* context,
                                                     const v1::CheckBasisRequest* request,
                                                     v1::Basis* reply) {
  return Read(context, request, reply, SANTONG_METHOD("CheckBasis"),
              [](const kv::Reader& reader, const rpc::Call& call, const auto& asked) {
                return queries::CheckBasis(reader, asked, call.now, call.today);
              });
}

grpc::ServerUnaryReactor* CatalogService::BatchCheckBasis(grpc::CallbackServerContext* context,
                                                          const v1::BatchCheckBasisRequest* request,
                                                          v1::BatchCheckBasisResponse* reply) {
  return Read(context, request, reply, SANTONG_METHOD("BatchCheckBasis"),
              [](const kv::Reader& reader, const rpc::Call& call, const auto& asked) {
                return queries::BatchCheckBasis(reader, asked, call.now, call.today);
              });
}

grpc::ServerUnaryReactor* CatalogService::SearchDocuments(grpc::CallbackServerContext* context,
                                                          const v1::SearchDocumentsRequest* request,
                                                          v1::SearchDocumentsResponse* reply) {
  return Read(context, request, reply, SANTONG_METHOD("SearchDocuments"),
              [this](const kv::Reader& reader, const rpc::Call& call, const auto& asked) {
                return queries::SearchDocuments(reader, settings_, index_, asked, call.today);
              });
}

grpc::ServerUnaryReactor* CatalogService::DiffVersions(grpc::CallbackServerContext* context,
                                                       const v1::DiffVersionsRequest* request,
                                                       v1::DiffVersionsResponse* reply) {
  return Read(context, request, reply, SANTONG_METHOD("DiffVersions"),
              [this](const kv::Reader& reader, const rpc::Call& call, const auto& asked) {
                return queries::DiffVersions(reader, settings_, call.caller, asked);
              });
}

grpc::ServerUnaryReactor* CatalogService::ListCitations(grpc::CallbackServerContext* context,
                                                        const v1::ListCitationsRequest* request,
                                                        v1::ListCitationsResponse* reply) {
  return Read(context, request, reply, SANTONG_METHOD("ListCitations"),
              [this](const kv::Reader& reader, const rpc::Call&, const auto& asked) {
                return queries::ListCitations(reader, index_, asked);
              });
}

grpc::ServerWriteReactor<v1::WatchCatalogResponse>* CatalogService::WatchCatalog(
    grpc::CallbackServerContext* context, const v1::WatchCatalogRequest* request) {
  return SendEvents(gate_, context, store_, watch_, *request);
}

grpc::ServerWriteReactor<v1::ExportCatalogResponse>* CatalogService::ExportCatalog(
    grpc::CallbackServerContext* context, const v1::ExportCatalogRequest* request) {
  return SendExport(gate_, context, store_, settings_, site_url_, *request);
}

#undef SANTONG_METHOD

}  // namespace santong::services
