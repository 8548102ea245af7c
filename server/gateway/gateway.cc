#include "server/gateway/gateway.h"

#include <utility>

#include "server/gateway/connect.h"
#include "server/gateway/health.h"
#include "server/gateway/tiles.h"
#include "server/gateway/worker_pool.h"

namespace santong::gateway {
namespace {

// Pages wait for calls without a socket, which take milliseconds.
constexpr int kWorkers = 16;
constexpr int kWaitingMax = 512;

}  // namespace

struct Gateway::Parts {
  Parts(const std::shared_ptr<grpc::Channel>& channel, size_t max_message_bytes,
        const std::string& tiles_folder, Connect::StateNow state, HttpHandler& pages)
      : alive(channel, ""),
        ready(channel, "readiness"),
        connect(channel, max_message_bytes, std::move(state)),
        files(tiles_folder),
        tiles(files, workers),
        other(pages, workers) {}

  WorkerPool workers{kWorkers, kWaitingMax};
  Health alive;
  Health ready;
  Connect connect;
  Tiles files;
  Blocking tiles;
  Blocking other;
  std::unique_ptr<HttpServer> server;
};

Gateway::Gateway(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Gateway::~Gateway() = default;

absl::StatusOr<std::unique_ptr<Gateway>> Gateway::Start(
    HttpOptions options, size_t max_message_bytes, const std::string& tiles_folder,
    const std::shared_ptr<grpc::Channel>& channel, Connect::StateNow state, HttpHandler& pages) {
  auto parts =
      std::make_unique<Parts>(channel, max_message_bytes, tiles_folder, std::move(state), pages);
  std::vector<Route> routes = {{"/healthz", &parts->alive},       {"/readyz", &parts->ready},
                               {"/santong.v1.", &parts->connect}, {"/checkpoint", &parts->tiles},
                               {"/tile/", &parts->tiles},         {"/", &parts->other}};
  auto server = HttpServer::Start(std::move(options), std::move(routes));
  if (!server.ok()) return server.status();
  parts->server = *std::move(server);
  return std::unique_ptr<Gateway>(new Gateway(std::move(parts)));
}

absl::Status Gateway::RenewTls(const HttpOptions& options) {
  return parts_->server->RenewTls(options);
}
int Gateway::port() const { return parts_->server->port(); }

void Gateway::Drain(absl::Duration limit) { parts_->server->Drain(limit); }

}  // namespace santong::gateway
