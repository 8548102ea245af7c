// Any bytes: folding a number twice is folding it once, and what is read keeps its bounds.
#include <cstddef>
#include <cstdint>

#include "server/domain/number/document_number.h"
#include "tests/fuzz/must.h"

namespace number = santong::number;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string key = number::FoldNumber(input);
  SANTONG_MUST(number::FoldNumber(key) == key);

  const auto parsed = number::ParseDocumentNumber(input);
  if (!parsed.ok()) {
    SANTONG_MUST(parsed.status().code() == absl::StatusCode::kInvalidArgument);
    return 0;
  }
  SANTONG_MUST(parsed->raw == input);
  SANTONG_MUST(parsed->folded == key);
  SANTONG_MUST(parsed->serial.has_value());
  SANTONG_MUST(*parsed->serial >= 1 && *parsed->serial <= number::kSerialMax);
  SANTONG_MUST(!parsed->year ||
               (*parsed->year >= number::kYearMin && *parsed->year <= number::kYearMax));
  return 0;
}
