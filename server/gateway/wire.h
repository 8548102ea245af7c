// The two ways in which an answer is framed: Connect's streams and gRPC-Web.
#pragma once

#include <grpcpp/support/status.h>

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "server/gateway/codec.h"
#include "server/gateway/http.h"

namespace santong::gateway {

struct Wire {
  bool grpc_web = false;  // else a Connect stream
  bool text = false;      // gRPC-Web in base64
  Codec codec = Codec::kProto;
  bool packs = false;  // the client takes gzip

  // For a media type without parameters, in lower case: application/connect+json, …+proto,
  // application/grpc-web[-text][+proto|+json]. Empty for any other.
  static absl::optional<Wire> Of(absl::string_view media_type);

  // The head of the answer; its status is 200, whatever becomes of the call.
  HttpResponse Head() const;
  // One message, as the codec writes it, as it goes out.
  std::string Message(absl::string_view body) const;
  std::string End(const grpc::Status& status, const Fields& trailers) const;
  // The answer to a call that came to nothing.
  HttpResponse Whole(const grpc::Status& status) const;
};

}  // namespace santong::gateway
