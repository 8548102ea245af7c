// A text, or two divided by a byte that no text has: the parts cover it, and the difference is one
// from the one to the other. The first line besides as a printed day.
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/text/diff.h"
#include "server/domain/text/normalize.h"
#include "server/domain/text/structure.h"
#include "tests/fuzz/must.h"

namespace {

using namespace santong::text;

void CheckParts(absl::string_view text) {
  size_t at = 0;
  std::set<std::string> anchors;
  for (const Part& part : PartsOf(text)) {
    SANTONG_MUST(part.begin == at && part.end >= part.begin && part.end <= text.size());
    SANTONG_MUST(part.label_end >= part.begin && part.label_end <= part.end);
    SANTONG_MUST(anchors.insert(part.anchor).second);
    at = part.end;
  }
  SANTONG_MUST(at == text.size());
}

void CheckDay(absl::string_view printed) {
  const auto day = ParsePrintedDay(printed);
  if (!day.ok()) {
    SANTONG_MUST(day.status().code() == absl::StatusCode::kInvalidArgument);
    return;
  }
  SANTONG_MUST(day->year() >= 1000 && day->year() <= 9999);
  SANTONG_MUST(ParseIsoDay(FormatIsoDay(*day)).value() == *day);
  SANTONG_MUST(ParsePrintedDay(FormatIsoDay(*day)).value() == *day);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  CheckDay(input.substr(0, input.find('\n')));
  std::vector<absl::string_view> texts = absl::StrSplit(input, absl::MaxSplits('\x01', 1));
  texts.resize(2);
  for (const absl::string_view text : texts) {
    if (!CheckUtf8Text(text, /*multiline=*/true).ok()) return 0;
    CheckParts(text);
  }
  std::string joined;
  for (const DiffPart& part : Diff(texts[0], texts[1]).parts) {
    SANTONG_MUST(part.change != Change::kAdded || part.from_anchor.empty());
    SANTONG_MUST(part.change != Change::kDeleted || part.to_anchor.empty());
    for (const DiffSpan& span : part.spans) {
      if (span.change != Change::kDeleted) joined += span.text;
    }
  }
  SANTONG_MUST(joined == texts[1]);
  for (const DiffPart& part : Diff(texts[1], texts[1]).parts)
    SANTONG_MUST(part.change == Change::kSame);
  return 0;
}
