// The edge's view of the stored principals.
#pragma once

#include "server/ops/clock.h"
#include "server/queries/principal.h"
#include "server/rpc/authenticate.h"

namespace santong::services {

class Principals final : public rpc::PrincipalSource {
 public:
  Principals(const kv::Store& store, settings::SettingsCache& settings)
      : lookup_(store, settings) {}

  absl::StatusOr<access::Caller> ByTokenSha256(absl::string_view sha256, absl::Time now) override {
    return lookup_.ByTokenSha256(sha256, now, ops::Clock::DayOf(now));
  }
  absl::StatusOr<access::Caller> ByCertificateSubject(absl::string_view subject,
                                                      absl::Time now) override {
    return lookup_.ByCertificateSubject(subject, ops::Clock::DayOf(now));
  }

 private:
  queries::PrincipalLookup lookup_;
};

}  // namespace santong::services
