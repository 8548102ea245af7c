#include "server/pages/request_id.h"

#include "absl/random/random.h"
#include "absl/strings/str_format.h"

namespace santong::pages {

std::string NewRequestId() {
  thread_local absl::BitGen random;
  const auto high = absl::Uniform<uint64_t>(random);
  const auto low = absl::Uniform<uint64_t>(random);
  // RFC 9562, section 5.4: the version is 4, the variant 10.
  return absl::StrFormat("%08x-%04x-4%03x-%04x-%012x", high >> 32, (high >> 16) & 0xFFFF,
                         high & 0xFFF, 0x8000 | (low >> 50), low & 0xFFFFFFFFFFFF);
}

std::string NthRequestId(std::string request_id, int n) {
  constexpr size_t kDigits = 2;
  if (request_id.size() > kDigits) {
    request_id.replace(request_id.size() - kDigits, kDigits, absl::StrFormat("%02x", n & 0xFF));
  }
  return request_id;
}

}  // namespace santong::pages
