// Messages as they stand in a body: JSON (proto3's mapping) or the bytes that gRPC carries.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace santong::gateway {

enum class Codec { kJson, kProto };

// The bytes of a message of `type` that stands in a body. Fields that JSON names and the type does
// not know are left out, as unknown fields of the binary form are. INVALID_ARGUMENT (FIELD_INVALID)
// for what is no JSON of the type and for enum values that no field has; bytes are taken as they
// are, the service looks at them.
absl::StatusOr<std::string> Decode(Codec codec, const google::protobuf::Descriptor* type,
                                   std::string body);
// The body for the bytes of an answer, which parse as `type`. INTERNAL when it has no JSON.
absl::StatusOr<std::string> Encode(Codec codec, const google::protobuf::Descriptor* type,
                                   std::string bytes);

// `text` as a JSON string with its quotes.
std::string JsonString(absl::string_view text);

}  // namespace santong::gateway
