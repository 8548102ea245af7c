// Any bytes as a page token: it is refused, or it is the one that was made for this request.
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "server/queries/page.h"
#include "server/rpc/page_seal.h"
#include "tests/fuzz/must.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace santong;
  static const rpc::PageSeal seal("key");
  const absl::Time now = absl::UnixEpoch() + absl::Hours(500'000);
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  // Nobody finds a sealed token by chance.
  SANTONG_MUST(input.empty() || !seal.Check("asked", input, now).ok());
  (void)queries::ReadPageToken(input);
  // The bytes as a last key: every key comes back.
  if (size > 0) {
    const std::string token = seal.Seal("asked", queries::MakePageToken(input), now);
    SANTONG_MUST(seal.Check("asked", token, now).ok());
    SANTONG_MUST(!seal.Check("something else", token, now).ok());
    SANTONG_MUST(queries::ReadPageToken(token).value() == input);
  }
  return 0;
}
