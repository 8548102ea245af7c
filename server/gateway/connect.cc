#include "server/gateway/connect.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/domain/error/refusal.h"
#include "server/gateway/call_status.h"
#include "server/gateway/connect_get.h"
#include "server/gateway/envelope.h"
#include "server/gateway/gzip.h"
#include "server/gateway/stream_call.h"
#include "server/gateway/timeout.h"
#include "server/gateway/unary_call.h"

namespace santong::gateway {
namespace {

constexpr int kUnsupportedMediaType = 415;
constexpr int kMethodNotAllowed = 405;
constexpr char kConnectVersion[] = "1";

// "application/json" for "Application/JSON; charset=utf-8".
std::string MediaTypeOf(absl::string_view content_type) {
  return absl::AsciiStrToLower(
      absl::StripAsciiWhitespace(content_type.substr(0, content_type.find(';'))));
}

const char* ContentTypeOf(Codec codec) {
  return codec == Codec::kJson ? "application/json" : "application/proto";
}

// A refusal by reason goes out with its details; another status is the protocol's own business.
grpc::Status StatusFor(const absl::Status& status, const HttpRequest& request) {
  if (error::ReasonOf(status) != v1::ERROR_REASON_UNSPECIFIED) return Refused(status, request);
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), std::string(status.message()));
}

HttpResponse WithStatus(int status, HttpResponse response, const char* header, const char* value) {
  response.status = status;
  response.headers.emplace_back(header, value);
  return response;
}

absl::Status CheckVersion(const HttpRequest& request) {
  const absl::string_view version = FieldOf(request.headers, "connect-protocol-version");
  if (version.empty() || version == kConnectVersion) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("connect-protocol-version: ", version, " is not known; use 1"));
}

// What a unary Connect call is answered with, but for its caching.
HttpResponse UnaryAnswer(const Method& method, Codec codec, UnaryResult result) {
  HttpResponse response;
  if (result.status.ok()) {
    auto body = Encode(codec, method.descriptor->output_type(), std::move(result.reply));
    if (body.ok()) {
      response.headers.emplace_back("Content-Type", ContentTypeOf(codec));
      response.body = *std::move(body);
    } else {
      result.status =
          grpc::Status(grpc::StatusCode::INTERNAL, std::string(body.status().message()));
    }
  }
  if (!result.status.ok()) response = ConnectError(result.status);
  for (auto& field : result.headers) response.headers.push_back(std::move(field));
  for (auto& [name, value] : result.trailers) {
    response.headers.emplace_back(absl::StrCat("Trailer-", name), std::move(value));
  }
  return response;
}

// Everything that the public's answer depends on, besides the register.
std::string KeyOf(const Method& method, Codec codec, absl::string_view message,
                  const HttpRequest& request) {
  return absl::StrCat(method.path, "\n", ContentTypeOf(codec), "\n",
                      FieldOf(request.headers, "accept-language"), "\n", message);
}

void AddCaching(bool is_public, HttpResponse& response) {
  response.headers.emplace_back("Cache-Control",
                                is_public ? "public, max-age=60" : "private, no-store");
  response.headers.emplace_back("Vary", "Accept-Language, Authorization");
}

}  // namespace

void Connect::Handle(std::shared_ptr<Exchange> exchange) {
  const HttpRequest& request = exchange->request();
  const Method* method = methods_.Find(request.path);
  const std::string type = MediaTypeOf(FieldOf(request.headers, "content-type"));
  const absl::optional<Wire> wire = Wire::Of(type);
  if (method == nullptr) {
    const grpc::Status unknown(grpc::StatusCode::UNIMPLEMENTED,
                               absl::StrCat("there is no method ", request.path));
    return exchange->Answer(wire.has_value() ? wire->Whole(unknown) : ConnectError(unknown));
  }
  if (request.method != "POST") return Get(*method, std::move(exchange));
  // gRPC-Web frames unary calls, too; Connect's two forms are told apart by their types.
  if (wire.has_value() && (wire->grpc_web || !method->unary())) {
    return Framed(*method, *wire, std::move(exchange));
  }
  if (method->unary() && type == ContentTypeOf(Codec::kJson)) {
    return Post(*method, Codec::kJson, std::move(exchange));
  }
  if (method->unary() && type == ContentTypeOf(Codec::kProto)) {
    return Post(*method, Codec::kProto, std::move(exchange));
  }
  const char* const taken = method->unary()
                                ? "application/json, application/proto, application/grpc-web+proto"
                                : "application/connect+json, application/connect+proto, "
                                  "application/grpc-web+proto";
  exchange->Answer(WithStatus(
      kUnsupportedMediaType,
      ConnectError(grpc::Status(
          grpc::StatusCode::UNKNOWN,
          absl::StrCat("the content type \"", type, "\" is not supported here; use ", taken))),
      "Accept-Post", taken));
}

