// Reads PEM certificates, so that what is wrong with one is said at start-up and not at the first
// handshake.
#pragma once

#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace santong::ops {

// INVALID_ARGUMENT, with the mend, unless the first certificate of the chain and the key are PEM
// and belong together.
absl::Status CheckKeyPair(absl::string_view certificate_pem, absl::string_view key_pem);

// INVALID_ARGUMENT, with the mend, unless the text, that of tls_client_ca, begins with a PEM
// certificate.
absl::Status CheckClientCa(absl::string_view pem);

// Until when the first certificate of the chain is good. INVALID_ARGUMENT when it is not PEM.
absl::StatusOr<absl::Time> ExpiryOf(absl::string_view certificate_pem);

// The certificate that new connections are shown. That of the file is another until it is read.
// Thread-safe.
class ServedCertificate {
 public:
  void Set(std::string pem);
  // As ExpiryOf; the infinite future while there is none.
  absl::StatusOr<absl::Time> Expiry() const;

 private:
  mutable absl::Mutex mutex_;
  std::string pem_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace santong::ops
