#include "server/rpc/renewable_tls.h"

#include <utility>

#include "grpc/grpc.h"

namespace santong::rpc {
namespace {

// grpc++ wraps every kind of credentials but this one, whose certificate is fetched.
class FetchedCredentials final : public grpc::ServerCredentials {
 public:
  explicit FetchedCredentials(grpc_server_credentials* credentials) : credentials_(credentials) {}
  ~FetchedCredentials() override { grpc_server_credentials_release(credentials_); }

  // Who calls is told from the certificate and the token of each call (gate.h).
  void SetAuthMetadataProcessor(const std::shared_ptr<grpc::AuthMetadataProcessor>&) override {}

 private:
  int AddPortToServer(const std::string& address, grpc_server* server) override {
    return grpc_server_add_http2_port(server, address.c_str(), credentials_);
  }

  grpc_server_credentials* const credentials_;
};

}  // namespace

RenewableTls::RenewableTls(TlsTexts texts, grpc_ssl_client_certificate_request_type clients)
    : clients_(clients), texts_(std::move(texts)) {}

std::shared_ptr<grpc::ServerCredentials> RenewableTls::Credentials() {
  return std::make_shared<FetchedCredentials>(grpc_ssl_server_credentials_create_with_options(
      grpc_ssl_server_credentials_create_options_using_config_fetcher(clients_, Fetch, this)));
}

void RenewableTls::Renew(TlsTexts texts) {
  absl::MutexLock lock(&mutex_);
  texts_ = std::move(texts);
  fetched_ = false;
}

grpc_ssl_certificate_config_reload_status RenewableTls::Fetch(
    void* self, grpc_ssl_server_certificate_config** config) {
  auto& tls = *static_cast<RenewableTls*>(self);
  absl::MutexLock lock(&tls.mutex_);
  if (std::exchange(tls.fetched_, true)) return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_UNCHANGED;
  const grpc_ssl_pem_key_cert_pair pair = {tls.texts_.key.c_str(), tls.texts_.certificate.c_str()};
  // gRPC wants some CA also where no client is asked for a certificate, and nothing is checked by
  // it.
  const std::string& ca =
      tls.texts_.client_ca.empty() ? tls.texts_.certificate : tls.texts_.client_ca;
  *config = grpc_ssl_server_certificate_config_create(ca.c_str(), &pair, 1);
  return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_NEW;
}

}  // namespace santong::rpc
