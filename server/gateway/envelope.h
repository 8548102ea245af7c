// The frames in which Connect streams and gRPC-Web carry messages: flags (1 byte), length (4 bytes,
// big-endian), message.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace santong::gateway {

inline constexpr uint8_t kPacked = 0x01;      // the message is gzipped
inline constexpr uint8_t kConnectEnd = 0x02;  // Connect: the JSON that ends the stream
inline constexpr uint8_t kGrpcWebEnd = 0x80;  // gRPC-Web: the trailers

// Of one body: a few kilobytes may be packed megabytes, and the least frame of 5 bytes takes far
// more once it is a message.
inline constexpr size_t kFramesMax = 65536;
inline constexpr size_t kUnpackedBytesMax = size_t{48} << 20;  // as many as an unpacked body has

std::string Frame(uint8_t flags, absl::string_view message);
// A message, gzipped when `packs` and it gains by it.
std::string MessageFrame(absl::string_view message, bool packs);

// The messages of a request's body, unpacked; at most `max` bytes each. INVALID_ARGUMENT for what
// ends within a frame, for flags that no request has and for what is not gzip although it says so;
// RESOURCE_EXHAUSTED for a message that is too large, for more than kFramesMax messages and for
// packed ones that come to more than kUnpackedBytesMax together, or `max` where that is more.
// `packed_allowed`: the request names gzip as its encoding.
absl::StatusOr<std::vector<std::string>> ReadFrames(absl::string_view body, size_t max,
                                                    bool packed_allowed);

}  // namespace santong::gateway
