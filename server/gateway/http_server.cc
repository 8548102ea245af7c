#include "server/gateway/http_server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <chrono>
#include <set>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/gateway/connection.h"
#include "server/gateway/site.h"
#include "server/ops/address.h"
#include "server/ops/certificate.h"

namespace santong::gateway {
namespace {

namespace net = boost::asio;
using net::ip::tcp;

// When no descriptor is left, accepting waits until some connection may have ended.
constexpr auto kAcceptPause = std::chrono::milliseconds(100);
// The name of the TLS sessions of clients with certificates.
constexpr unsigned char kSessions[] = {'s', 'a', 'n', 't', 'o', 'n', 'g'};

absl::Status CheckOptions(const HttpOptions& options) {
  if (absl::Status s = ops::CheckAddress("http_listen", options.listen); !s.ok()) return s;
  if (!options.tls_certificate.empty() || !options.tls_key.empty()) {
    return ops::CheckKeyPair(options.tls_certificate, options.tls_key);
  }
  if (!ops::IsLoopback(options.listen) || absl::StartsWith(options.listen, "unix:")) {
    return absl::InvalidArgumentError(absl::StrCat(
        "http_listen ", options.listen,
        " can be reached from other machines and TLS is off; give tls_certificate and tls_key, or "
        "listen on 127.0.0.1 behind a proxy"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::set<Site::Address>> ProxiesOf(const std::vector<std::string>& names) {
  std::set<Site::Address> proxies;
  for (const std::string& name : names) {
    boost::system::error_code error;
    proxies.insert(Site::Unmapped(net::ip::make_address(name, error)));
    if (error) {
      return absl::InvalidArgumentError(
          absl::StrCat("http_trusted_proxies: \"", name, "\" is no IP address"));
    }
  }
  return proxies;
}

absl::StatusOr<std::unique_ptr<net::ssl::context>> TlsOf(const HttpOptions& options) {
  if (options.tls_certificate.empty()) return nullptr;
  auto tls = std::make_unique<net::ssl::context>(net::ssl::context::tls_server);
  boost::system::error_code error;
  tls->set_options(net::ssl::context::default_workarounds | net::ssl::context::no_tlsv1 |
                       net::ssl::context::no_tlsv1_1,
                   error);
  if (!error) tls->use_certificate_chain(net::buffer(options.tls_certificate), error);
  if (!error) tls->use_private_key(net::buffer(options.tls_key), net::ssl::context::pem, error);
  if (!error && !options.tls_client_ca.empty()) {
    tls->add_certificate_authority(net::buffer(options.tls_client_ca), error);
    if (!error) {
      tls->set_verify_mode(net::ssl::verify_peer | net::ssl::verify_fail_if_no_peer_cert, error);
    }
    // OpenSSL ends the handshake of a client that comes back with its session unless the sessions
    // of those who were verified bear a name.
    SSL_CTX_set_session_id_context(tls->native_handle(), kSessions, sizeof kSessions);
  }
  if (error) {
    return absl::InvalidArgumentError(absl::StrCat("the TLS files: ", error.message()));
  }
  return tls;
}

}  // namespace

struct HttpServer::State {
  State(HttpOptions options, std::vector<Route> routes, std::set<Site::Address> proxies)
      : site(std::move(options), std::move(routes), std::move(proxies)),
        io(site.options().threads) {}

  // On the acceptor's strand.
  void Accept() {
    acceptor.async_accept(net::make_strand(io),
                          [this](boost::system::error_code error, Socket socket) {
                            if (!acceptor.is_open()) return;
                            if (error) {
                              CountRefused();
                              return Pause();
                            }
                            Admit(std::move(socket));
                            Accept();
                          });
  }
  // One that finds no place is closed at once: there is nothing to wait for.
  void Admit(Socket socket) {
    boost::system::error_code left;
    const tcp::endpoint peer = socket.remote_endpoint(left);
    if (left) return;
    ops::Descriptors* const descriptors = site.options().descriptors;
    if (descriptors != nullptr &&
        !descriptors->AdmitHttp(socket.native_handle(), site.IsProxy(peer.address()))) {
      return;
    }
    Site::Place place = site.Enter();
    if (!place) return CountRefused();
    Serve(site, std::move(place), std::move(socket), tls.get());
  }
  void CountRefused() {
    if (site.options().descriptors != nullptr) site.options().descriptors->CountRefused("HTTP");
  }
  void Pause() {
    pause.expires_after(kAcceptPause);
    pause.async_wait([this](boost::system::error_code error) {
      if (!error && acceptor.is_open()) Accept();
    });
  }
  void StopAccepting() {
    net::post(acceptor.get_executor(), [this] {
      boost::system::error_code ignored;
      acceptor.close(ignored);
      pause.cancel();
    });
  }

  Site site;
  std::shared_ptr<net::ssl::context> tls;  // of new connections; the acceptor's once it runs
  net::io_context io;
  net::executor_work_guard<net::io_context::executor_type> work{io.get_executor()};
  tcp::acceptor acceptor{net::make_strand(io)};
  net::steady_timer pause{acceptor.get_executor()};
  int port = 0;
  std::vector<std::thread> threads;
};

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}

HttpServer::~HttpServer() {
  state_->StopAccepting();
  state_->site.CloseAll();
  state_->site.AwaitEmpty(absl::InfiniteDuration());
  state_->work.reset();
  state_->io.stop();
  for (std::thread& thread : state_->threads) thread.join();
}

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(HttpOptions options,
                                                              std::vector<Route> routes) {
  if (absl::Status s = CheckOptions(options); !s.ok()) return s;
  auto proxies = ProxiesOf(options.trusted_proxies);
  if (!proxies.ok()) return proxies.status();
  auto tls = TlsOf(options);
  if (!tls.ok()) return tls.status();
  auto state = std::make_unique<State>(std::move(options), std::move(routes), *std::move(proxies));
  state->tls = *std::move(tls);

  const std::string& listen = state->site.options().listen;
  const size_t colon = listen.rfind(':');
  const std::string host(absl::StripPrefix(absl::StripSuffix(listen.substr(0, colon), "]"), "["));
  boost::system::error_code error;
  const auto found = tcp::resolver(state->io).resolve(
      host, listen.substr(colon + 1), tcp::resolver::passive | tcp::resolver::numeric_service,
      error);
  tcp::acceptor& acceptor = state->acceptor;
  if (!error) acceptor.open(found->endpoint().protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(*found, error);
  if (!error) acceptor.listen(net::socket_base::max_listen_connections, error);
  if (error) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen for HTTP on ", listen, ": ", error.message()));
  }
  state->port = acceptor.local_endpoint(error).port();
  net::post(acceptor.get_executor(), [state = state.get()] { state->Accept(); });
  for (int i = 0; i < state->site.options().threads; ++i) {
    state->threads.emplace_back([state = state.get()] { state->io.run(); });
  }
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

absl::Status HttpServer::RenewTls(const HttpOptions& options) {
  if (state_->site.options().tls_certificate.empty()) return absl::OkStatus();
  if (absl::Status fit = ops::CheckKeyPair(options.tls_certificate, options.tls_key); !fit.ok()) {
    return fit;
  }
  auto renewed = TlsOf(options);
  if (!renewed.ok()) return renewed.status();
  net::post(
      state_->acceptor.get_executor(),
      [state = state_.get(), tls = std::shared_ptr(*std::move(renewed))] { state->tls = tls; });
  return absl::OkStatus();
}

int HttpServer::port() const { return state_->port; }

void HttpServer::Drain(absl::Duration limit) {
  state_->StopAccepting();
  state_->site.Drain();
  state_->site.AwaitEmpty(limit);
}

}  // namespace santong::gateway
