// The other side of program.h: what a program does to itself before it looks at its input.
#pragma once

#include <cstdint>

#include "absl/status/status.h"

namespace santong::confined {

struct Confinement {
  int64_t memory_bytes_max;
  int cpu_seconds_max;
};

// Limits memory, processor time and descriptors for this process and all that it starts, forbids it
// to write files, to dump core and to gain rights, and ties its life to the one that started it.
absl::Status LimitThisProcess(const Confinement& confinement);

// From here on this process may compute, use memory, read what is open and write to what is open.
// Any other call to the system fails.
absl::Status ForbidSystemCalls();

// From here on this process and all that it starts may open no socket, change no file and look into
// no other process, nor signal one; it may read files and start programs.
absl::Status ForbidNetworkAndWrites();

}  // namespace santong::confined
