// Seals the page tokens of every list, so that a token is one that this register gave, for this
// very request, not long ago.
//
//   seal  hour[4] mac[16]      hour: since 1970, big-endian, when it was given
//   mac   the first 16 bytes of HMAC-SHA-256(key, SHA-256(asked) hour last key)
#pragma once

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace santong::rpc {

// Hours are whole, so that a page asked for twice is mostly the same bytes: a token is good for
// this long, and for up to an hour more.
inline constexpr absl::Duration kPageTokenLife = absl::Hours(24);

// Immutable; thread-safe.
class PageSeal {
 public:
  // The same key after a restart, so that tokens outlive it. An empty one only in tests.
  explicit PageSeal(std::string key) : key_(std::move(key)) {}

  // `token` of queries::MakePageToken, sealed at `now` for the request `asked`; empty for an empty
  // one.
  std::string Seal(absl::string_view asked, absl::string_view token, absl::Time now) const;

  // INVALID_ARGUMENT: PAGE_TOKEN_INVALID for what was not sealed with this key for `asked`,
  // PAGE_TOKEN_EXPIRED for what was, too long ago. OK for an empty token.
  absl::Status Check(absl::string_view asked, absl::string_view token, absl::Time now) const;

 private:
  std::string Mac(absl::string_view asked, absl::string_view hour,
                  absl::string_view last_key) const;

  const std::string key_;
};

// The serialized request without its page size and token: what a token is bound to.
template <typename Request>
std::string AskedFor(const Request& request) {
  Request asked = request;
  asked.clear_page_size();
  asked.clear_page_token();
  return asked.GetTypeName() + asked.SerializeAsString();
}

}  // namespace santong::rpc
