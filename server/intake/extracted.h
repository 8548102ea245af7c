// What the readers of all formats give, and the limits that they keep.
#pragma once

#include <cstddef>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "santong/v1/file_service.pb.h"

namespace santong::intake {

inline constexpr size_t kFileBytesMax = 20 << 20;
inline constexpr int kEntriesMax = 5000;      // an OFD has some a page
inline constexpr size_t kExpansionMax = 100;  // what is packed may grow so many times
inline constexpr int kPagesMax = 1000;
inline constexpr size_t kCharactersMax = 1000000;  // what a document's text may have
inline constexpr int kDepthMax = 100;              // of elements within one another

struct Extracted {
  v1::FileFormat format = v1::FILE_FORMAT_UNSPECIFIED;
  std::string text;  // a line a paragraph
  std::set<v1::FileWarningKind> warnings;
};

// What is limited, in both languages.
struct Limited {
  const char* en;
  const char* zh;
};
inline constexpr Limited kBytes = {"bytes", "字节数"};
// FILE_OVER_LIMIT, with the numbers: "pages: 1001 > 1000".
absl::Status OverLimit(const Limited& what, size_t value, size_t most);
// FILE_DAMAGED at a part of the file, e.g. "word/document.xml".
absl::Status Damaged(absl::string_view part);
// FILE_KIND_NOT_TAKEN; `kind` is what it is, e.g. "application/rtf".
absl::Status NotTaken(absl::string_view kind);

}  // namespace santong::intake
