// Any bytes: folding never fails, gives valid UTF-8, and folding twice is folding once.
#include <cstddef>
#include <cstdint>

#include "server/domain/text/normalize.h"
#include "tests/fuzz/must.h"

namespace text = santong::text;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  const bool single_line = text::CheckUtf8Text(input, /*multiline=*/false).ok();
  const bool multiline = text::CheckUtf8Text(input, /*multiline=*/true).ok();
  SANTONG_MUST(multiline || !single_line);
  SANTONG_MUST(text::CodePoints(input) <= size);

  const std::string folded = text::FoldForMatch(input);
  SANTONG_MUST(text::FoldForMatch(folded) == folded);
  const std::string widths = text::FoldWidths(input);
  SANTONG_MUST(text::FoldWidths(widths) == widths);
  SANTONG_MUST(!multiline || text::CheckUtf8Text(folded, /*multiline=*/false).ok());
  return 0;
}
