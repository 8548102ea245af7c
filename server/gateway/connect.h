// The services over HTTP/1.1: Connect (connectrpc.com/docs/protocol) with JSON or the binary form,
// unary by POST and GET and streams, and gRPC-Web.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/generic/generic_stub.h>

#include <cstddef>
#include <memory>

#include "absl/status/status.h"
#include "server/gateway/exchange.h"
#include "server/gateway/method_table.h"
#include "server/gateway/wire.h"

namespace santong::gateway {

class Connect final : public AsyncHandler {
 public:
  // Calls go over `channel`; no message may be larger than `max_message_bytes`, unpacked.
  Connect(const std::shared_ptr<grpc::Channel>& channel, size_t max_message_bytes)
      : stub_(channel), max_message_bytes_(max_message_bytes) {}

  void Handle(std::shared_ptr<Exchange> exchange) override;
  HttpResponse Refusal(int status, const std::string& why) override;

 private:
  void Get(const Method& method, std::shared_ptr<Exchange> exchange);
  void Post(const Method& method, Codec codec, std::shared_ptr<Exchange> exchange);
  void Framed(const Method& method, Wire wire, std::shared_ptr<Exchange> exchange);
  absl::StatusOr<std::string> Unpack(const std::string& body, absl::string_view encoding) const;
  // The messages' bytes in a framed body.
  absl::StatusOr<std::vector<std::string>> MessagesOf(const Method& method, const Wire& wire,
                                                      const HttpRequest& request) const;

  grpc::GenericStub stub_;
  const size_t max_message_bytes_;
  const MethodTable methods_;
};

}  // namespace santong::gateway
