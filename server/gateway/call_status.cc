#include "server/gateway/call_status.h"

#include <array>
#include <map>
#include <memory>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "google/rpc/status.pb.h"
#include "server/gateway/codec.h"
#include "server/rpc/status.h"

namespace santong::gateway {
namespace {

struct Code {
  const char* name;
  int http;
};

// By gRPC code, from 0; connectrpc.com/docs/protocol, "Error codes".
constexpr std::array kCodes = std::to_array<Code>({
    {"ok", 200},
    {"canceled", 499},
    {"unknown", 500},
    {"invalid_argument", 400},
    {"deadline_exceeded", 504},
    {"not_found", 404},
    {"already_exists", 409},
    {"permission_denied", 403},
    {"resource_exhausted", 429},
    {"failed_precondition", 400},
    {"aborted", 409},
    {"out_of_range", 400},
    {"unimplemented", 501},
    {"internal", 500},
    {"unavailable", 503},
    {"data_loss", 500},
    {"unauthenticated", 401},
});

const Code& CodeOf(grpc::StatusCode code) {
  const auto index = static_cast<size_t>(code);
  return index < kCodes.size() ? kCodes[index] : kCodes[grpc::StatusCode::UNKNOWN];
}

std::string UnpaddedBase64(absl::string_view bytes) {
  std::string text = absl::Base64Escape(bytes);
  text.erase(text.find_last_not_of('=') + 1);
  return text;
}

std::string DetailJson(const google::protobuf::Any& detail) {
  absl::string_view type = detail.type_url();
  type.remove_prefix(type.rfind('/') + 1);  // 0 when there is none
  std::string json = absl::StrCat("{\"type\":", JsonString(type),
                                  ",\"value\":", JsonString(UnpaddedBase64(detail.value())));
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(std::string(type));
  if (descriptor != nullptr) {
    const auto debug = Encode(Codec::kJson, descriptor, detail.value());
    if (debug.ok()) absl::StrAppend(&json, ",\"debug\":", *debug);
  }
  return json + "}";
}

// As gRPC writes grpc-message: all but printable ASCII, and '%', as %XX.
std::string PercentEncoded(absl::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= ' ' && c <= '~' && c != '%') {
      out += c;
    } else {
      absl::StrAppendFormat(&out, "%%%02X", static_cast<unsigned char>(c));
    }
  }
  return out;
}

}  // namespace

const char* ConnectCodeOf(grpc::StatusCode code) { return CodeOf(code).name; }
int HttpStatusOf(grpc::StatusCode code) { return CodeOf(code).http; }

std::string ConnectErrorJson(const grpc::Status& status) {
  std::string json = absl::StrCat("{\"code\":", JsonString(ConnectCodeOf(status.error_code())),
                                  ",\"message\":", JsonString(status.error_message()));
  google::rpc::Status details;
  if (details.ParseFromString(status.error_details()) && details.details_size() > 0) {
    std::vector<std::string> all;
    for (const auto& detail : details.details()) all.push_back(DetailJson(detail));
    absl::StrAppend(&json, ",\"details\":[", absl::StrJoin(all, ","), "]");
  }
  return json + "}";
}

HttpResponse ConnectError(const grpc::Status& status) {
  return {HttpStatusOf(status.error_code()),
          {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
          ConnectErrorJson(status)};
}

std::string ConnectEndJson(const grpc::Status& status, const Fields& trailers) {
  std::vector<std::string> parts;
  if (!status.ok()) parts.push_back(absl::StrCat("\"error\":", ConnectErrorJson(status)));
  std::map<std::string, std::vector<std::string>> values;
  for (const auto& [name, value] : trailers) values[name].push_back(JsonString(value));
  std::vector<std::string> metadata;
  for (const auto& [name, all] : values) {
    metadata.push_back(absl::StrCat(JsonString(name), ":[", absl::StrJoin(all, ","), "]"));
  }
  if (!metadata.empty())
    parts.push_back(absl::StrCat("\"metadata\":{", absl::StrJoin(metadata, ","), "}"));
  return absl::StrCat("{", absl::StrJoin(parts, ","), "}");
}

std::string GrpcWebTrailers(const grpc::Status& status, const Fields& trailers) {
  std::string lines = absl::StrCat("grpc-status:", static_cast<int>(status.error_code()), "\r\n");
  if (!status.error_message().empty())
    absl::StrAppend(&lines, "grpc-message:", PercentEncoded(status.error_message()), "\r\n");
  if (!status.error_details().empty()) {
    absl::StrAppend(&lines, "grpc-status-details-bin:", UnpaddedBase64(status.error_details()),
                    "\r\n");
  }
  for (const auto& [name, value] : trailers) absl::StrAppend(&lines, name, ":", value, "\r\n");
  return lines;
}

grpc::Status Refused(const absl::Status& status, const HttpRequest& request) {
  return rpc::ToGrpcStatus(status, rpc::LanguageOf(FieldOf(request.headers, "accept-language")),
                           FieldOf(request.headers, "x-request-id"));
}

}  // namespace santong::gateway
