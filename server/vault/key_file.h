// Files that hold a key: readable by their owner alone, and made whole or not at all.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace santong::vault {

// What the file holds. Where there is none, `make` says what it will hold: it is whole and on the
// disk when this returns, under its name or not at all, and never over a file that is there.
// INVALID_ARGUMENT, beginning with `what`, when the file cannot be read or written, its mode is not
// 0600, or it is longer than `bytes_max`.
absl::StatusOr<std::string> ReadOrMakeKeyFile(
    absl::string_view what, const std::string& path, size_t bytes_max,
    absl::FunctionRef<absl::StatusOr<std::string>()> make);

}  // namespace santong::vault
