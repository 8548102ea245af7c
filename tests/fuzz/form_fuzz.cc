// The first line as the type of a body, the others as the body of a form: it is refused, or its
// fields are UTF-8 and not too many.
#include <unicode/utf8.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "server/pages/form.h"
#include "tests/fuzz/must.h"

namespace {

bool IsUtf8(const std::string& text) {
  const auto length = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < length;) {
    UChar32 point = 0;
    U8_NEXT(reinterpret_cast<const uint8_t*>(text.data()), at, length, point);
    if (point < 0) return false;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace santong;
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  const size_t line = input.find('\n');
  gateway::HttpRequest request;
  request.method = "POST";
  request.headers.emplace_back("content-type", std::string(input.substr(0, line)));
  if (line != absl::string_view::npos) request.body = std::string(input.substr(line + 1));
  const auto form = pages::ReadForm(request);
  if (!form.ok()) {
    SANTONG_MUST(form.status().code() == absl::StatusCode::kInvalidArgument);
    return 0;
  }
  SANTONG_MUST(form->fields.size() + form->files.size() <= pages::kFormPartsMax);
  for (const auto& [name, value] : form->fields) {
    SANTONG_MUST(IsUtf8(name) && IsUtf8(value));
    (void)form->Value(name);
    (void)form->Values(name);
  }
  for (const pages::FormFile& file : form->files)
    SANTONG_MUST(IsUtf8(file.field) && IsUtf8(file.name));
  return 0;
}
