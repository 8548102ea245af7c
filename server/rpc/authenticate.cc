#include "server/rpc/authenticate.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/security/auth_context.h>
#include <grpcpp/server_context.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "server/domain/digest/sha256.h"
#include "server/domain/error/refusal.h"

namespace santong::rpc {
namespace {

constexpr size_t kTokenBytesMax = 512;
constexpr absl::string_view kScheme = "bearer ";

absl::StatusOr<access::Caller> Known(absl::StatusOr<access::Caller> found) {
  if (absl::IsNotFound(found.status())) return error::Refuse(v1::ERROR_REASON_TOKEN_INVALID);
  if (!found.ok()) return found.status();
  // Nobody outside is the server itself, whatever was stored.
  auto& roles = found->roles;
  roles.erase(std::remove(roles.begin(), roles.end(), v1::ROLE_SYSTEM), roles.end());
  return found;
}

}  // namespace

absl::StatusOr<access::Caller> Authenticate(const grpc::ServerContextBase& context,
                                            PrincipalSource& source, bool client_certificates,
                                            absl::Time now) {
  const auto& metadata = context.client_metadata();
  const auto authorization = metadata.find("authorization");
  if (authorization != metadata.end()) {
    const absl::string_view value(authorization->second.data(), authorization->second.size());
    if (!absl::StartsWithIgnoreCase(value, kScheme)) {
      return error::Refuse(v1::ERROR_REASON_TOKEN_INVALID);
    }
    const absl::string_view token = absl::StripAsciiWhitespace(value.substr(kScheme.size()));
    if (token.empty() || token.size() > kTokenBytesMax) {
      return error::Refuse(v1::ERROR_REASON_TOKEN_INVALID);
    }
    return Known(source.ByTokenSha256(digest::Sha256(token), now));
  }
  if (client_certificates) {
    const auto peer = context.auth_context();
    if (peer->IsPeerAuthenticated()) {
      const auto names = peer->FindPropertyValues(GRPC_X509_CN_PROPERTY_NAME);
      if (names.size() != 1) return error::Refuse(v1::ERROR_REASON_TOKEN_INVALID);
      return Known(source.ByCertificateSubject({names[0].data(), names[0].size()}, now));
    }
  }
  return access::PublicCaller();
}

}  // namespace santong::rpc
