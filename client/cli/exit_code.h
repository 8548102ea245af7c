// Exit codes by kind of failure, for scripts. Documented in the man page and held by a test.
#pragma once

#include "absl/status/status.h"

namespace santong::cli {

enum ExitCode : int {
  kExitOk = 0,
  kExitUnexpected = 1,
  kExitUsage = 2,         // wrong use, INVALID_ARGUMENT, OUT_OF_RANGE
  kExitNotFound = 3,      // NOT_FOUND
  kExitDenied = 4,        // UNAUTHENTICATED, PERMISSION_DENIED
  kExitPrecondition = 5,  // FAILED_PRECONDITION, ABORTED, ALREADY_EXISTS
  kExitUnavailable = 6,   // UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED
  kExitPartial = 7,       // some of many failed
  kExitOverdue = 8,       // --fail-if-overdue found something
  kExitInterrupted = 130,
};

ExitCode ExitCodeOf(const absl::Status& status);

}  // namespace santong::cli
