// Pages of a list (AIP-158): sizes and opaque tokens.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace santong::queries {

inline constexpr int kPageSizeDefault = 50;
inline constexpr int kPageSizeMax = 1000;

// 0 means the default, more than the maximum means the maximum.
int PageSize(int asked);

// A token holds the last key of the page and a hash of what was asked; it says nothing about what
// may be seen. `asked` is the request without its page size and token.
std::string MakePageToken(absl::string_view asked, absl::string_view last_key);

// The last key; empty for an empty token. INVALID_ARGUMENT (PAGE_TOKEN_INVALID) when the token was
// made for another request or is none.
absl::StatusOr<std::string> ReadPageToken(absl::string_view asked, absl::string_view token);

// The serialized request without its page size and token, for the two functions above.
template <typename Request>
std::string AskedFor(const Request& request) {
  Request asked = request;
  asked.clear_page_size();
  asked.clear_page_token();
  return asked.GetTypeName() + asked.SerializeAsString();
}

}  // namespace santong::queries
