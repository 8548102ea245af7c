#include "server/gateway/call_context.h"

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/ops/clock.h"

namespace santong::gateway {
namespace {

using Metadata = std::multimap<grpc::string_ref, grpc::string_ref>;

Fields FieldsOf(const Metadata& metadata) {
  Fields fields;
  for (const auto& [key, raw] : metadata) {
    const std::string name(key.data(), key.size());
    std::string value(raw.data(), raw.size());
    if (absl::StartsWith(name, "grpc-") || absl::StartsWith(name, "connect-")) continue;
    if (absl::EndsWith(name, "-bin")) {
      value = absl::Base64Escape(value);
      value.erase(value.find_last_not_of('=') + 1);
    }
    fields.emplace_back(name, value);
  }
  return fields;
}

}  // namespace

absl::Status FillContext(const HttpRequest& request, absl::Duration timeout,
                         grpc::ClientContext& context) {
  for (const char* name : {"authorization", "accept-language", "x-request-id"}) {
    const absl::string_view value = FieldOf(request.headers, name);
    if (value.empty()) continue;
    const auto printable = [](unsigned char c) { return absl::ascii_isprint(c); };
    if (!std::all_of(value.begin(), value.end(), printable)) {
      return absl::InvalidArgumentError(absl::StrCat("the header ", name, " is not ASCII"));
    }
    context.AddMetadata(name, std::string(value));
  }
  for (const auto& [name, value] : request.call_metadata) context.AddMetadata(name, value);
  if (timeout <= absl::ZeroDuration()) {
    return absl::DeadlineExceededError("the client does not wait for an answer");
  }
  if (timeout != absl::InfiniteDuration()) {
    context.set_deadline(absl::ToChronoTime(ops::Clock::MachineNow() + timeout));
  }
  return absl::OkStatus();
}

Fields HeadersOf(const grpc::ClientContext& context) {
  return FieldsOf(context.GetServerInitialMetadata());
}
Fields TrailersOf(const grpc::ClientContext& context) {
  return FieldsOf(context.GetServerTrailingMetadata());
}

}  // namespace santong::gateway
