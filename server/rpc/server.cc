#include "server/rpc/server.h"

#include <grpc/grpc.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/server_builder_option.h>
#include <grpcpp/impl/server_initializer.h>
#include <grpcpp/resource_quota.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/stubs/logging.h"
#include "server/ops/address.h"
#include "server/ops/certificate.h"
#include "server/rpc/grpc_log.h"
#include "server/rpc/listener.h"
#include "server/rpc/readable_service.h"
#include "server/rpc/reflection.h"
#include "server/rpc/renewable_tls.h"
#include "server/rpc/service_list.h"

namespace santong::rpc {
namespace {

constexpr char kReadiness[] = "readiness";
// Replies that are written but not yet sent when the last call ended; health watchers are cut off
// after it.
constexpr absl::Duration kFlushTime = absl::Seconds(1);

// Learns the names of all services, those of the library included, when the server is built.
class NameCollector final : public grpc::ServerBuilderOption {
 public:
  explicit NameCollector(std::vector<std::string>* names) : names_(names) {}
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    plugins->push_back(std::make_unique<Plugin>(names_));
  }

 private:
  class Plugin final : public grpc::ServerBuilderPlugin {
   public:
    explicit Plugin(std::vector<std::string>* names) : names_(names) {}
    std::string name() override { return "santong.names"; }
    void InitServer(grpc::ServerInitializer*) override {}
    void Finish(grpc::ServerInitializer* initializer) override {
      *names_ = *initializer->GetServiceList();
    }
    void ChangeArguments(const std::string&, void*) override {}

   private:
    std::vector<std::string>* const names_;
  };

  std::vector<std::string>* const names_;
};

absl::Status CheckTexts(const ServerOptions& options) {
  absl::Status fit = ops::CheckKeyPair(options.tls_certificate, options.tls_key);
  if (fit.ok() && !options.tls_client_ca.empty()) fit = ops::CheckClientCa(options.tls_client_ca);
  return fit;
}

absl::Status CheckOptions(const ServerOptions& options) {
  if (absl::Status s = ops::CheckAddress("listen", options.listen); !s.ok()) return s;
  const bool tls = !options.tls_certificate.empty() || !options.tls_key.empty();
  if (tls) {
    if (absl::Status s = CheckTexts(options); !s.ok()) return s;
  } else if (!options.tls_client_ca.empty()) {
    return absl::InvalidArgumentError(
        "tls_client_ca is given without TLS; give tls_certificate and tls_key, too");
  } else if (!ops::IsLoopback(options.listen)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "listen ", options.listen,
        " can be reached from other machines and TLS is off; give tls_certificate and tls_key, or "
        "listen on 127.0.0.1"));
  }
  if (options.tls_require_client_certificate && options.tls_client_ca.empty()) {
    return absl::InvalidArgumentError(
        "tls_require_client_certificate needs tls_client_ca, the CA that signed the clients' "
        "certificates");
  }
  return absl::OkStatus();
}

TlsTexts TextsOf(const ServerOptions& options) {
  return {options.tls_certificate, options.tls_key, options.tls_client_ca};
}

grpc_ssl_client_certificate_request_type ClientsOf(const ServerOptions& options) {
  if (options.tls_client_ca.empty()) return GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE;
  return options.tls_require_client_certificate
             ? GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY
             : GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY;
}

// What the in-process channel takes of an answer: what a call brought goes out with what the
// register says of it. A piece of evidence is larger than the 4 MiB that gRPC takes by itself.
int AnswerBytesMax(const ServerOptions& options) {
  constexpr int64_t kCalls = 2;
  const int64_t call = std::max(options.max_message_bytes, ServerOptions{}.max_message_bytes);
  return static_cast<int>(std::min<int64_t>(kCalls * call, std::numeric_limits<int>::max()));
}

void SetLimits(const ServerOptions& options, grpc::ServerBuilder& builder) {
  grpc::ResourceQuota quota("santong");
  quota.Resize(static_cast<size_t>(options.memory_bytes));
  builder.SetResourceQuota(quota);
  builder.SetMaxReceiveMessageSize(options.max_message_bytes);
  const auto millis = [](absl::Duration d) {
    return static_cast<int>(absl::ToInt64Milliseconds(d));
  };
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, options.max_metadata_bytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, options.max_concurrent_streams);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, millis(options.handshake_time));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, millis(options.idle_time));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, millis(options.keepalive_time));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, millis(options.keepalive_timeout));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             millis(options.min_ping_interval));
}

}  // namespace

