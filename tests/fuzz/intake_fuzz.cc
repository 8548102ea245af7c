// Any bytes as a file that somebody sends: it is refused, or text comes out that may be stored.
// What libmagic and pdftotext do with them is theirs and stands in processes of their own. So that
// more than ZIP's checksums is met, the first byte says how the others are packed.
#include <cstddef>
#include <cstdint>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "server/domain/text/normalize.h"
#include "server/intake/extract.h"
#include "tests/fuzz/must.h"
#include "tests/support/office_file.h"

namespace santong {
namespace {

void Read(intake::Kind kind, absl::string_view bytes) {
  const auto extracted = intake::Extract(kind, "application/octet-stream", bytes);
  if (!extracted.ok()) return;
  SANTONG_MUST(text::CheckUtf8Text(extracted->text, /*multiline=*/true).ok());
}

}  // namespace
}  // namespace santong

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace santong;
  if (size == 0) return 0;
  const absl::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 4) {
    case 0:
      Read(intake::Kind::kPlain, input);
      break;
    case 1:
      Read(intake::Kind::kArchive, input);
      break;
    case 2: {  // body, numbering and styles, divided by a byte that no XML has
      const std::vector<std::string> parts = absl::StrSplit(input, absl::MaxSplits('\x01', 2));
      Read(intake::Kind::kArchive, testing::MakeDocx(parts[0], parts.size() > 1 ? parts[1] : "",
                                                     parts.size() > 2 ? parts[2] : ""));
      break;
    }
    default: {
      const std::vector<std::string> parts = absl::StrSplit(input, absl::MaxSplits('\x01', 2));
      testing::Entries entries = {{"OFD.xml", parts[0]}};
      if (parts.size() > 1) entries.emplace_back("Doc_0/Document.xml", parts[1]);
      if (parts.size() > 2) entries.emplace_back("Doc_0/Pages/Page_0/Content.xml", parts[2]);
      Read(intake::Kind::kArchive, testing::MakeZip(entries));
    }
  }
  return 0;
}
