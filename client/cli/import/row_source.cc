#include "client/cli/import/row_source.h"

#include "absl/strings/match.h"

namespace santong::cli {

std::string* RowField(v1::ImportRow* row, absl::string_view name) {
#define SANTONG_COLUMN(field, ...)                               \
  {                                                              \
    static constexpr absl::string_view kNames[] = {__VA_ARGS__}; \
    for (const absl::string_view known : kNames) {               \
      if (name == known) return row->mutable_##field();          \
    }                                                            \
  }
#include "client/cli/import/columns.inc"
#undef SANTONG_COLUMN
  return nullptr;
}

bool IsCsvName(absl::string_view path) {
  return absl::EndsWith(path, ".csv") || absl::EndsWith(path, ".csv.gz");
}

absl::StatusOr<std::unique_ptr<RowSource>> OpenRows(const std::string& path, Encoding encoding) {
  auto bytes = ByteSource::Open(path);
  if (!bytes.ok()) return bytes.status();
  if (IsCsvName(path)) {
    return MakeCsvRows(std::make_unique<TextSource>(*std::move(bytes), encoding));
  }
  // JSON is UTF-8 (RFC 8259) unless somebody says otherwise.
  if (encoding == Encoding::kAuto) encoding = Encoding::kUtf8;
  return MakeJsonRows(std::make_unique<TextSource>(*std::move(bytes), encoding));
}

}  // namespace santong::cli
