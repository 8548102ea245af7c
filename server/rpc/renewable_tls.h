// TLS of a gRPC server whose certificate may be renewed while it serves.
#pragma once

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "grpc/grpc_security.h"
#include "grpcpp/security/server_credentials.h"

namespace santong::rpc {

// PEM texts.
struct TlsTexts {
  std::string certificate;
  std::string key;
  std::string client_ca;
};

// Thread-safe. gRPC asks it before each handshake, so it must outlive the server.
class RenewableTls {
 public:
  RenewableTls(TlsTexts texts, grpc_ssl_client_certificate_request_type clients);
  RenewableTls(const RenewableTls&) = delete;
  RenewableTls& operator=(const RenewableTls&) = delete;

  std::shared_ptr<grpc::ServerCredentials> Credentials();
  // Whether clients are asked for certificates, which some CA must have signed.
  bool asks_clients() const { return clients_ != GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE; }
  // From the next handshake on; connections that are open keep what they were opened with. The key
  // must be the certificate's.
  void Renew(TlsTexts texts);

 private:
  static grpc_ssl_certificate_config_reload_status Fetch(
      void* self, grpc_ssl_server_certificate_config** config);

  const grpc_ssl_client_certificate_request_type clients_;
  absl::Mutex mutex_;
  TlsTexts texts_ ABSL_GUARDED_BY(mutex_);
  bool fetched_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace santong::rpc
