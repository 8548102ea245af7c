#include "server/pages/request_id.h"

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "server/domain/digest/sha256.h"

namespace santong::pages {

std::string NewRequestId() {
  thread_local absl::BitGen random;
  const auto high = absl::Uniform<uint64_t>(random);
  const auto low = absl::Uniform<uint64_t>(random);
  // RFC 9562, section 5.4: the version is 4, the variant 10.
  return absl::StrFormat("%08x-%04x-4%03x-%04x-%012x", high >> 32, (high >> 16) & 0xFFFF,
                         high & 0xFFF, 0x8000 | (low >> 50), low & 0xFFFFFFFFFFFF);
}

std::string RequestIdOf(const std::string& request_id, absl::string_view part) {
  if (request_id.empty()) return "";
  const std::string hex = digest::Sha256Hex(absl::StrCat(request_id, "\n", part));
  const absl::string_view digits = hex;
  return absl::StrCat(digits.substr(0, 8), "-", digits.substr(8, 4), "-8", digits.substr(12, 3),
                      "-8", digits.substr(15, 3), "-", digits.substr(18, 12));
}

}  // namespace santong::pages
