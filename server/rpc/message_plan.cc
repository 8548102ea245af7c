#include "server/rpc/message_plan.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include "absl/strings/str_cat.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "server/rpc/field_check.h"
#include "server/rpc/field_words.h"

namespace santong::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::Message;
using google::protobuf::Reflection;
using Violations = std::vector<error::FieldViolation>;

constexpr uint32_t kDefaultCodePointsMax = 200;
constexpr uint32_t kDefaultItemsMax = 100;
constexpr uint64_t kDefaultBytesMax = 1 << 20;
constexpr char kUpdateMask[] = "update_mask";

// A mistake in a proto: found by the first start of any server, never by a caller.
[[noreturn]] void Unenforceable(const FieldDescriptor* field, const char* why) {
  std::fprintf(stderr, "santong: the rules of %s cannot be enforced: %s\n",
               field->full_name().c_str(), why);
  std::abort();
}

bool Behaves(const FieldDescriptor* field, google::api::FieldBehavior behavior) {
  const auto& behaviors = field->options().GetRepeatedExtension(google::api::field_behavior);
  return std::find(behaviors.begin(), behaviors.end(), behavior) != behaviors.end();
}

FieldKind KindOf(const FieldDescriptor* field) {
  switch (field->type()) {
    case FieldDescriptor::TYPE_STRING:
      return FieldKind::kString;
    case FieldDescriptor::TYPE_BYTES:
      return FieldKind::kBytes;
    case FieldDescriptor::TYPE_ENUM:
      return FieldKind::kEnum;
    case FieldDescriptor::TYPE_MESSAGE:
      return field->message_type() == google::protobuf::Timestamp::descriptor()
                 ? FieldKind::kTimestamp
                 : FieldKind::kMessage;
    case FieldDescriptor::TYPE_INT32:
    case FieldDescriptor::TYPE_INT64:
    case FieldDescriptor::TYPE_UINT32:
      return FieldKind::kNumber;
    default:
      return FieldKind::kFree;
  }
}

void RefuseMisfits(const FieldPlan& plan) {
  const v1::FieldRules& rules = plan.rules;
  const FieldKind kind = plan.kind;
  if (plan.field->is_map()) Unenforceable(plan.field, "maps are not walked");
  if (plan.required && kind == FieldKind::kFree && !plan.field->is_repeated()) {
    Unenforceable(plan.field, "nobody can tell whether it was filled");
  }
  if ((rules.max_code_points() != 0 || rules.multiline() ||
       rules.format() != v1::TEXT_FORMAT_UNSPECIFIED) &&
      kind != FieldKind::kString) {
    Unenforceable(plan.field, "a rule for text on what is no string");
  }
  if (rules.max_bytes() != 0 && kind != FieldKind::kBytes) {
    Unenforceable(plan.field, "max_bytes on what is no bytes");
  }
  if ((rules.min() != 0 || rules.max() != 0) && kind != FieldKind::kNumber) {
    Unenforceable(plan.field, "bounds on what is no whole number");
  }
  if (rules.max_items() != 0 && !plan.field->is_repeated()) {
    Unenforceable(plan.field, "max_items on what is not repeated");
  }
}

// Whether an update writes the field: the mask names it or, without one, it is set.
bool Writes(const Message& message, const FieldDescriptor* field, const FieldMask* mask) {
  if (mask != nullptr && !mask->paths().empty())
    return std::find(mask->paths().begin(), mask->paths().end(), field->name()) !=
           mask->paths().end();
  const Reflection& reflection = *message.GetReflection();
  return field->is_repeated() ? reflection.FieldSize(message, field) > 0
                              : reflection.HasField(message, field);
}

}  // namespace

bool MessagePlan::PlanField(const FieldDescriptor* field, FieldPlan* plan) {
  if (Behaves(field, google::api::OUTPUT_ONLY)) return false;
  plan->field = field;
  plan->kind = KindOf(field);
  plan->required = Behaves(field, google::api::REQUIRED);
  plan->rules = field->options().GetExtension(v1::rules);
  RefuseMisfits(*plan);
  if (plan->rules.max_code_points() == 0) plan->rules.set_max_code_points(kDefaultCodePointsMax);
  if (plan->rules.max_items() == 0) plan->rules.set_max_items(kDefaultItemsMax);
  if (plan->rules.max_bytes() == 0) plan->rules.set_max_bytes(kDefaultBytesMax);
  if (plan->kind == FieldKind::kNumber && !field->options().HasExtension(v1::rules)) {
    plan->rules.set_min(std::numeric_limits<int64_t>::min());  // it may be anything
  }
  return plan->kind != FieldKind::kFree || field->is_repeated();
}

void MessagePlan::FindMask() {
  const FieldDescriptor* mask = descriptor_->FindFieldByName(kUpdateMask);
  if (mask != nullptr && mask->message_type() == FieldMask::descriptor()) update_mask_ = mask;
}

void MessagePlan::CheckFields(const Message& message, const FieldPath* parent, Depth depth,
                              Required required, const FieldMask* mask,
                              Violations& violations) const {
  const Reflection& reflection = *message.GetReflection();
  for (const FieldPlan& plan : fields_) {
    if (violations.size() >= kViolationsMax) return;
    const FieldDescriptor* field = plan.field;
    FieldPath path{parent, {field->name().data(), field->name().size()}};
    const bool wanted =
        required == Required::kAll
            ? plan.required
            : field->name() == "name" || (plan.required && Writes(message, field, mask));
    if (field->is_repeated()) {
      const int size = reflection.FieldSize(message, field);
      if (size == 0) {
        if (wanted) violations.push_back(Violation(path.ToString(), FieldFault::kMissing));
      } else if (static_cast<uint32_t>(size) > plan.rules.max_items()) {
        violations.push_back(Violation(path.ToString(), FieldFault::kTooManyItems,
                                       absl::StrCat(plan.rules.max_items()), absl::StrCat(size)));
      } else if (plan.kind != FieldKind::kMessage || depth == Depth::kAll) {
        for (path.index = 0; path.index < size; ++path.index) {
          if (violations.size() >= kViolationsMax) return;
          CheckNested(message, plan, path, violations);
        }
      }
    } else if (wanted && !IsFilled(message, plan)) {
      violations.push_back(Violation(path.ToString(), plan.kind == FieldKind::kEnum
                                                          ? FieldFault::kUnsetEnum
                                                          : FieldFault::kMissing));
    } else {
      CheckNested(message, plan, path, violations);
    }
  }
}

void MessagePlan::CheckNested(const Message& message, const FieldPlan& plan, const FieldPath& path,
                              Violations& violations) const {
  const Reflection& reflection = *message.GetReflection();
  if (plan.kind != FieldKind::kMessage) {
    if (plan.kind != FieldKind::kTimestamp || path.index >= 0 ||
        reflection.HasField(message, plan.field)) {
      CheckValue(message, plan, path, violations);
    }
    return;
  }
  if (path.index >= 0) {
    plan.plan->CheckFields(reflection.GetRepeatedMessage(message, plan.field, path.index), &path,
                           Depth::kAll, Required::kAll, nullptr, violations);
  } else if (reflection.HasField(message, plan.field)) {
    const bool resource = update_mask_ != nullptr && plan.required;
    const FieldMask* mask =
        resource && reflection.HasField(message, update_mask_)
            ? static_cast<const FieldMask*>(&reflection.GetMessage(message, update_mask_))
            : nullptr;
    plan.plan->CheckFields(reflection.GetMessage(message, plan.field), &path, Depth::kAll,
                           resource ? Required::kByMask : Required::kAll, mask, violations);
  }
}

}  // namespace santong::rpc
