// Fuzzes what reads texts, days and codes as they come in.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/string_view.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/text/chinese_numeral.h"
#include "server/domain/text/identity_code.h"
#include "server/domain/text/normalize.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace santong::text;
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  // One line that may not be stored in a title may still be a text of several lines, never the
  // other way about.
  if (CheckUtf8Text(input, false).ok() && !CheckUtf8Text(input, true).ok()) std::abort();

  const std::string key = FoldForMatch(input);
  if (FoldForMatch(key) != key) std::abort();
  if (!CheckUtf8Text(key, true).ok() && CheckUtf8Text(input, true).ok()) std::abort();
  FoldWidths(input);

  if (const auto day = ParseIsoDay(input); day.ok() && FormatIsoDay(*day) != input) std::abort();
  if (const auto day = ParsePrintedDay(input); day.ok()) {
    if (const auto again = ParseIsoDay(FormatIsoDay(*day)); !again.ok() || *again != *day)
      std::abort();
  }
  if (ChineseNumeralPrefix(input) > input.size()) std::abort();
  ChineseNumeral(input);
  CheckCreditCode(input);
  CheckResidentId(input);
  return 0;
}
