#include "client/lib/channel.h"

#include <arpa/inet.h>

#include <fstream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/security/credentials.h"

namespace santong::client {
namespace {

// Only UNAVAILABLE is tried again (AIP-194); a mutation may be, because its request_id is the same.
constexpr char kServiceConfig[] = R"json({
  "methodConfig": [
    {"name": [{}], "waitForReady": true,
     "retryPolicy": {"maxAttempts": 4, "initialBackoff": "0.2s", "maxBackoff": "3s",
                     "backoffMultiplier": 2, "retryableStatusCodes": ["UNAVAILABLE"]}}],
  "retryThrottling": {"maxTokens": 10, "tokenRatio": 0.1}
})json";
constexpr int kMessageBytesMax = 8 << 20;
constexpr int kKeepaliveTimeMs = 60'000;
constexpr int kKeepaliveTimeoutMs = 20'000;
// How soon a server that is back is found again, at first and at most; gRPC's own would be 2
// minutes.
constexpr int kReconnectMs = 200;
constexpr int kReconnectMaxMs = 5'000;

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  if (!in || !(bytes << in.rdbuf())) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  return bytes.str();
}

bool IsLoopback(absl::string_view address) {
  if (absl::StartsWith(address, "127.")) {  // four numbers: 127.example.com is anybody's
    const std::string host(address.substr(0, address.rfind(':')));
    in_addr parsed;
    return inet_pton(AF_INET, host.c_str(), &parsed) == 1;
  }
  return absl::StartsWith(address, "localhost:") || absl::StartsWith(address, "[::1]:") ||
         absl::StartsWith(address, "unix:");
}

bool UsesTls(const Options& options) {
  return options.tls || !options.ca_file.empty() || !options.certificate_file.empty() ||
         !options.key_file.empty() || !options.server_name.empty();
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeCredentials(const Options& options) {
  if (!UsesTls(options)) {
    if (!options.token_file.empty() && !IsLoopback(options.address)) {
      return absl::FailedPreconditionError(
          absl::StrCat("a token is not sent in clear to ", options.address, ": use --tls"));
    }
    return grpc::InsecureChannelCredentials();
  }
  if (options.certificate_file.empty() != options.key_file.empty()) {
    return absl::InvalidArgumentError(
        "a client certificate needs its key, and a key its certificate");
  }
  grpc::SslCredentialsOptions ssl;
  const std::pair<const std::string*, std::string*> files[] = {
      {&options.ca_file, &ssl.pem_root_certs},
      {&options.certificate_file, &ssl.pem_cert_chain},
      {&options.key_file, &ssl.pem_private_key}};
  for (const auto& [path, pem] : files) {
    if (path->empty()) continue;
    auto bytes = ReadFile(*path);
    if (!bytes.ok()) return bytes.status();
    *pem = *std::move(bytes);
  }
  return grpc::SslCredentials(ssl);
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Connection>> Connection::Create(const Options& options) {
  auto connection = std::make_shared<Connection>();
  connection->options_ = options;
  auto credentials = MakeCredentials(options);
  if (!credentials.ok()) return credentials.status();
  if (!options.token_file.empty()) {
    auto token = ReadFile(options.token_file);
    if (!token.ok()) return token.status();
    connection->token_ = std::string(absl::StripAsciiWhitespace(*token));
  }
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(kServiceConfig);
  arguments.SetLoadBalancingPolicyName("round_robin");
  arguments.SetMaxReceiveMessageSize(kMessageBytesMax);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveTimeMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kReconnectMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kReconnectMaxMs);
  arguments.SetUserAgentPrefix("santong-cli");
  // A proxy of the environment would get what is meant for this machine, and the token with it.
  if (IsLoopback(options.address)) arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  if (!options.server_name.empty()) arguments.SetSslTargetNameOverride(options.server_name);
  connection->channel_ = grpc::CreateCustomChannel(options.address, *credentials, arguments);
  return connection;
}

std::unique_ptr<grpc::ClientContext> Connection::NewContext(absl::Duration timeout) const {
  auto context = std::make_unique<grpc::ClientContext>();
  if (timeout != absl::InfiniteDuration()) {
    context->set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  }
  if (!token_.empty()) context->AddMetadata("authorization", absl::StrCat("Bearer ", token_));
  if (!options_.language.empty()) context->AddMetadata("accept-language", options_.language);
  return context;
}

bool Connection::WaitUntilConnected(absl::Duration timeout) const {
  return channel_->WaitForConnected(absl::ToChronoTime(absl::Now() + timeout));
}

bool Connection::IsConnected() const { return channel_->GetState(false) == GRPC_CHANNEL_READY; }

}  // namespace santong::client
