// Unary methods behind the gate, for the callback API:
//
//   return rpc::Unary(gate_, context, request, reply, "santong.v1.TaskService/ListTasks",
//                     [this](rpc::Call&& call, const v1::ListTasksRequest& asked,
//                     v1::ListTasksResponse* reply,
//                            rpc::Done done) { …; std::move(done)(status); });
//
// `asked` and `reply` of Unary live until `done` has run; `asked` of RawUnary only until the
// function returns.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <utility>

#include "server/rpc/gate.h"
#include "server/rpc/page_seal.h"
#include "server/rpc/readable.h"

namespace santong::rpc {

// Ends one unary call: called once, from any thread. The reply must be filled before. A call whose
// Done is destroyed uncalled ends as INTERNAL, so that no client waits for ever.
class Done {
 public:
  // `raw_reply` is the reply of a raw method: without bytes in it the call ends as INTERNAL, where
  // gRPC would end the program. `seal` is run on a reply before it is sent.
  Done(grpc::ServerUnaryReactor* reactor, Pass pass, const grpc::ByteBuffer* raw_reply = nullptr,
       std::function<void()> seal = nullptr)
      : reactor_(reactor), pass_(std::move(pass)), raw_reply_(raw_reply), seal_(std::move(seal)) {}
  Done(Done&& other) noexcept
      : reactor_(std::exchange(other.reactor_, nullptr)),
        pass_(std::move(other.pass_)),
        raw_reply_(other.raw_reply_),
        seal_(std::move(other.seal_)) {}
  Done& operator=(Done&&) = delete;
  ~Done() {
    if (reactor_ != nullptr) (*this)(absl::InternalError("the handler ended without an answer"));
  }

  void operator()(const absl::Status& status) {
    const bool no_reply = status.ok() && raw_reply_ != nullptr && !raw_reply_->Valid();
    if (status.ok() && seal_ != nullptr) seal_();
    std::exchange(reactor_, nullptr)
        ->Finish(pass_.End(no_reply ? absl::InternalError("the handler gave no bytes") : status));
  }

 private:
  grpc::ServerUnaryReactor* reactor_;
  Pass pass_;
  const grpc::ByteBuffer* raw_reply_;
  std::function<void()> seal_;
};

// A list: what is asked may have a page token, and the reply another.
template <typename Request, typename Reply>
concept Paged = requires(const Request& request, Reply* reply) {
  request.page_token();
  reply->mutable_next_page_token();
};

// The reply of a raw method, nullptr for any other.
inline const grpc::ByteBuffer* RawReply(const grpc::ByteBuffer* reply) { return reply; }
inline const grpc::ByteBuffer* RawReply(const google::protobuf::Message*) { return nullptr; }

// Ends a call that cannot even be read. It passes the gate like any other: who may not call is told
// that, and a flood of such bytes is held to the allowance of the public and writes no line for
// each.
inline grpc::ServerUnaryReactor* RefuseUnary(Gate& gate, grpc::CallbackServerContext* context,
                                             absl::string_view method, const absl::Status& status) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  Pass pass = gate.Open(*context, method);
  const absl::StatusOr<Call> call = gate.Admit(pass, nullptr);
  reactor->Finish(pass.End(call.ok() ? status : call.status()));
  return reactor;
}

// Lets the call in and runs `fn(Call&&, const Request&, Reply*, Done)`, or ends it with the
// refusal.
template <typename Request, typename Reply, typename Fn>
grpc::ServerUnaryReactor* Unary(Gate& gate, grpc::CallbackServerContext* context,
                                const Request* request, Reply* reply, absl::string_view method,
                                Fn&& fn) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  Pass pass = gate.Open(*context, method);
  absl::StatusOr<Call> call = gate.Admit(pass, request);
  std::function<void()> seal;
  if constexpr (Paged<Request, Reply>) {
    if (call.ok()) {
      std::string asked = AskedFor(*request);
      const absl::Status genuine = gate.pages().Check(asked, request->page_token(), call->now);
      seal = [&gate, reply, asked = std::move(asked), now = call->now] {
        if (reply->next_page_token().empty()) return;
        reply->set_next_page_token(gate.pages().Seal(asked, reply->next_page_token(), now));
      };
      if (!genuine.ok()) call = genuine;
    }
  }
  Done done(reactor, std::move(pass), RawReply(reply), std::move(seal));
  if (call.ok()) {
    std::forward<Fn>(fn)(*std::move(call), *request, reply, std::move(done));
  } else {
    done(call.status());
  }
  return reactor;
}

// The same for a method of WithRawCallbackMethod_X: parses the request, and `fn(Call&&, const
// Request&, grpc::ByteBuffer*, Done)` fills the reply with bytes of its message.
template <typename Request, typename Fn>
grpc::ServerUnaryReactor* RawUnary(Gate& gate, grpc::CallbackServerContext* context,
                                   const grpc::ByteBuffer* bytes, grpc::ByteBuffer* reply,
                                   absl::string_view method, Fn&& fn) {
  Request request;
  if (absl::Status status = ParseMessage(*bytes, &request); !status.ok()) {
    return RefuseUnary(gate, context, method, status);
  }
  return Unary(gate, context, &request, reply, method, std::forward<Fn>(fn));
}

}  // namespace santong::rpc
