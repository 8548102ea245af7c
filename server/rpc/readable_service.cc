// Wraps the handlers that the generated code installs. This is the one file that uses
// grpc::internal: the public interface gives no say before a request is parsed (grpc 1.51,
// CallbackUnaryHandler::Deserialize).
#include "server/rpc/readable_service.h"

#include <grpc/byte_buffer.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/service_type.h>

#include <deque>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/message.h"
#include "server/rpc/readable.h"
#include "server/rpc/unary.h"

namespace santong::rpc {
namespace {

using google::protobuf::MethodDescriptor;
using grpc::internal::MethodHandler;
using grpc::internal::RpcMethod;
using Refusing = grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>;

class ReadableHandler final : public MethodHandler {
 public:
  // `inner` belongs to its service.
  ReadableHandler(MethodHandler* inner, Gate& gate, const MethodDescriptor* method)
      : inner_(inner),
        is_raw_(dynamic_cast<Refusing*>(inner) != nullptr),
        refusing_([&gate, method,
                   name = absl::StrCat(method->service()->full_name(), "/", method->name())](
                      grpc::CallbackServerContext* context, const grpc::ByteBuffer* bytes,
                      grpc::ByteBuffer*) {
          grpc::Slice slice;
          const bool whole = bytes->DumpToSingleSlice(&slice).ok();
          const absl::string_view text(reinterpret_cast<const char*>(slice.begin()),
                                       whole ? slice.size() : 0);
          return RefuseUnary(gate, context, name, WhyUnreadable(text, method->input_type()));
        }) {}

  void* Deserialize(grpc_call* call, grpc_byte_buffer* bytes, grpc::Status* status,
                    void** data) override {
    // A client may end its half without a message: then there are no bytes.
    grpc_byte_buffer* const kept = bytes == nullptr ? nullptr : grpc_byte_buffer_copy(bytes);
    void* request = inner_->Deserialize(call, bytes, status, data);
    if (status->ok()) {
      if (kept != nullptr) grpc_byte_buffer_destroy(kept);
      // As ParseMessage does for raw methods, whose request is bytes still.
      if (!is_raw_ && request != nullptr)
        static_cast<google::protobuf::Message*>(request)->DiscardUnknownFields();
      return request;
    }
    // The holder of a unary call's messages lies in the call's arena: what it holds is to be
    // destroyed, no more (DefaultMessageHolder::Release).
    if (*data != nullptr) static_cast<grpc::RpcAllocatorState*>(*data)->~RpcAllocatorState();
    request = refusing_.Deserialize(call, kept, status, data);
    *status = grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "unreadable");
    return request;
  }

  void RunHandler(const HandlerParameter& param) override {
    if (param.status.ok()) return inner_->RunHandler(param);
    refusing_.RunHandler(HandlerParameter(param.call, param.server_context, param.request,
                                          grpc::Status::OK, param.internal_data,
                                          param.call_requester));
  }

 private:
  MethodHandler* const inner_;
  const bool is_raw_;
  Refusing refusing_;
};

RpcMethod::RpcType TypeOf(const MethodDescriptor* method) {
  if (method->client_streaming()) {
    return method->server_streaming() ? RpcMethod::BIDI_STREAMING : RpcMethod::CLIENT_STREAMING;
  }
  return method->server_streaming() ? RpcMethod::SERVER_STREAMING : RpcMethod::NORMAL_RPC;
}

// Names the protected accessor of any service's handlers.
struct Opener : grpc::Service {
  using grpc::Service::GetHandler;
};

class ReadableService final : public grpc::Service {
 public:
  ReadableService(grpc::Service& inner, const google::protobuf::ServiceDescriptor& descriptor,
                  Gate& gate) {
    for (int i = 0; i < descriptor.method_count(); ++i) {
      const MethodDescriptor* method = descriptor.method(i);
      MethodHandler* handler = (inner.*(&Opener::GetHandler))(i);
      paths_.push_back(absl::StrCat("/", descriptor.full_name(), "/", method->name()));
      AddMethod(
          new grpc::internal::RpcServiceMethod(paths_.back().c_str(), TypeOf(method), nullptr));
      MarkMethodCallback(i, new ReadableHandler(handler, gate, method));
    }
  }

 private:
  std::deque<std::string> paths_;  // gRPC keeps pointers to them
};

}  // namespace

std::unique_ptr<grpc::Service> MakeReadable(grpc::Service& inner,
                                            const google::protobuf::ServiceDescriptor& descriptor,
                                            Gate& gate) {
  return std::make_unique<ReadableService>(inner, descriptor, gate);
}

}  // namespace santong::rpc
