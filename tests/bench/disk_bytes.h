// How much disk a folder takes.
#pragma once

#include <string>

namespace santong::bench {

// The sizes of its files, with all below it, in bytes. Files may go meanwhile.
double DiskBytes(const std::string& folder);

}  // namespace santong::bench
