#include "server/gateway/codec.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/type_resolver_util.h"
#include "google/protobuf/wrappers.pb.h"
#include "server/domain/error/refusal.h"
#include "server/rpc/field_words.h"

namespace santong::gateway {
namespace {

namespace util = google::protobuf::util;

// Knows every type that is linked in; thread-safe.
util::TypeResolver* Types() {
  static util::TypeResolver* const types = util::NewTypeResolverForDescriptorPool(
      "type.googleapis.com", google::protobuf::DescriptorPool::generated_pool());
  return types;
}

std::string UrlOf(const google::protobuf::Descriptor* type) {
  return absl::StrCat("type.googleapis.com/", std::string(type->full_name()));
}

}  // namespace

absl::StatusOr<std::string> Decode(Codec codec, const google::protobuf::Descriptor* type,
                                   std::string body) {
  if (codec == Codec::kProto) return body;
  util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  std::string bytes;
  const auto status = util::JsonToBinaryString(Types(), UrlOf(type), body, &bytes, options);
  if (status.ok()) return bytes;
  const std::string why(status.message());
  return error::RefuseFields(
      {rpc::Violation("body", rpc::FieldFault::kNotJson, std::string(type->name()),
                      why.substr(0, why.find('\n')))});  // what follows quotes the body
}

absl::StatusOr<std::string> Encode(Codec codec, const google::protobuf::Descriptor* type,
                                   std::string bytes) {
  if (codec == Codec::kProto) return bytes;
  std::string json;
  const auto status = util::BinaryToJsonString(Types(), UrlOf(type), bytes, &json);
  if (status.ok()) return json;
  return absl::InternalError(
      absl::StrCat("the answer has no JSON: ", std::string(status.message())));
}

std::string JsonString(absl::string_view text) {
  google::protobuf::StringValue value;
  value.set_value(std::string(text));
  std::string json;
  (void)util::MessageToJsonString(value, &json);  // any string has one
  return json;
}

}  // namespace santong::gateway
