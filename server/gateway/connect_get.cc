#include "server/gateway/connect_get.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/gateway/gzip.h"

namespace santong::gateway {

absl::StatusOr<ConnectGet> ReadConnectGet(const Fields& query, size_t max) {
  ConnectGet get;
  const absl::string_view version = FieldOf(query, "connect");
  if (!version.empty() && version != "v1") {
    return absl::InvalidArgumentError(absl::StrCat("connect=", version, ": only v1 is known"));
  }
  const absl::string_view encoding = FieldOf(query, "encoding");
  if (encoding != "json" && encoding != "proto") {
    return absl::NotFoundError(
        absl::StrCat("encoding=", encoding, " is not supported; use json or proto"));
  }
  get.codec = encoding == "json" ? Codec::kJson : Codec::kProto;
  const bool has_message = std::any_of(query.begin(), query.end(),
                                       [](const auto& field) { return field.first == "message"; });
  if (!has_message) return absl::InvalidArgumentError("the query has no message");
  const absl::string_view message = FieldOf(query, "message");
  if (FieldOf(query, "base64") != "1") {
    get.message = std::string(message);
  } else if (!absl::WebSafeBase64Unescape(message, &get.message)) {
    return absl::InvalidArgumentError("the message is not URL-safe base64");
  }
  auto packed = IsGzip(FieldOf(query, "compression"));
  if (!packed.ok()) return packed.status();
  if (*packed && !get.message.empty()) {
    auto unpacked = Gunzip(get.message, max);
    if (!unpacked.ok()) return unpacked.status();
    get.message = *std::move(unpacked);
  }
  if (get.message.size() > max) return absl::ResourceExhaustedError("the message is too large");
  return get;
}

}  // namespace santong::gateway
