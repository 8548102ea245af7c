// The sum that small files bear, to tell what was written from what the disk made of it.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace santong::files {

// The CRC-32 of the bytes, by zlib, as 8 hexadecimal digits: changed bits that lie within 4 bytes
// of one another always change it. No guard against anybody, who would write the sum, too.
std::string SumOf(absl::string_view bytes);

}  // namespace santong::files
