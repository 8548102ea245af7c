// Every method of every service, from the services' descriptors, so that none can be forgotten: its
// request, filled with all that its fields require, and a call of it, whatever kind of method it
// is.
#pragma once

#include <grpcpp/generic/generic_stub.h>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "santong/v1/field_rules.pb.h"
#include "server/rpc/service_list.h"
#include "tests/server/services/fixture.h"

namespace santong::testing {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// A stream that nobody ends is ended by this; a refusal comes long before.
inline constexpr std::chrono::seconds kPatience(2);

inline std::vector<const MethodDescriptor*> AllMethods() {
  std::vector<const MethodDescriptor*> methods;
  for (const rpc::ListedService& service : rpc::AllServices()) {
    for (int m = 0; m < service.descriptor->method_count(); ++m)
      methods.push_back(service.descriptor->method(m));
  }
  return methods;
}

inline std::string NameOf(const MethodDescriptor& method) {
  return absl::StrCat(method.service()->full_name(), "/", method.name());
}

inline bool OnlyReads(const MethodDescriptor& method) {
  return method.options().idempotency_level() == google::protobuf::MethodOptions::NO_SIDE_EFFECTS;
}

inline std::unique_ptr<Message> NewRequest(const MethodDescriptor& method) {
  return std::unique_ptr<Message>(google::protobuf::MessageFactory::generated_factory()
                                      ->GetPrototype(method.input_type())
                                      ->New());
}

// One message there, the status back; whatever kind of method it is.
inline grpc::Status CallAny(const std::shared_ptr<grpc::Channel>& channel,
                            const MethodDescriptor& method, const std::string& token,
                            const Message& request) {
  grpc::GenericStub stub(channel);
  auto context = As(token);
  context->set_deadline(std::chrono::system_clock::now() + kPatience);
  const std::string bytes = request.SerializeAsString();
  const grpc::Slice slice(bytes);
  const grpc::ByteBuffer buffer(&slice, 1);
  grpc::CompletionQueue queue;
  auto call =
      stub.PrepareUnaryCall(context.get(), absl::StrCat("/", NameOf(method)), buffer, &queue);
  call->StartCall();
  grpc::ByteBuffer reply;
  grpc::Status status;
  call->Finish(&reply, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  return status;
}

inline bool IsRefusedByRole(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::PERMISSION_DENIED &&
         absl::StrContains(status.error_details(), "ROLE_NOT_ALLOWED");
}

// A new principal of the organ with the one role, and its token.
inline std::string TokenOf(v1::AdminService::Stub& admin, const std::string& token,
                           const std::string& id, const std::string& organ, v1::Role role) {
  v1::CreatePrincipalRequest request;
  request.set_principal_id(id);
  request.mutable_principal()->set_display_name(id);
  request.mutable_principal()->set_organ(organ);
  request.mutable_principal()->add_roles(role);
  v1::Principal principal;
  EXPECT_TRUE(admin.CreatePrincipal(As(token).get(), request, &principal).ok()) << id;
  v1::CreateTokenRequest token_request;
  token_request.set_parent(principal.name());
  v1::Token reply;
  EXPECT_TRUE(admin.CreateToken(As(token).get(), token_request, &reply).ok()) << id;
  return reply.secret();
}

// Fills what the fields ask for, with `names` by the field's name.
class Filler {
 public:
  explicit Filler(std::map<std::string, std::string> names) : names_(std::move(names)) {}

  void Fill(Message& message) const {
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor& field = *message.GetDescriptor()->field(i);
      if (IsRequired(field) || names_.contains(field.name())) FillField(message, field);
    }
  }

 private:
  static bool IsRequired(const FieldDescriptor& field) {
    const auto& options = field.options();
    for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
      if (options.GetExtension(google::api::field_behavior, i) == google::api::REQUIRED)
        return true;
    }
    return false;
  }

  std::string TextFor(const FieldDescriptor& field) const {
    if (auto name = names_.find(field.name()); name != names_.end()) return name->second;
    switch (field.options().GetExtension(v1::rules).format()) {
      case v1::TEXT_FORMAT_DATE:
        return "2026-06-01";
      case v1::TEXT_FORMAT_UUID:
        return "11111111-2222-4333-8444-555555555555";
      case v1::TEXT_FORMAT_SHA256:
        return std::string(64, 'a');
      case v1::TEXT_FORMAT_RESOURCE_NAME:
        return kCivilAffairs;
      case v1::TEXT_FORMAT_IDENTIFIER:
        return "sample";
      case v1::TEXT_FORMAT_URL:
        return "https://example.org/";
      case v1::TEXT_FORMAT_LEAF_KEY:
        return "registrar_model";
      default:
        return "样本";
    }
  }

  void FillField(Message& message, const FieldDescriptor& field) const {
    const auto& reflection = *message.GetReflection();
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        field.is_repeated() ? reflection.AddString(&message, &field, TextFor(field))
                            : reflection.SetString(&message, &field, TextFor(field));
        break;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        Fill(field.is_repeated() ? *reflection.AddMessage(&message, &field)
                                 : *reflection.MutableMessage(&message, &field));
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        field.is_repeated() ? reflection.AddEnumValue(&message, &field, 1)
                            : reflection.SetEnumValue(&message, &field, 1);
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        if (!field.is_repeated()) reflection.SetInt32(&message, &field, 1);
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        if (!field.is_repeated()) reflection.SetInt64(&message, &field, 1);
        break;
      default:
        break;
    }
  }

  const std::map<std::string, std::string> names_;
};

}  // namespace santong::testing
