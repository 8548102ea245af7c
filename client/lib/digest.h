// SHA-256 of bytes that come in pieces.
#pragma once

#include <memory>
#include <string>

#include "absl/strings/string_view.h"

namespace santong::client {

class Digest {
 public:
  Digest();
  ~Digest();
  void Add(absl::string_view bytes);
  // 64 lower-case hexadecimal digits. Only once.
  std::string Finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

// The same for bytes that are all there.
std::string Sha256(absl::string_view bytes);

}  // namespace santong::client
