// A body that answers many requests: its tag and its gzip form are made once.
#pragma once

#include <string>
#include <utility>

#include "absl/base/call_once.h"

namespace santong::gateway {

// Thread-safe: each form is made by whoever asks for it first.
class KeptBody {
 public:
  explicit KeptBody(std::string plain) : plain_(std::move(plain)) {}
  KeptBody(const KeptBody&) = delete;
  KeptBody& operator=(const KeptBody&) = delete;

  const std::string& plain() const { return plain_; }
  // The plain form's strong ETag, with its quotes.
  const std::string& tag() const;
  const std::string& gzip() const;

 private:
  const std::string plain_;
  mutable absl::once_flag tag_once_;
  mutable std::string tag_;
  mutable absl::once_flag gzip_once_;
  mutable std::string gzip_;
};

}  // namespace santong::gateway
