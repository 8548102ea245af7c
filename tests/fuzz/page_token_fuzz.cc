// Any bytes as a page token: it is refused, or it is the one that was made for this request.
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "server/queries/page.h"
#include "tests/fuzz/must.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace santong::queries;
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  if (const auto key = ReadPageToken("asked", input); key.ok() && !input.empty()) {
    SANTONG_MUST(ReadPageToken("asked", MakePageToken("asked", *key)).value() == *key);
    SANTONG_MUST(!ReadPageToken("something else", input).ok());
  }
  // The bytes as a last key: every key comes back.
  if (size > 0) {
    SANTONG_MUST(ReadPageToken("asked", MakePageToken("asked", input)).value() == input);
  }
  return 0;
}
