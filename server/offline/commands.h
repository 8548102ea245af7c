// The commands of santongd besides serving: each works on a store that no server has open.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace santong::offline {

// The file beside the data folder in which the server remembers what its log signed last.
inline std::string LogMarkFile(absl::string_view data_dir) {
  while (absl::ConsumeSuffix(&data_dir, "/")) {
  }
  return std::string(data_dir) + ".log-signed";
}

// The file beside the data folder that is there from the beginning of a restore into it to its end.
inline std::string RestoreMarkFile(absl::string_view data_dir) {
  while (absl::ConsumeSuffix(&data_dir, "/")) {
  }
  return std::string(data_dir) + ".restoring";
}

// Runs the command that the first argument names and returns its exit code: 0 done, 1 failed, 2
// wrong use. Nothing when the first argument names none.
std::optional<int> RunCommand(int argc, const char* const* argv);

}  // namespace santong::offline
