// Seals personal data: AES-256-GCM under a data key of its own, which is wrapped by a key that
// lives in a file outside the store. Without the file the store alone shows nothing; without its
// wrapped key a sealed text is lost for ever, which is how it is erased.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace santong::vault {

struct Sealed {
  std::string wrapped_key;
  std::string box;
};

// The key of one case: seals all that belongs to it. Immutable; thread-safe.
class DataKey {
 public:
  // `context` must be given again to unseal: what was sealed as one thing opens as no other.
  // INTERNAL when OpenSSL fails.
  absl::StatusOr<std::string> Seal(absl::string_view context, absl::string_view plain) const;
  // DATA_LOSS when anything was changed, or the key or the context is another.
  absl::StatusOr<std::string> Unseal(absl::string_view context, absl::string_view box) const;

 private:
  friend class Vault;
  explicit DataKey(std::string key) : key_(std::move(key)) {}

  std::string key_;
};

// Immutable; thread-safe.
class Vault {
 public:
  // Reads the key, or makes it when there is no such file. INVALID_ARGUMENT when the file cannot be
  // read or written, is no key, or may be read by anyone but its owner (its mode is not 0600).
  static absl::StatusOr<std::unique_ptr<Vault>> Open(const std::string& path);

  // A new key, wrapped: to be kept with what it seals. INTERNAL when OpenSSL fails.
  absl::StatusOr<std::string> NewWrappedKey(absl::string_view context) const;
  // DATA_LOSS when `wrapped` was changed, or the key file or the context is another.
  absl::StatusOr<DataKey> Unwrap(absl::string_view context, absl::string_view wrapped) const;

  // Seals one thing under a key of its own. `context` must be given again to unseal. INTERNAL when
  // OpenSSL fails.
  absl::StatusOr<Sealed> Seal(absl::string_view context, absl::string_view plain) const;
  // DATA_LOSS when anything was changed, or the key or the context is another.
  absl::StatusOr<std::string> Unseal(absl::string_view context, const Sealed& sealed) const;

  // HMAC-SHA-256 under a key of `purpose`: 32 bytes that say nothing without the key file.
  std::string Hash(absl::string_view purpose, absl::string_view bytes) const;

  // Whether both are the same, in a time that depends on their length alone.
  static bool SameBytes(absl::string_view a, absl::string_view b);
  // `count` bytes of OpenSSL's generator. INTERNAL when it has none.
  static absl::StatusOr<std::string> Random(size_t count);

 private:
  explicit Vault(std::string key) : key_(std::move(key)) {}

  const std::string key_;
};

}  // namespace santong::vault
