// Pages of a list (AIP-158): sizes and opaque tokens.
//
//   token  base64url(seal[20] last key)
//
// The last key says nothing about what may be seen. The seal is blank here: it is put on and
// checked where a call passes (server/rpc/page_seal.h).
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace santong::queries {

inline constexpr int kPageSizeDefault = 50;
inline constexpr int kPageSizeMax = 1000;
inline constexpr size_t kPageSealBytes = 20;

// 0 means the default, more than the maximum means the maximum.
int PageSize(int asked);

// A token that holds the last key of the page.
std::string MakePageToken(absl::string_view last_key);

// The last key; empty for an empty token. INVALID_ARGUMENT (PAGE_TOKEN_INVALID) when it is no
// token.
absl::StatusOr<std::string> ReadPageToken(absl::string_view token);

}  // namespace santong::queries
