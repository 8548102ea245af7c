// Fuzzes number templates. The first line is a template, the rest a number: what is read strictly
// is written back as it was, and is read leniently to the same values.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/string_view.h"
#include "server/domain/number/template.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using santong::number::Template;
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  const size_t line = input.find('\n');
  const auto parsed = Template::Parse(input.substr(0, line));
  if (!parsed.ok() || line == absl::string_view::npos) return 0;

  const absl::string_view number = input.substr(line + 1);
  const auto strict = parsed->ParseStrict(number);
  const auto lenient = parsed->ParseLenient(number);
  if (strict.ok()) {
    if (!parsed->Check(*strict).ok() || parsed->Format(*strict) != number) std::abort();
    if (!lenient.ok() || *lenient != *strict) std::abort();
  }
  if (!Template::Collides(*parsed, *parsed)) std::abort();
  return 0;
}
