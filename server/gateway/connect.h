// The services over HTTP/1.1: Connect (connectrpc.com/docs/protocol) with JSON or the binary form,
// unary by POST and GET and streams, and gRPC-Web.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/generic/generic_stub.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "server/gateway/answer_cache.h"
#include "server/gateway/exchange.h"
#include "server/gateway/method_table.h"
#include "server/gateway/wire.h"

namespace santong::gateway {

class Connect final : public AsyncHandler {
 public:
  static constexpr size_t kKeptBytes = size_t{16} << 20;

  using StateNow = std::function<RegisterState()>;

  // Calls go over `channel`; no message may be larger than `max_message_bytes`, unpacked. What the
  // public asks is answered without a call while `state` is what it was when the same was asked
  // before; nothing is kept of a register without an event.
  Connect(const std::shared_ptr<grpc::Channel>& channel, size_t max_message_bytes, StateNow state)
      : stub_(channel), max_message_bytes_(max_message_bytes), state_(std::move(state)) {}

  void Handle(std::shared_ptr<Exchange> exchange) override;
  HttpResponse Refusal(const HttpRequest& head, const Unread& unread) override;

 private:
  void Get(const Method& method, std::shared_ptr<Exchange> exchange);
  void Post(const Method& method, Codec codec, std::shared_ptr<Exchange> exchange);
  // Calls with the message that was sent in this form, and keeps what the public may share.
  void Ask(const Method& method, Codec codec, const std::string& message, absl::Duration timeout,
           std::shared_ptr<Exchange> exchange);
  void Framed(const Method& method, Wire wire, std::shared_ptr<Exchange> exchange);
  absl::StatusOr<std::string> Unpack(const std::string& body, absl::string_view encoding) const;
  // The messages' bytes in a framed body.
  absl::StatusOr<std::vector<std::string>> MessagesOf(const Method& method, const Wire& wire,
                                                      const HttpRequest& request) const;

  grpc::GenericStub stub_;
  const size_t max_message_bytes_;
  const StateNow state_;
  // Shared with calls that end after the gateway.
  const std::shared_ptr<AnswerCache> kept_ = std::make_shared<AnswerCache>(kKeptBytes);
  const MethodTable methods_;
};

}  // namespace santong::gateway
