// A credential → who it belongs to.
#pragma once

#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/domain/access/caller.h"
#include "storage/kv/store.h"

namespace santong::queries {

// Looks credentials up and keeps what it found until a principal or a token changes. Thread-safe.
class PrincipalLookup {
 public:
  explicit PrincipalLookup(const kv::Store& store) : store_(store) {}

  // NOT_FOUND when the credential is unknown, expired or revoked at `now`, or its principal is
  // disabled: which of these is not said.
  absl::StatusOr<access::Caller> ByTokenSha256(absl::string_view sha256, absl::Time now);
  absl::StatusOr<access::Caller> ByCertificateSubject(absl::string_view subject);

 private:
  struct Known {
    access::Caller caller;
    absl::Time expire_time;
  };
  // What is kept for this credential, or nullopt.
  std::optional<absl::StatusOr<access::Caller>> Kept(absl::string_view sha256, absl::Time now) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  const kv::Store& store_;
  absl::Mutex mutex_;
  std::optional<uint64_t> checked_ ABSL_GUARDED_BY(mutex_);  // Changes() when stamp_ was read
  uint64_t stamp_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::flat_hash_map<std::string, Known> known_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace santong::queries
