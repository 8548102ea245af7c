#include "server/gateway/unary_call.h"

#include <grpcpp/grpcpp.h>

#include <utility>

#include "server/gateway/call_context.h"
#include "server/gateway/call_status.h"
#include "server/gateway/message_bytes.h"

namespace santong::gateway {
namespace {

struct Call {
  grpc::ClientContext context;
  grpc::ByteBuffer asked;
  grpc::ByteBuffer reply;
};

}  // namespace

void CallUnary(grpc::GenericStub& stub, const Method& method, absl::Duration timeout,
               const std::string& message, std::shared_ptr<Exchange> exchange,
               std::function<HttpResponse(UnaryResult)> answer) {
  auto call = std::make_shared<Call>();
  if (absl::Status s = FillContext(exchange->request(), timeout, call->context); !s.ok()) {
    UnaryResult refused;
    refused.status =
        grpc::Status(static_cast<grpc::StatusCode>(s.code()), std::string(s.message()));
    return exchange->Answer(answer(std::move(refused)));
  }
  call->asked = ToByteBuffer(message);
  exchange->OnGone([call] { call->context.TryCancel(); });
  stub.UnaryCall(&call->context, method.path, grpc::StubOptions(), &call->asked, &call->reply,
                 [call, exchange, answer = std::move(answer)](grpc::Status status) {
                   UnaryResult result;
                   result.status = std::move(status);
                   if (result.status.ok()) result.reply = ToString(call->reply);
                   result.headers = HeadersOf(call->context);
                   result.trailers = TrailersOf(call->context);
                   exchange->Answer(answer(std::move(result)));
                 });
}

}  // namespace santong::gateway