HttpResponse Connect::Refusal(const HttpRequest&, const Unread& unread) {
  const int status = unread.status;
  const grpc::StatusCode code = status == 413   ? grpc::StatusCode::RESOURCE_EXHAUSTED
                                : status == 503 ? grpc::StatusCode::UNAVAILABLE
                                : status == 405 ? grpc::StatusCode::UNIMPLEMENTED
                                                : grpc::StatusCode::INVALID_ARGUMENT;
  HttpResponse response = ConnectError(grpc::Status(code, unread.why));
  response.status = status;
  return response;
}

void Connect::Get(const Method& method, std::shared_ptr<Exchange> exchange) {
  const HttpRequest& request = exchange->request();
  if (!method.reads || !method.unary()) {
    return exchange->Answer(
        WithStatus(kMethodNotAllowed,
                   ConnectError(grpc::Status(grpc::StatusCode::UNIMPLEMENTED,
                                             absl::StrCat(method.path, " is called by POST"))),
                   "Allow", "POST"));
  }
  const auto get = ReadConnectGet(request.query, max_message_bytes_);
  if (absl::IsNotFound(get.status())) {
    HttpResponse refused =
        ConnectError(grpc::Status(grpc::StatusCode::UNKNOWN, std::string(get.status().message())));
    refused.status = kUnsupportedMediaType;
    return exchange->Answer(std::move(refused));
  }
  if (!get.ok()) return exchange->Answer(ConnectError(StatusFor(get.status(), request)));
  const auto timeout = ConnectTimeout(FieldOf(request.headers, "connect-timeout-ms"));
  if (!timeout.ok()) return exchange->Answer(ConnectError(StatusFor(timeout.status(), request)));

  Ask(method, get->codec, get->message, *timeout, std::move(exchange));
}

void Connect::Ask(const Method& method, Codec codec, const std::string& message,
                  absl::Duration timeout, std::shared_ptr<Exchange> exchange) {
  const HttpRequest& request = exchange->request();
  // What somebody who logged in reads is theirs alone.
  const bool is_public = method.cacheable && FieldOf(request.headers, "authorization").empty();
  const RegisterState state = is_public && method.lasts ? state_() : RegisterState();
  // A call whose time is over already is refused like any other.
  const bool keeps = state.event_sequence > 0 && timeout > absl::ZeroDuration();
  const bool by_get = request.method != "POST";
  std::string key = keeps ? KeyOf(method, codec, message, request) : std::string();
  if (auto body = keeps ? kept_->Find(key, state) : nullptr; body != nullptr) {
    HttpResponse response;
    response.headers.emplace_back("Content-Type", ContentTypeOf(codec));
    response.kept = std::move(body);
    if (by_get) AddCaching(is_public, response);
    return exchange->Answer(std::move(response));
  }
  const auto bytes = Decode(codec, method.descriptor->input_type(), message);
  if (!bytes.ok()) return exchange->Answer(ConnectError(StatusFor(bytes.status(), request)));
  CallUnary(stub_, method, timeout, *bytes, std::move(exchange),
            [&method, codec, is_public, by_get, keeps, key = std::move(key), state,
             kept = kept_](UnaryResult result) {
              const bool ok = result.status.ok();
              HttpResponse response = UnaryAnswer(method, codec, std::move(result));
              if (!ok) return response;
              if (by_get) AddCaching(is_public, response);
              if (keeps) response.kept = kept->Put(key, state, std::move(response.body));
              return response;
            });
}

