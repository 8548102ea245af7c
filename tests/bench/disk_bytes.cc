#include "tests/bench/disk_bytes.h"

#include <filesystem>

namespace santong::bench {

double DiskBytes(const std::string& folder) {
  double bytes = 0;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    std::error_code gone;
    const bool is_file = at->is_regular_file(gone);
    const auto size = is_file ? at->file_size(gone) : 0;
    if (!gone) bytes += static_cast<double>(size);
  }
  return bytes;
}

}  // namespace santong::bench
