// gzip (RFC 1952) of whole texts, by zlib.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace santong::gateway {

// A shorter text gains nothing.
inline constexpr size_t kGzipBytesMin = 1024;

std::string Gzip(absl::string_view bytes);

// INVALID_ARGUMENT for what is not one gzip text; RESOURCE_EXHAUSTED when it is longer than `max`
// bytes, of which no more are made.
absl::StatusOr<std::string> Gunzip(absl::string_view bytes, size_t max);

// Whether an encoding that a request names is gzip; "" and "identity" are not. UNIMPLEMENTED, which
// lists the known ones, for another.
absl::StatusOr<bool> IsGzip(absl::string_view encoding);

// Whether an Accept-Encoding header (RFC 9110, 12.5.3) takes gzip.
bool TakesGzip(absl::string_view accept_encoding);

}  // namespace santong::gateway
