// Runs a program of ours on one input, in a process of its own, and ends it when it takes too long
// or writes too much. What a file from outside can break is then that process and nothing else.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace santong::confined {

struct RunLimits {
  absl::Duration wall_clock;
  size_t output_bytes_max;
};

struct RunResult {
  int exit_code;
  std::string output;
};

// Starts `program` with `input` as its standard input, a sealed file in memory, and reads its
// standard output to the end; its standard error goes nowhere, its environment is empty but for a
// UTF-8 locale. DEADLINE_EXCEEDED and RESOURCE_EXHAUSTED when it went over a limit and was killed;
// ABORTED when a signal ended it, as its own limits do; INTERNAL when it could not be started.
// Blocks; may be called from any thread.
absl::StatusOr<RunResult> RunProgram(const std::string& program, absl::string_view input,
                                     const RunLimits& limits);

// The path of a program that stands beside this one.
std::string BesideThisProgram(absl::string_view name);

}  // namespace santong::confined
