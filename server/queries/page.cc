#include "server/queries/page.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/domain/digest/sha256.h"
#include "server/domain/error/refusal.h"

namespace santong::queries {
namespace {

constexpr size_t kHashBytes = 8;

absl::string_view Head(const std::string& hash) {
  return absl::string_view(hash).substr(0, kHashBytes);
}

}  // namespace

int PageSize(int asked) { return asked == 0 ? kPageSizeDefault : std::min(asked, kPageSizeMax); }

std::string MakePageToken(absl::string_view asked, absl::string_view last_key) {
  const std::string hash = digest::Sha256(asked);
  return absl::WebSafeBase64Escape(absl::StrCat(Head(hash), last_key));
}

absl::StatusOr<std::string> ReadPageToken(absl::string_view asked, absl::string_view token) {
  if (token.empty()) return std::string();
  std::string bytes;
  const std::string hash = digest::Sha256(asked);
  if (!absl::WebSafeBase64Unescape(token, &bytes) || bytes.size() <= kHashBytes ||
      absl::string_view(bytes).substr(0, kHashBytes) != Head(hash)) {
    return error::Refuse(v1::ERROR_REASON_PAGE_TOKEN_INVALID);
  }
  return bytes.substr(kHashBytes);
}

}  // namespace santong::queries
