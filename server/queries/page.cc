#include "server/queries/page.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/domain/error/refusal.h"

namespace santong::queries {

int PageSize(int asked) { return asked == 0 ? kPageSizeDefault : std::min(asked, kPageSizeMax); }

std::string MakePageToken(absl::string_view last_key) {
  return absl::WebSafeBase64Escape(absl::StrCat(std::string(kPageSealBytes, '\0'), last_key));
}

absl::StatusOr<std::string> ReadPageToken(absl::string_view token) {
  if (token.empty()) return std::string();
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(token, &bytes) || bytes.size() <= kPageSealBytes) {
    return error::Refuse(v1::ERROR_REASON_PAGE_TOKEN_INVALID);
  }
  return bytes.substr(kPageSealBytes);
}

absl::Status CheckGoesOn(absl::string_view after, absl::string_view prefix) {
  if (after.empty() || absl::StartsWith(after, prefix)) return absl::OkStatus();
  return error::Refuse(v1::ERROR_REASON_PAGE_TOKEN_INVALID);
}

}  // namespace santong::queries
