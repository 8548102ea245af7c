// The HTTP side of the server: which path is answered by whom.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/gateway/answer_cache.h"
#include "server/gateway/http_server.h"

namespace grpc {
class Channel;
}

namespace santong::gateway {

class Gateway {
 public:
  // Serves over `channel`, which passes no socket, messages of at most `max_message_bytes`, and the
  // log's tiles from their folder; what no other path takes is answered by `pages`, which must
  // outlive the gateway. `state` is the register's (Connect). Errors are HttpServer's.
  static absl::StatusOr<std::unique_ptr<Gateway>> Start(
      HttpOptions options, size_t max_message_bytes, const std::string& tiles_folder,
      const std::shared_ptr<grpc::Channel>& channel, std::function<RegisterState()> state,
      HttpHandler& pages);
  ~Gateway();

  int port() const;
  // See HttpServer::RenewTls.
  absl::Status RenewTls(const HttpOptions& options);
  // See HttpServer::Drain.
  void Drain(absl::Duration limit);

 private:
  struct Parts;
  explicit Gateway(std::unique_ptr<Parts> parts);
  const std::unique_ptr<Parts> parts_;
};

}  // namespace santong::gateway
