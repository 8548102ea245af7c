// Fuzzes the reader of 发文字号 and the key that numbers are looked up by: whatever comes in, the
// key is stable and what was read keeps its bounds.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/string_view.h"
#include "server/domain/number/document_number.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace santong::number;
  const absl::string_view raw(reinterpret_cast<const char*>(data), size);
  const std::string folded = FoldNumber(raw);
  if (FoldNumber(folded) != folded) std::abort();

  const auto number = ParseDocumentNumber(raw);
  if (!number.ok()) return 0;
  if (number->folded != folded || number->raw != raw) std::abort();
  if (!number->serial.has_value() || *number->serial < 0 || *number->serial > kSerialMax)
    std::abort();
  if (number->year.has_value() && (*number->year < kYearMin || *number->year > kYearMax))
    std::abort();
  IsWellFormed(*number);
  return 0;
}