struct Server::State {
  State(Gate& gate, int answer_bytes_max)
      : gate(&gate), log(gate.log()), answer_bytes_max(answer_bytes_max) {}

  Gate* const gate;
  const GrpcLog log;                  // outlives the server, which speaks until it is gone
  const int answer_bytes_max;         // on the in-process channel
  std::unique_ptr<RenewableTls> tls;  // null without
  std::vector<std::unique_ptr<grpc::Service>> readable;
  Reflection reflection;
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> acceptor;
  std::unique_ptr<Listener> listener;  // ends before what it hands connections to
};

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() {
  state_->listener->Stop();
  state_->server->Shutdown(absl::ToChronoTime(ops::Clock::MachineNow()));
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options, Gate& gate,
                                                      std::vector<grpc::Service*> services) {
  if (absl::Status s = CheckOptions(options); !s.ok()) return s;
  // Protobuf would write a line to stderr for every message that it cannot parse; the gate answers
  // and logs it.
  google::protobuf::SetLogHandler(nullptr);
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();  // v1alpha

  auto state = std::make_unique<State>(gate, AnswerBytesMax(options));
  std::vector<std::string> names;
  grpc::ServerBuilder builder;
  SetLimits(options, builder);
  builder.SetOption(std::make_unique<NameCollector>(&names));
  if (!options.tls_certificate.empty()) {
    state->tls = std::make_unique<RenewableTls>(TextsOf(options), ClientsOf(options));
  }
  auto listener = Listener::Open(options.listen, options.descriptors);
  if (!listener.ok()) return listener.status();
  state->listener = *std::move(listener);
  state->acceptor = builder.experimental().AddExternalConnectionAcceptor(
      grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD,
      state->tls == nullptr ? grpc::InsecureServerCredentials() : state->tls->Credentials());
  for (grpc::Service* service : services) {
    if (const auto* descriptor = DescriptorOf(service)) {
      state->readable.push_back(MakeReadable(*service, *descriptor, gate));
      service = state->readable.back().get();
    }
    builder.RegisterService(service);
  }
  builder.RegisterService(&state->reflection);
  state->server = builder.BuildAndStart();
  if (state->server == nullptr) return absl::InternalError("gRPC did not start");
  auto* health = state->server->GetHealthCheckService();
  for (const std::string& name : names) health->SetServingStatus(name, true);
  health->SetServingStatus(kReadiness, true);
  state->reflection.SetServiceNames(std::move(names));
  state->listener->Serve([acceptor = state->acceptor.get()](int descriptor) {
    grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters connection;
    connection.fd = descriptor;
    acceptor->HandleNewConnection(&connection);
  });
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

int Server::port() const { return state_->listener->port(); }

std::shared_ptr<grpc::Channel> Server::InProcessChannel() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(state_->answer_bytes_max);
  return state_->server->InProcessChannel(arguments);
}

absl::Status Server::RenewTls(const ServerOptions& options) {
  if (state_->tls == nullptr) return absl::OkStatus();
  absl::Status fit = CheckTexts(options);
  // A file that is just empty is not the wish to take the server's own chain for the clients' CA.
  if (fit.ok() && state_->tls->asks_clients()) fit = ops::CheckClientCa(options.tls_client_ca);
  if (fit.ok()) state_->tls->Renew(TextsOf(options));
  return fit;
}

void Server::SetReady(bool ready) {
  state_->server->GetHealthCheckService()->SetServingStatus(kReadiness, ready);
}

void Server::Drain(absl::Duration limit) {
  SetReady(false);
  state_->gate->Drain();
  state_->gate->AwaitIdle(limit);
  state_->listener->Stop();
  state_->server->Shutdown(absl::ToChronoTime(ops::Clock::MachineNow() + kFlushTime));
}

}  // namespace santong::rpc
