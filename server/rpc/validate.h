// Field rules, read from the descriptors once and checked on every message that comes in.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "server/domain/error/refusal.h"

namespace santong::rpc {

// How deep Validate looks.
enum class Depth {
  kAll,
  // Counts the entries of repeated messages at the top but does not look into them: for streams
  // that answer each entry by itself.
  kWithoutEntries,
};

// INVALID_ARGUMENT (FIELD_INVALID) with every violation at once, in the order of the fields;
// `prefix` stands before each path. Checked are google.api.field_behavior REQUIRED and
// santong.v1.rules with its defaults; OUTPUT_ONLY fields are not looked at. In a message with an
// `update_mask` the resource needs its `name`, and of its REQUIRED fields only those that the mask
// names; without one, those that are set, which must not be blank. Thread-safe.
absl::Status Validate(const google::protobuf::Message& message, Depth depth = Depth::kAll,
                      absl::string_view prefix = "");

// Compiles the rules of a message type and of all that it holds; ends the program on one that
// cannot be enforced (a map, a rule that does not fit the field's type), so that nothing is
// silently unchecked.
class MessagePlan;
const MessagePlan& PlanFor(const google::protobuf::Descriptor* descriptor);
absl::Status Validate(const MessagePlan& plan, const google::protobuf::Message& message);

}  // namespace santong::rpc
