#include "server/gateway/wire.h"

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/gateway/call_status.h"
#include "server/gateway/envelope.h"

namespace santong::gateway {
namespace {

constexpr absl::string_view kConnect = "application/connect";
constexpr absl::string_view kGrpcWeb = "application/grpc-web";

}  // namespace

absl::optional<Wire> Wire::Of(absl::string_view type) {
  Wire wire;
  if (absl::ConsumePrefix(&type, kGrpcWeb)) {
    wire.grpc_web = true;
    wire.text = absl::ConsumePrefix(&type, "-text");
    if (type.empty()) return wire;
  } else if (!absl::ConsumePrefix(&type, kConnect)) {
    return absl::nullopt;
  }
  if (type != "+json" && type != "+proto") return absl::nullopt;
  wire.codec = type == "+json" ? Codec::kJson : Codec::kProto;
  return wire;
}

HttpResponse Wire::Head() const {
  HttpResponse head;
  const char* const suffix = codec == Codec::kJson ? "+json" : "+proto";
  if (grpc_web) {
    head.headers.emplace_back("Content-Type", absl::StrCat(kGrpcWeb, text ? "-text" : "", suffix));
    head.headers.emplace_back("Grpc-Accept-Encoding", "gzip");
    if (packs) head.headers.emplace_back("Grpc-Encoding", "gzip");
  } else {
    head.headers.emplace_back("Content-Type", absl::StrCat(kConnect, suffix));
    head.headers.emplace_back("Connect-Accept-Encoding", "gzip");
    if (packs) head.headers.emplace_back("Connect-Content-Encoding", "gzip");
  }
  head.headers.emplace_back("Cache-Control", "no-store");
  return head;
}

std::string Wire::Message(absl::string_view body) const {
  const std::string frame = MessageFrame(body, packs);
  return text ? absl::Base64Escape(frame) : frame;
}

std::string Wire::End(const grpc::Status& status, const Fields& trailers) const {
  const std::string frame = grpc_web ? Frame(kGrpcWebEnd, GrpcWebTrailers(status, trailers))
                                     : Frame(kConnectEnd, ConnectEndJson(status, trailers));
  return text ? absl::Base64Escape(frame) : frame;
}

HttpResponse Wire::Whole(const grpc::Status& status) const {
  HttpResponse answer = Head();
  answer.body = End(status, {});
  return answer;
}

}  // namespace santong::gateway
