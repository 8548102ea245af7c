// SHA-256 (FIPS 180-4), by OpenSSL.
#pragma once

#include <memory>
#include <string>

#include "absl/strings/string_view.h"

namespace santong::digest {

// The 32 bytes of the hash.
std::string Sha256(absl::string_view bytes);
// The hash as 64 lower-case hexadecimal digits.
std::string Sha256Hex(absl::string_view bytes);

// Hashes bytes as they come.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  void Add(absl::string_view bytes);
  // The 32 bytes; called once, at the end.
  std::string Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace santong::digest
