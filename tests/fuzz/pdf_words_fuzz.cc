// Any bytes as what pdftotext says of a PDF, which is what a stranger's file makes it say: refused,
// or put together into paragraphs; it ends.
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "server/intake/pdf.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace santong;
  (void)intake::ReadWords(absl::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}
