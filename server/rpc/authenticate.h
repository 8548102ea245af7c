// Who calls: by bearer token, by client certificate, or nobody (the public).
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/domain/access/caller.h"

namespace grpc {
class ServerContextBase;
}

namespace santong::rpc {

// Where principals are found. Thread-safe; asked on every call that brings credentials, so it
// should hold what it found in memory.
class PrincipalSource {
 public:
  virtual ~PrincipalSource() = default;
  // The principal whose token has this SHA-256 (32 bytes). NOT_FOUND when there is none, or the
  // token has expired or was revoked, or the principal is disabled.
  virtual absl::StatusOr<access::Caller> ByTokenSha256(absl::string_view sha256,
                                                       absl::Time now) = 0;
  // The principal with this certificate_subject (a common name). NOT_FOUND as above.
  virtual absl::StatusOr<access::Caller> ByCertificateSubject(absl::string_view subject,
                                                              absl::Time now) = 0;
};

// The caller. `authorization: Bearer TOKEN` decides when it is there; otherwise a verified client
// certificate, where `client_certificates` says that the server asks for them; otherwise the
// public. UNAUTHENTICATED (TOKEN_INVALID) for credentials that are malformed or that the source
// does not know: bad credentials are never taken for the public. Another error of the source is
// passed on.
absl::StatusOr<access::Caller> Authenticate(const grpc::ServerContextBase& context,
                                            PrincipalSource& source, bool client_certificates,
                                            absl::Time now);

}  // namespace santong::rpc
