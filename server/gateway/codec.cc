#include "server/gateway/codec.h"

#include <memory>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
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
