#include "storage/files/sum.h"

#include <zlib.h>

#include "absl/strings/str_cat.h"

namespace santong::files {

std::string SumOf(absl::string_view bytes) {
  const uLong sum = crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  return absl::StrCat(absl::Hex(sum, absl::kZeroPad8));
}

}  // namespace santong::files
