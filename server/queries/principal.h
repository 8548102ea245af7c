// A credential → who it belongs to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "server/domain/access/caller.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::queries {

// Looks credentials up and keeps what it found until a principal, a token, an organ or a policy
// changes, or a day ends. Thread-safe.
class PrincipalLookup {
 public:
  // Both must outlive it.
  PrincipalLookup(const kv::Store& store, settings::SettingsCache& settings)
      : store_(store), settings_(settings) {}

  // NOT_FOUND when the credential is unknown, expired or revoked at `now`, or its principal is
  // disabled: which of these is not said. The roles are those that count on `today`, the civil day
  // of `now` (access/registrar.h).
  absl::StatusOr<access::Caller> ByTokenSha256(absl::string_view sha256, absl::Time now,
                                               absl::CivilDay today);
  absl::StatusOr<access::Caller> ByCertificateSubject(absl::string_view subject,
                                                      absl::CivilDay today);

 private:
  struct Known {
    access::Caller caller;
    absl::Time expire_time;
  };
  // What an answer rests on besides the credential.
  struct Basis {
    uint64_t principals = 0;  // stamps
    uint64_t settings = 0;
    absl::CivilDay day;
    bool operator==(const Basis&) const = default;
  };
  static absl::StatusOr<Basis> BasisOf(const kv::Reader& reader, absl::CivilDay today);
  absl::StatusOr<access::Caller> CallerOf(const kv::Reader& reader, const std::string& name,
                                          absl::CivilDay today) const;
  // What is kept for this credential, or nullopt.
  std::optional<absl::StatusOr<access::Caller>> Kept(absl::string_view sha256, absl::Time now) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  const kv::Store& store_;
  settings::SettingsCache& settings_;
  absl::Mutex mutex_;
  std::optional<uint64_t> checked_ ABSL_GUARDED_BY(mutex_);  // Changes() when basis_ was read
  Basis basis_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, Known> known_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace santong::queries
