// Files of this side that cannot be read or written, told apart from what a server refuses.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"

namespace santong::client {

// Payloads of such a failure: the path.
inline constexpr char kUnreadable[] = "santong/unreadable";
inline constexpr char kUnwritable[] = "santong/unwritable";

inline absl::Status CannotRead(const std::string& path) {
  absl::Status status = absl::InvalidArgumentError(absl::StrCat("cannot read ", path));
  status.SetPayload(kUnreadable, absl::Cord(path));
  return status;
}

inline absl::Status CannotWrite(const std::string& path) {
  absl::Status status = absl::InvalidArgumentError(absl::StrCat("cannot write ", path));
  status.SetPayload(kUnwritable, absl::Cord(path));
  return status;
}

}  // namespace santong::client
