// The gRPC server: sockets, TLS, limits, health, reflection, drain.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/ops/descriptors.h"
#include "server/rpc/gate.h"

namespace grpc {
class Channel;
class Service;
}  // namespace grpc

namespace santong::rpc {

struct ServerOptions {
  std::string listen = "127.0.0.1:0";  // HOST:PORT or unix:PATH; port 0 takes a free one
  // PEM texts, not paths. With a certificate every connection is TLS.
  std::string tls_certificate{};
  std::string tls_key{};
  // Clients may present a certificate that this CA signed; with `require` they must.
  std::string tls_client_ca{};
  bool tls_require_client_certificate = false;
  int max_message_bytes = 8 << 20;
  int max_metadata_bytes = 16 << 10;
  int max_concurrent_streams = 256;                   // of one connection
  int64_t memory_bytes = int64_t{256} << 20;          // for calls in flight, all connections
  absl::Duration handshake_time = absl::Seconds(10);  // until a connection can take calls
  absl::Duration idle_time = absl::Minutes(15);  // without a call; clients come back by themselves
  absl::Duration keepalive_time = absl::Minutes(2);
  absl::Duration keepalive_timeout = absl::Seconds(20);
  absl::Duration min_ping_interval = absl::Seconds(20);
  ops::Descriptors* descriptors = nullptr;  // outlives the server; null: no connection is too many
};

class Server {
 public:
  // Starts to take calls. `gate` and `services` must outlive the server. INVALID_ARGUMENT, with the
  // mend, for an address that is not loopback without TLS, for a key that does not fit its
  // certificate, for a client CA without TLS; UNAVAILABLE when the address cannot be bound. Every
  // service is healthy and "readiness" is SERVING.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options, Gate& gate,
                                                       std::vector<grpc::Service*> services);
  ~Server();  // ends calls at once if they were not drained

  int port() const;  // 0 for a unix socket
  // A channel to this server that passes no socket.
  std::shared_ptr<grpc::Channel> InProcessChannel();

  // Takes the certificate, key and client CA of `options` for connections that come from now on.
  // INVALID_ARGUMENT, and nothing is changed, when the key does not fit, or when the client CA is
  // none and clients are asked for certificates. Without effect on a server that was started
  // without TLS.
  absl::Status RenewTls(const ServerOptions& options);

  // Sets "readiness" (and no other name), e.g. while the store takes no writes.
  void SetReady(bool ready);
  // Readiness off; new calls are refused; those that are in may finish until `limit` has passed,
  // then they are cancelled. Returns when no call is left. Called once.
  void Drain(absl::Duration limit);

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  const std::unique_ptr<State> state_;
};

}  // namespace santong::rpc
