// Tables of Markdown.
#include "server/docs/markdown.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace santong::docs {

std::string GeneratedFrom(const char* source) {
  return absl::StrCat(
      "> Generated from ", source,
      " by `santong_docs deploy/docs`; a test compares this page with a fresh print. "
      "Do not edit it.\n\n");
}

std::string TableRow(absl::Span<const std::string> cells) {
  const auto escaped = absl::StrJoin(cells, " | ", [](std::string* out, const std::string& cell) {
    absl::StrAppend(out,
                    cell.empty() ? "–" : absl::StrReplaceAll(cell, {{"|", "\\|"}, {"\n", " "}}));
  });
  return absl::StrCat("| ", escaped, " |\n");
}

std::string TableHead(const std::vector<std::string>& titles) {
  return absl::StrCat(TableRow(titles), TableRow(std::vector<std::string>(titles.size(), "---")));
}

}  // namespace santong::docs
