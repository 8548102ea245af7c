// Input: a template, a line feed, the prefix, a line feed, the organ, a line feed, and what a
// person types. What a template writes it reads back, strictly and leniently; what it reads
// strictly it writes back.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/str_split.h"
#include "server/domain/number/template.h"
#include "tests/fuzz/must.h"

namespace number = santong::number;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  std::vector<absl::string_view> lines = absl::StrSplit(input, absl::MaxSplits('\n', 3));
  lines.resize(4);
  const auto form = number::Template::Parse(lines[0]);
  if (!form.ok()) {
    SANTONG_MUST(form.status().code() == absl::StatusCode::kInvalidArgument);
    return 0;
  }
  SANTONG_MUST(form->text() == lines[0]);

  number::Values values;
  if (form->text().find("{prefix}") != std::string::npos) values.prefix = std::string(lines[2]);
  if (form->text().find("{organ}") != std::string::npos) values.organ = std::string(lines[3]);
  values.year = 2026;
  for (const int64_t serial : {int64_t{1}, int64_t{20}, int64_t{12345}, number::kSerialMax}) {
    values.serial = serial;
    if (!form->Check(values).ok()) continue;
    const std::string written = form->Format(values);
    SANTONG_MUST(form->ParseStrict(written).value() == values);
    SANTONG_MUST(form->ParseLenient(written).value() == values);
  }
  if (const auto typed = form->ParseStrict(lines[1]); typed.ok()) {
    SANTONG_MUST(form->Format(*typed) == lines[1]);
  }
  if (const auto typed = form->ParseLenient(lines[1]); typed.ok()) {
    SANTONG_MUST(form->Check(*typed).ok());
  }
  return 0;
}
