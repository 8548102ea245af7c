// Lays the fields of a request over what is stored (AIP-134).
#pragma once

#include "absl/status/status.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"

namespace santong::acts {

// Writes into `stored` the top-level fields of `sent` that `mask` names, or without a mask those
// that are set. `name`, `etag` and output-only fields are left alone. INVALID_ARGUMENT
// (RefuseFields) names unknown paths.
absl::Status UpdateFields(const google::protobuf::Message& sent,
                          const google::protobuf::FieldMask& mask,
                          google::protobuf::Message* stored);

}  // namespace santong::acts
