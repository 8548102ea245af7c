// The edge's view of the stored principals.
#pragma once

#include "server/queries/principal.h"
#include "server/rpc/authenticate.h"

namespace santong::services {

class Principals final : public rpc::PrincipalSource {
 public:
  explicit Principals(const kv::Store& store) : lookup_(store) {}

  absl::StatusOr<access::Caller> ByTokenSha256(absl::string_view sha256, absl::Time now) override {
    return lookup_.ByTokenSha256(sha256, now);
  }
  absl::StatusOr<access::Caller> ByCertificateSubject(absl::string_view subject) override {
    return lookup_.ByCertificateSubject(subject);
  }

 private:
  queries::PrincipalLookup lookup_;
};

}  // namespace santong::services
