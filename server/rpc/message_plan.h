// The field rules of one message type, compiled from its descriptor, and the walk that checks a
// message against them.
#pragma once

#include <vector>

#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"
#include "santong/v1/field_rules.pb.h"
#include "server/domain/error/refusal.h"
#include "server/rpc/field_path.h"
#include "server/rpc/validate.h"

namespace santong::rpc {

enum class FieldKind { kString, kBytes, kNumber, kEnum, kMessage, kTimestamp, kFree };

struct FieldPlan {
  const google::protobuf::FieldDescriptor* field = nullptr;
  FieldKind kind = FieldKind::kFree;
  bool required = false;
  v1::FieldRules rules;               // with the defaults filled in
  const MessagePlan* plan = nullptr;  // of what a message field holds
};

class MessagePlan {
 public:
  explicit MessagePlan(const google::protobuf::Descriptor* descriptor) : descriptor_(descriptor) {}

  // Compiles the fields; `find` gives the plans of the messages that they hold, maybe uncompiled
  // yet. Ends the program on a rule that cannot be enforced.
  template <class Find>
  void Compile(const Find& find) {
    for (int i = 0; i < descriptor_->field_count(); ++i) {
      FieldPlan plan;
      if (!PlanField(descriptor_->field(i), &plan)) continue;
      if (plan.kind == FieldKind::kMessage) plan.plan = find(plan.field->message_type());
      fields_.push_back(std::move(plan));
    }
    FindMask();
  }

  // Appends what is wrong to `violations`, at most kViolationsMax.
  void Check(const google::protobuf::Message& message, const FieldPath* path, Depth depth,
             std::vector<error::FieldViolation>& violations) const {
    CheckFields(message, path, depth, Required::kAll, nullptr, violations);
  }

  static constexpr size_t kViolationsMax = 100;

 private:
  // How the REQUIRED fields of a message are meant: all, or, in an update's resource, its name and
  // what is written of it.
  enum class Required { kAll, kByMask };

  static bool PlanField(const google::protobuf::FieldDescriptor* field, FieldPlan* plan);
  void FindMask();
  void CheckFields(const google::protobuf::Message& message, const FieldPath* path, Depth depth,
                   Required required, const google::protobuf::FieldMask* mask,
                   std::vector<error::FieldViolation>& violations) const;
  void CheckNested(const google::protobuf::Message& message, const FieldPlan& plan,
                   const FieldPath& path, std::vector<error::FieldViolation>& violations) const;

  const google::protobuf::Descriptor* const descriptor_;
  std::vector<FieldPlan> fields_;
  const google::protobuf::FieldDescriptor* update_mask_ = nullptr;
};

}  // namespace santong::rpc
