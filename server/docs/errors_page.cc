// Prints the catalogue of refusals.
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "server/docs/markdown.h"
#include "server/docs/pages.h"

namespace santong::docs {

std::string ErrorsPage(absl::Span<const error::Reason> reasons) {
  std::string text = absl::StrCat(
      "# Errors · 错误\n\n", GeneratedFrom("the table of reasons (server/domain/error)"),
      "Every refusal carries `google.rpc.ErrorInfo` with one of these reasons in the domain "
      "`santong`, the values "
      "in braces as its metadata, a `LocalizedMessage` in the language of `accept-language`, and "
      "`BadRequest` or `PreconditionFailure` with every violation at once.\n\n");
  absl::StrAppend(&text, TableHead({"reason", "gRPC code"}));
  for (const error::Reason& row : reasons) {
    if (!row.raised) continue;
    const std::string name = error::ReasonName(row.reason);
    absl::StrAppend(&text, TableRow({absl::StrCat("[", name, "](#", name, ")"),
                                     absl::StatusCodeToString(row.code)}));
  }
  for (const error::Reason& row : reasons) {
    if (!row.raised) continue;
    const std::string name = error::ReasonName(row.reason);
    absl::StrAppend(&text, "\n## <a id=\"", name, "\"></a>", name, "\n\n", row.zh, " ", row.mend_zh,
                    "\n\n", row.en, " ", row.mend_en, "\n");
  }
  return text;
}

}  // namespace santong::docs
