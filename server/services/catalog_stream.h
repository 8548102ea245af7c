// The streams of CatalogService. Each holds one message at a time, whatever the client does.
#pragma once

#include <string>

#include "santong/v1/catalog_service.grpc.pb.h"
#include "server/followers/watch_follower.h"
#include "server/rpc/gate.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::services {

// WatchCatalog. `watch` wakes it; all must outlive the call.
grpc::ServerWriteReactor<v1::WatchCatalogResponse>* SendEvents(
    rpc::Gate& gate, grpc::CallbackServerContext* context, const kv::Store& store,
    followers::WatchFollower& watch, const v1::WatchCatalogRequest& request);

// ExportCatalog, on one snapshot. `register_url` is where the register shows its pages; may be
// empty.
grpc::ServerWriteReactor<v1::ExportCatalogResponse>* SendExport(
    rpc::Gate& gate, grpc::CallbackServerContext* context, const kv::Store& store,
    settings::SettingsCache& settings, const std::string& register_url,
    const v1::ExportCatalogRequest& request);

}  // namespace santong::services