absl::StatusOr<std::string> Connect::Unpack(const std::string& body,
                                            absl::string_view encoding) const {
  auto packed = IsGzip(encoding);
  if (!packed.ok()) return packed.status();
  if (!*packed || body.empty()) return body;
  return Gunzip(body, max_message_bytes_ * 2);  // JSON is the longer form
}

void Connect::Post(const Method& method, Codec codec, std::shared_ptr<Exchange> exchange) {
  const HttpRequest& request = exchange->request();
  const auto refuse = [&](const absl::Status& status) {
    exchange->Answer(ConnectError(StatusFor(status, request)));
  };
  if (absl::Status s = CheckVersion(request); !s.ok()) return refuse(s);
  const auto timeout = ConnectTimeout(FieldOf(request.headers, "connect-timeout-ms"));
  if (!timeout.ok()) return refuse(timeout.status());
  auto body = Unpack(request.body, FieldOf(request.headers, "content-encoding"));
  if (!body.ok()) return refuse(body.status());
  Ask(method, codec, *body, *timeout, std::move(exchange));
}

absl::StatusOr<std::vector<std::string>> Connect::MessagesOf(const Method& method, const Wire& wire,
                                                             const HttpRequest& request) const {
  const auto packed = IsGzip(
      FieldOf(request.headers, wire.grpc_web ? "grpc-encoding" : "connect-content-encoding"));
  if (!packed.ok()) return packed.status();
  std::string decoded;
  if (wire.text && !absl::Base64Unescape(request.body, &decoded)) {
    return absl::InvalidArgumentError("the body is not base64");
  }
  auto frames = ReadFrames(wire.text ? decoded : request.body, max_message_bytes_ * 2, *packed);
  if (!frames.ok()) return frames.status();
  if (!method.descriptor->client_streaming() && frames->size() != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("the call takes one message and ", frames->size(), " came"));
  }
  for (std::string& frame : *frames) {
    auto message = Decode(wire.codec, method.descriptor->input_type(), std::move(frame));
    if (!message.ok()) return message.status();
    frame = *std::move(message);
  }
  return frames;
}

void Connect::Framed(const Method& method, Wire wire, std::shared_ptr<Exchange> exchange) {
  const HttpRequest& request = exchange->request();
  wire.packs = TakesGzip(
      FieldOf(request.headers, wire.grpc_web ? "grpc-accept-encoding" : "connect-accept-encoding"));
  const auto refuse = [&](const absl::Status& status) {
    exchange->Answer(wire.Whole(StatusFor(status, request)));
  };
  if (absl::Status s = CheckVersion(request); !s.ok()) return refuse(s);
  if (method.descriptor->client_streaming() && method.descriptor->server_streaming()) {
    return refuse(absl::UnimplementedError(absl::StrCat(
        method.path, " streams both ways, which HTTP/1.1 cannot carry; call it over gRPC")));
  }
  const auto timeout = wire.grpc_web
                           ? GrpcTimeout(FieldOf(request.headers, "grpc-timeout"))
                           : ConnectTimeout(FieldOf(request.headers, "connect-timeout-ms"));
  if (!timeout.ok()) return refuse(timeout.status());
  const auto messages = MessagesOf(method, wire, request);
  if (!messages.ok()) return refuse(messages.status());
  if (!method.unary()) {
    return CallStream(stub_, method, *timeout, *messages, std::move(exchange), wire);
  }
  CallUnary(stub_, method, *timeout, messages->front(), std::move(exchange),
            [&method, wire](UnaryResult result) {
              HttpResponse response = wire.Head();
              if (result.status.ok()) {
                auto body =
                    Encode(wire.codec, method.descriptor->output_type(), std::move(result.reply));
                if (!body.ok()) {
                  return wire.Whole(grpc::Status(grpc::StatusCode::INTERNAL,
                                                 std::string(body.status().message())));
                }
                response.body = wire.Message(*body);
              }
              response.body += wire.End(result.status, result.trailers);
              for (auto& field : result.headers) response.headers.push_back(std::move(field));
              return response;
            });
}

}  // namespace santong::gateway
