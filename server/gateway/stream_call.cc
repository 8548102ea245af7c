#include "server/gateway/stream_call.h"

#include <grpcpp/grpcpp.h>
#include <grpcpp/support/client_callback.h>

#include <deque>
#include <utility>

#include "server/gateway/call_context.h"
#include "server/gateway/message_bytes.h"

namespace santong::gateway {
namespace {

// Deletes itself when the call is done.
class StreamCall final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  StreamCall(const Method& method, std::shared_ptr<grpc::ClientContext> context,
             const std::vector<std::string>& messages, std::shared_ptr<Exchange> exchange,
             const Wire& wire)
      : method_(method), context_(std::move(context)), exchange_(std::move(exchange)), wire_(wire) {
    for (const std::string& message : messages) asked_.push_back(ToByteBuffer(message));
  }

  void Start(grpc::GenericStub& stub) {
    exchange_->OnGone([context = context_] { context->TryCancel(); });
    exchange_->Begin(wire_.Head());
    stub.PrepareBidiStreamingCall(context_.get(), method_.path, grpc::StubOptions(), this);
    // Reads are started when the client has taken what was read before, outside of this call's own
    // reactions: the hold keeps it until the last.
    AddHold();
    StartRead(&reply_);
    WriteNext();
    StartCall();
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return;
    asked_.pop_front();
    WriteNext();
  }

  void OnReadDone(bool ok) override {
    if (!ok) return RemoveHold();
    auto body = Encode(wire_.codec, method_.descriptor->output_type(), ToString(reply_));
    if (!body.ok()) {
      fault_ = grpc::Status(grpc::StatusCode::INTERNAL, std::string(body.status().message()));
      return Cancel();
    }
    exchange_->Write(wire_.Message(*body), [this](bool sent) {
      if (!sent) return Cancel();
      StartRead(&reply_);
    });
  }

  void OnDone(const grpc::Status& status) override {
    exchange_->Write(wire_.End(fault_.ok() ? status : fault_, TrailersOf(*context_)), [](bool) {});
    exchange_->End();
    delete this;
  }

 private:
  void WriteNext() {
    if (asked_.empty()) return StartWritesDone();
    StartWrite(&asked_.front());
  }
  void Cancel() {
    context_->TryCancel();
    RemoveHold();
  }

  const Method& method_;
  const std::shared_ptr<grpc::ClientContext> context_;
  const std::shared_ptr<Exchange> exchange_;
  const Wire wire_;
  std::deque<grpc::ByteBuffer> asked_;
  grpc::ByteBuffer reply_;
  grpc::Status fault_;
};

}  // namespace

void CallStream(grpc::GenericStub& stub, const Method& method, absl::Duration timeout,
                const std::vector<std::string>& messages, std::shared_ptr<Exchange> exchange,
                const Wire& wire) {
  auto context = std::make_shared<grpc::ClientContext>();
  if (absl::Status s = FillContext(exchange->request(), timeout, *context); !s.ok()) {
    return exchange->Answer(wire.Whole(
        grpc::Status(static_cast<grpc::StatusCode>(s.code()), std::string(s.message()))));
  }
  auto* call = new StreamCall(method, std::move(context), messages, std::move(exchange), wire);
  call->Start(stub);
}

}  // namespace santong::gateway
