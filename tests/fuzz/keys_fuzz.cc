// Fuzzes what reads keys back: damaged bytes are an error, never a crash.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/string_view.h"
#include "storage/schema/keys.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace santong::schema;
  const absl::string_view key(reinterpret_cast<const char*>(data), size);
  if (const auto value = DecodeUint64(key); value.ok() && EncodeUint64(*value) != std::string(key))
    std::abort();
  if (const auto id = DocumentIdOf(key);
      id.ok() && size == 9 && key[0] == 'd' && DocumentKey(*id) != std::string(key)) {
    std::abort();
  }
  static_cast<void>(IndexedDocument(key));
  // Every key with this prefix lies before its end.
  const std::string end = PrefixEnd(key);
  if (!end.empty() && absl::string_view(end) <= key) std::abort();
  return 0;
}
