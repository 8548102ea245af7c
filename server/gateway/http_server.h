// The HTTP/1.1 server: sockets, TLS, limits, drain (Boost.Beast).
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/gateway/exchange.h"
#include "server/ops/descriptors.h"

namespace santong::gateway {

struct HttpOptions {
  std::string listen = "127.0.0.1:0";  // HOST:PORT; port 0 takes a free one
  // PEM texts, not paths. With a certificate every connection is TLS (1.2 or newer).
  std::string tls_certificate{};
  std::string tls_key{};
  // With it every client must present a certificate that this CA signed. It logs nobody in.
  std::string tls_client_ca{};
  // Addresses whose X-Forwarded-For and X-Forwarded-Proto are believed.
  std::vector<std::string> trusted_proxies{};

  size_t max_header_bytes = 16 << 10;           // with the target
  size_t max_body_bytes = size_t{48} << 20;     // of one request
  size_t max_bodies_bytes = size_t{256} << 20;  // of all that are held at once
  size_t max_connections = 10240;
  absl::Duration header_time = absl::Seconds(10);  // until a header, or a handshake, is whole
  absl::Duration body_time = absl::Minutes(2);     // until a body is whole
  absl::Duration idle_time = absl::Seconds(60);    // between two requests
  absl::Duration write_time = absl::Seconds(30);   // until the client takes more of an answer
  int threads = 1;
  ops::Descriptors* descriptors = nullptr;  // outlives the server; null: none are counted
};

// What answers a path. A path that ends in '/' or '.' stands for all that begin so, another for
// itself alone; of several that fit the longest counts. Handlers outlive the server.
struct Route {
  std::string path;
  AsyncHandler* handler;
};

class HttpServer {
 public:
  // Starts to take connections. INVALID_ARGUMENT, with the mend, for an address that is not
  // loopback without TLS, for a key that does not fit its certificate, for a proxy that is no
  // address; UNAVAILABLE when the address cannot be bound.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(HttpOptions options,
                                                           std::vector<Route> routes);
  // Ends what is left at once, and waits until every handler has let its exchange go.
  ~HttpServer();

  int port() const;
  // Takes the certificate, key and client CA of `options` for connections that come from now on.
  // INVALID_ARGUMENT, and nothing is changed, when they do not fit. Without effect on a server that
  // was started without TLS.
  absl::Status RenewTls(const HttpOptions& options);
  // Takes no connection any more and closes idle ones; requests that are in may be answered until
  // `limit` has passed. Returns when none is left or the time is over.
  void Drain(absl::Duration limit);

 private:
  struct State;
  explicit HttpServer(std::unique_ptr<State> state);
  const std::unique_ptr<State> state_;
};

}  // namespace santong::gateway
