// Any bytes as what the HTTP gateway reads before it calls: a target with its query, a Connect GET,
// frames, timeouts, gzip. It is refused, or it is what its writer meant.
#include <cstddef>
#include <cstdint>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/gateway/connect_get.h"
#include "server/gateway/envelope.h"
#include "server/gateway/gzip.h"
#include "server/gateway/target.h"
#include "server/gateway/timeout.h"
#include "tests/fuzz/must.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace santong::gateway;
  constexpr size_t kMax = 1 << 20;
  const absl::string_view input(reinterpret_cast<const char*>(data), size);

  if (const auto target = ParseTarget(input); target.ok()) {
    SANTONG_MUST(!target->path.empty() && target->path[0] == '/');
    for (const absl::string_view segment : absl::StrSplit(target->path, '/')) {
      SANTONG_MUST(segment != ".." && segment != ".");
    }
    SANTONG_MUST(target->path.find('\0') == std::string::npos);
    if (const auto get = ReadConnectGet(target->query, kMax); get.ok()) {
      SANTONG_MUST(get->message.size() <= kMax);
    }
  }
  // The bytes as a message: every message comes back.
  const auto get = ReadConnectGet(
      {{"message", absl::WebSafeBase64Escape(input)}, {"base64", "1"}, {"encoding", "proto"}},
      kMax);
  SANTONG_MUST(get.ok() && get->message == input);

  for (const bool packed : {false, true}) {
    const auto frames = ReadFrames(input, kMax, packed);
    if (!frames.ok()) continue;
    std::string again;
    for (const std::string& message : *frames) {
      SANTONG_MUST(message.size() <= kMax);
      absl::StrAppend(&again, Frame(0, message));
    }
    SANTONG_MUST(ReadFrames(again, kMax, packed).value() == *frames);
  }
  SANTONG_MUST(ReadFrames(MessageFrame(input, true), kMax, true).value().at(0) == input);

  if (const auto unpacked = Gunzip(input, kMax); unpacked.ok()) {
    SANTONG_MUST(unpacked->size() <= kMax);
  }
  SANTONG_MUST(Gunzip(Gzip(input), kMax).value() == input);
  (void)TakesGzip(input);

  for (const auto& timeout : {ConnectTimeout(input), GrpcTimeout(input)}) {
    SANTONG_MUST(!timeout.ok() || *timeout >= absl::ZeroDuration());
  }
  return 0;
}
