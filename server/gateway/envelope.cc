#include "server/gateway/envelope.h"

#include <algorithm>

#include "absl/base/internal/endian.h"
#include "absl/strings/str_cat.h"
#include "server/gateway/gzip.h"

namespace santong::gateway {
namespace {

constexpr size_t kHeadBytes = 5;

}  // namespace

std::string Frame(uint8_t flags, absl::string_view message) {
  std::string frame(kHeadBytes, '\0');
  frame[0] = static_cast<char>(flags);
  absl::big_endian::Store32(frame.data() + 1, static_cast<uint32_t>(message.size()));
  frame.append(message.data(), message.size());
  return frame;
}

std::string MessageFrame(absl::string_view message, bool packs) {
  if (!packs || message.size() < kGzipBytesMin) return Frame(0, message);
  return Frame(kPacked, Gzip(message));
}

absl::StatusOr<std::vector<std::string>> ReadFrames(absl::string_view body, size_t max,
                                                    bool packed_allowed) {
  std::vector<std::string> messages;
  size_t unpacked_left = std::max(max, kUnpackedBytesMax);
  while (!body.empty()) {
    if (messages.size() >= kFramesMax) {
      return absl::ResourceExhaustedError(
          absl::StrCat("the body has more than ", kFramesMax, " messages"));
    }
    if (body.size() < kHeadBytes) return absl::InvalidArgumentError("the body ends within a frame");
    const auto flags = static_cast<uint8_t>(body[0]);
    const size_t length = absl::big_endian::Load32(body.data() + 1);
    body.remove_prefix(kHeadBytes);
    if (length > max) {
      return absl::ResourceExhaustedError(
          absl::StrCat("a message of ", length, " bytes is larger than ", max));
    }
    if (length > body.size()) return absl::InvalidArgumentError("the body ends within a frame");
    const absl::string_view message = body.substr(0, length);
    body.remove_prefix(length);
    if (flags == 0 || (flags == kPacked && message.empty())) {
      messages.emplace_back(message);
      continue;
    }
    if (flags != kPacked) {
      return absl::InvalidArgumentError(absl::StrCat("no message has the flags ", flags));
    }
    if (!packed_allowed) {
      return absl::InvalidArgumentError("a message is packed and no encoding is named");
    }
    auto unpacked = Gunzip(message, std::min(max, unpacked_left));
    if (!unpacked.ok()) return unpacked.status();
    unpacked_left -= unpacked->size();
    messages.push_back(*std::move(unpacked));
  }
  return messages;
}

}  // namespace santong::gateway
