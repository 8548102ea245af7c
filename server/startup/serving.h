// What the config says of serving, as the parts that serve take it.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "santong/store/v1/copy_record.pb.h"
#include "server/gateway/answer_cache.h"
#include "server/gateway/gateway.h"
#include "server/gateway/http_server.h"
#include "server/ops/certificate.h"
#include "server/ops/clock.h"
#include "server/ops/config.h"
#include "server/pages/site.h"
#include "server/rpc/server.h"
#include "storage/kv/store.h"

namespace santong::startup {

// Reads the certificate's files; INVALID_ARGUMENT names the one that cannot be read, or says that
// tls_client_ca holds none.
// `descriptors` must outlive what serves by them.
absl::StatusOr<rpc::ServerOptions> ServerOptionsOf(const ops::Config& config,
                                                   ops::Descriptors* descriptors);

// HTTP, with the certificate of the gRPC side.
gateway::HttpOptions HttpOptionsOf(const ops::Config& config, const rpc::ServerOptions& server);

// Reads the certificate's files anew for both sides (`http` may be null). On an error, which names
// the file, both keep what they have. `served` is told of the new certificate.
absl::Status RenewTls(const ops::Config& config, rpc::Server& calls, gateway::Gateway* http,
                      ops::ServedCertificate& served);

// What the register is now, for what is kept of its answers. Both must outlive it.
std::function<gateway::RegisterState()> StateNow(const kv::Store& store, const ops::Clock& clock);

// `copy` is what the store of a copy says of itself. The store and the clock must outlive the
// pages.
pages::PageOptions PageOptionsOf(const ops::Config& config,
                                 const std::optional<store::v1::CopyRecord>& copy,
                                 const kv::Store& store, const ops::Clock& clock);

// Where the log's tiles lie.
std::string TilesFolder(const ops::Config& config);

}  // namespace santong::startup
