// santong.v1.CatalogService: what everyone may ask.
#pragma once

#include <string>
#include <utility>

#include "santong/v1/catalog_service.grpc.pb.h"
#include "server/followers/watch_follower.h"
#include "server/rpc/gate.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"
#include "storage/search/search_index.h"

namespace santong::services {

class CatalogService final : public v1::CatalogService::CallbackService {
 public:
  // All must outlive the service. `site_url` is where the register shows its pages; may be empty.
  CatalogService(rpc::Gate& gate, kv::Store& store, settings::SettingsCache& settings,
                 const search::SearchIndex& index, followers::WatchFollower& watch,
                 std::string site_url)
      : gate_(gate),
        store_(store),
        settings_(settings),
        index_(index),
        watch_(watch),
        site_url_(std::move(site_url)) {}

  grpc::ServerUnaryReactor* LookupDocument(grpc::CallbackServerContext* context,
                                           const v1::LookupDocumentRequest* request,
                                           v1::LookupDocumentResponse* reply) override;
  grpc::ServerUnaryReactor* CheckBasis(grpc::CallbackServerContext* context,
                                       const v1::CheckBasisRequest* request,
                                       v1::Basis* reply) override;
  grpc::ServerUnaryReactor* BatchCheckBasis(grpc::CallbackServerContext* context,
                                            const v1::BatchCheckBasisRequest* request,
                                            v1::BatchCheckBasisResponse* reply) override;
  grpc::ServerUnaryReactor* SearchDocuments(grpc::CallbackServerContext* context,
                                            const v1::SearchDocumentsRequest* request,
                                            v1::SearchDocumentsResponse* reply) override;

  grpc::ServerUnaryReactor* DiffVersions(grpc::CallbackServerContext* context,
                                         const v1::DiffVersionsRequest* request,
                                         v1::DiffVersionsResponse* reply) override;
  grpc::ServerUnaryReactor* ListCitations(grpc::CallbackServerContext* context,
                                          const v1::ListCitationsRequest* request,
                                          v1::ListCitationsResponse* reply) override;
  grpc::ServerWriteReactor<v1::WatchCatalogResponse>* WatchCatalog(
      grpc::CallbackServerContext* context, const v1::WatchCatalogRequest* request) override;
  grpc::ServerWriteReactor<v1::ExportCatalogResponse>* ExportCatalog(
      grpc::CallbackServerContext* context, const v1::ExportCatalogRequest* request) override;

 private:
  // A method that is one query: `query(const kv::Reader&, const rpc::Call&, const Asked&)`.
  template <typename Asked, typename Answer, typename Query>
  grpc::ServerUnaryReactor* Read(grpc::CallbackServerContext* context, const Asked* request,
                                 Answer* reply, const char* method, Query query);

  rpc::Gate& gate_;
  kv::Store& store_;
  settings::SettingsCache& settings_;
  const search::SearchIndex& index_;
  followers::WatchFollower& watch_;
  const std::string site_url_;
};

}  // namespace santong::services
