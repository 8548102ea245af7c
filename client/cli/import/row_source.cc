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

absl::StatusOr<std::unique_ptr<RowSource>> OpenRows(const std::string& path, Encoding encoding) {
  auto bytes = ByteSource::Open(path);
  if (!bytes.ok()) return bytes.status();
  auto text = std::make_unique<TextSource>(*std::move(bytes), encoding);
  if (absl::EndsWith(path, ".csv") || absl::EndsWith(path, ".csv.gz")) {
    return MakeCsvRows(std::move(text));
  }
  return MakeJsonRows(std::move(text));
}

}  // namespace santong::cli
