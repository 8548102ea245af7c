// A thread lets others go first.
#pragma once

#include <sys/resource.h>
#include <unistd.h>

namespace santong::kv {

// Where the processors are full, threads of a lower `nice` go before the calling one. On Linux it
// is of this thread alone; where it is not allowed, nothing is lost.
inline void StepBack(int nice) { setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), nice); }

}  // namespace santong::kv
