#include "server/gateway/codec.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/type.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/type_resolver_util.h"
#include "google/protobuf/wrappers.pb.h"
#include "server/domain/error/refusal.h"
#include "server/rpc/field_words.h"

namespace santong::gateway {
namespace {

namespace util = google::protobuf::util;

// Every type that is linked in, each made once: protobuf asks for the types anew with every
// message, and making one from its descriptor takes longer than the message does. Thread-safe.
class KnownTypes final : public util::TypeResolver {
 public:
  google::protobuf::util::Status ResolveMessageType(const std::string& url,
                                                    google::protobuf::Type* type) override {
    return Resolve(url, type, messages_, [&](google::protobuf::Type* made) {
      const auto status = source_->ResolveMessageType(url, made);
      // Of the options JSON asks for map_entry alone; ours are long.
      KeepMapEntry(*made->mutable_options());
      for (auto& field : *made->mutable_fields()) field.clear_options();
      return status;
    });
  }
  google::protobuf::util::Status ResolveEnumType(const std::string& url,
                                                 google::protobuf::Enum* type) override {
    return Resolve(url, type, enums_, [&](google::protobuf::Enum* made) {
      return source_->ResolveEnumType(url, made);
    });
  }

 private:
  template <class Type>
  using Cache = absl::flat_hash_map<std::string, Type>;

  template <class Type, class Make>
  google::protobuf::util::Status Resolve(const std::string& url, Type* type, Cache<Type>& cache,
                                         const Make& make) {
    {
      absl::ReaderMutexLock lock(&mutex_);
      const auto found = cache.find(url);
      if (found != cache.end()) {
        *type = found->second;
        return {};
      }
    }
    const google::protobuf::util::Status status = make(type);
    if (!status.ok()) return status;
    absl::MutexLock lock(&mutex_);
    cache.emplace(url, *type);
    return status;
  }

  static void KeepMapEntry(google::protobuf::RepeatedPtrField<google::protobuf::Option>& options) {
    for (int i = options.size() - 1; i >= 0; --i) {
      if (options[i].name() != "map_entry") options.DeleteSubrange(i, 1);
    }
  }

  const std::unique_ptr<util::TypeResolver> source_{util::NewTypeResolverForDescriptorPool(
      "type.googleapis.com", google::protobuf::DescriptorPool::generated_pool())};
  absl::Mutex mutex_;
  Cache<google::protobuf::Type> messages_;
  Cache<google::protobuf::Enum> enums_;
};

util::TypeResolver* Types() {
  static util::TypeResolver* const types = new KnownTypes();
  return types;
}

std::string UrlOf(const google::protobuf::Descriptor* type) {
  return absl::StrCat("type.googleapis.com/", std::string(type->full_name()));
}

using google::protobuf::FieldDescriptor;
using google::protobuf::Struct;
using google::protobuf::Value;
using Violations = std::vector<error::FieldViolation>;

const FieldDescriptor* FieldNamed(const google::protobuf::Descriptor& type,
                                  const std::string& name) {
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->json_name() == name || type.field(i)->name() == name) return type.field(i);
  }
  return nullptr;
}

// As protobuf reads it: a name, or a number of the type in quotation marks.
bool IsValueOf(const google::protobuf::EnumDescriptor& type, const std::string& word) {
  int number = 0;
  return type.FindValueByName(word) != nullptr ||
         (absl::SimpleAtoi(word, &number) && type.FindValueByNumber(number) != nullptr);
}

void AddUnknownEnums(const Struct& fields, const google::protobuf::Descriptor& type,
                     const std::string& path, Violations& violations);

void AddUnknownEnums(const Value& value, const FieldDescriptor& field, const std::string& path,
                     Violations& violations) {
  if (value.has_list_value()) {
    for (int i = 0; i < value.list_value().values_size(); ++i) {
      AddUnknownEnums(value.list_value().values(i), field, absl::StrCat(path, "[", i, "]"),
                      violations);
    }
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM && value.has_string_value()) {
    if (IsValueOf(*field.enum_type(), value.string_value())) return;
    violations.push_back(rpc::Violation(path, rpc::FieldFault::kUnknownEnum,
                                        absl::StrCat("\"", value.string_value(), "\"")));
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && value.has_struct_value()) {
    AddUnknownEnums(value.struct_value(), *field.message_type(), absl::StrCat(path, "."),
                    violations);
  }
}

void AddUnknownEnums(const Struct& fields, const google::protobuf::Descriptor& type,
                     const std::string& path, Violations& violations) {
  for (const auto& [name, value] : fields.fields()) {
    const FieldDescriptor* const field = FieldNamed(type, name);
    if (field == nullptr) continue;
    AddUnknownEnums(value, *field, absl::StrCat(path, std::string(field->name())), violations);
  }
}

absl::Status NoJsonOf(const google::protobuf::Descriptor* type, const std::string& why) {
  return error::RefuseFields(
      {rpc::Violation("body", rpc::FieldFault::kNotJson, std::string(type->name()),
                      why.substr(0, why.find('\n')))});  // what follows quotes the body
}

// Protobuf leaves out the names of enum values that it does not know together with the fields: a
// misspelt filter would be none, and an act another one. The service refuses their numbers.
absl::Status RefuseUnknownEnums(const google::protobuf::Descriptor* type, const std::string& body) {
  Struct fields;
  const auto status = util::JsonStringToMessage(body, &fields);
  if (!status.ok()) return NoJsonOf(type, std::string(status.message()));
  Violations violations;
  AddUnknownEnums(fields, *type, "", violations);
  if (violations.empty()) return absl::OkStatus();
  std::sort(violations.begin(), violations.end(),
            [](const auto& a, const auto& b) { return a.field < b.field; });
  return error::RefuseFields(violations);
}

}  // namespace

absl::StatusOr<std::string> Decode(Codec codec, const google::protobuf::Descriptor* type,
                                   std::string body) {
  if (codec == Codec::kProto) return body;
  util::JsonParseOptions options;
  std::string bytes;
  if (util::JsonToBinaryString(Types(), UrlOf(type), body, &bytes, options).ok()) return bytes;
  options.ignore_unknown_fields = true;
  bytes.clear();
  const auto status = util::JsonToBinaryString(Types(), UrlOf(type), body, &bytes, options);
  if (!status.ok()) return NoJsonOf(type, std::string(status.message()));
  if (absl::Status unknown = RefuseUnknownEnums(type, body); !unknown.ok()) return unknown;
  return bytes;
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
