// One value of one field against its rules.
#pragma once

#include <vector>

#include "google/protobuf/message.h"
#include "server/rpc/message_plan.h"

namespace santong::rpc {

// Whether a singular field is filled: present, not zero, not blank.
bool IsFilled(const google::protobuf::Message& message, const FieldPlan& plan);

// Checks the value of a singular field, or the entry `path.index` of a repeated one. Appends what
// is wrong. Not for messages other than timestamps.
void CheckValue(const google::protobuf::Message& message, const FieldPlan& plan,
                const FieldPath& path, std::vector<error::FieldViolation>& violations);

}  // namespace santong::rpc
