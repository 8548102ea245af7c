#include "server/rpc/field_check.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/timestamp.pb.h"
#include "server/domain/text/normalize.h"
#include "server/rpc/clean_text.h"
#include "server/rpc/field_words.h"
#include "server/rpc/text_format.h"

namespace santong::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using Violations = std::vector<error::FieldViolation>;

// The reference points into the message or to `scratch`.
absl::string_view TextOf(const Message& message, const FieldDescriptor* field, int index,
                         std::string* scratch) {
  const Reflection& reflection = *message.GetReflection();
  return index < 0 ? reflection.GetStringReference(message, field, scratch)
                   : reflection.GetRepeatedStringReference(message, field, index, scratch);
}

int EnumOf(const Message& message, const FieldDescriptor* field, int index) {
  const Reflection& reflection = *message.GetReflection();
  return index < 0 ? reflection.GetEnumValue(message, field)
                   : reflection.GetRepeatedEnumValue(message, field, index);
}

int64_t NumberOf(const Message& message, const FieldDescriptor* field, int index) {
  const Reflection& r = *message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return index < 0 ? r.GetInt32(message, field) : r.GetRepeatedInt32(message, field, index);
    case FieldDescriptor::CPPTYPE_UINT32:
      return index < 0 ? r.GetUInt32(message, field) : r.GetRepeatedUInt32(message, field, index);
    default:
      return index < 0 ? r.GetInt64(message, field) : r.GetRepeatedInt64(message, field, index);
  }
}

FieldFault FaultOf(v1::TextFormat format) {
  switch (format) {
    case v1::TEXT_FORMAT_DATE:
      return FieldFault::kNotDate;
    case v1::TEXT_FORMAT_UUID:
      return FieldFault::kNotUuid;
    case v1::TEXT_FORMAT_SHA256:
      return FieldFault::kNotSha256;
    case v1::TEXT_FORMAT_RESOURCE_NAME:
      return FieldFault::kNotResourceName;
    case v1::TEXT_FORMAT_IDENTIFIER:
      return FieldFault::kNotIdentifier;
    case v1::TEXT_FORMAT_URL:
      return FieldFault::kNotUrl;
    default:
      return FieldFault::kNotLeafKey;
  }
}

// One violation a value: the first that makes the others pointless.
void CheckText(absl::string_view text, const FieldPlan& plan, const FieldPath& path,
               Violations& violations) {
  const size_t max = plan.rules.max_code_points();
  if (text.size() > max) {  // fewer bytes than the limit are fewer code points, too
    if (const size_t length = text::CodePoints(text); length > max) {
      violations.push_back(Violation(path.ToString(), FieldFault::kTooLong, absl::StrCat(max),
                                     absl::StrCat(length)));
      return;
    }
  }
  if (text.empty()) return;
  const bool multiline = plan.rules.multiline();
  const absl::Status clean =
      NeedsCheck(text, multiline) ? text::CheckUtf8Text(text, multiline) : absl::OkStatus();
  if (!clean.ok()) {
    violations.push_back(Violation(path.ToString(), FieldFault::kBadCharacter, clean.message()));
  } else if (!HasFormat(text, plan.rules.format())) {
    violations.push_back(Violation(path.ToString(), FaultOf(plan.rules.format())));
  }
}

void CheckNumber(int64_t number, const FieldPlan& plan, const FieldPath& path,
                 Violations& violations) {
  const v1::FieldRules& rules = plan.rules;
  if (number < rules.min()) {
    violations.push_back(Violation(path.ToString(), FieldFault::kTooSmall,
                                   absl::StrCat(rules.min()), absl::StrCat(number)));
  } else if (rules.max() != 0 && number > rules.max()) {
    violations.push_back(Violation(path.ToString(), FieldFault::kTooLarge,
                                   absl::StrCat(rules.max()), absl::StrCat(number)));
  }
}

void CheckEnum(int number, const FieldPlan& plan, const FieldPath& path, Violations& violations) {
  if (plan.field->enum_type()->FindValueByNumber(number) == nullptr) {
    violations.push_back(
        Violation(path.ToString(), FieldFault::kUnknownEnum, absl::StrCat(number)));
  } else if (number == 0 && plan.field->is_repeated()) {
    violations.push_back(Violation(path.ToString(), FieldFault::kUnsetEnum));
  }
}

// The bounds of google.protobuf.Timestamp.
void CheckTimestamp(const Message& value, const FieldPath& path, Violations& violations) {
  constexpr int64_t kSecondsMin = -62135596800;
  constexpr int64_t kSecondsMax = 253402300799;
  const auto& at = static_cast<const google::protobuf::Timestamp&>(value);
  if (at.seconds() < kSecondsMin || at.seconds() > kSecondsMax || at.nanos() < 0 ||
      at.nanos() > 999999999) {
    violations.push_back(Violation(path.ToString(), FieldFault::kNotTimestamp));
  }
}

}  // namespace

bool IsFilled(const Message& message, const FieldPlan& plan) {
  switch (plan.kind) {
    case FieldKind::kString: {
      std::string scratch;
      return !text::IsBlank(TextOf(message, plan.field, -1, &scratch));
    }
    case FieldKind::kEnum:
      return EnumOf(message, plan.field, -1) != 0;
    default:
      return message.GetReflection()->HasField(message, plan.field);
  }
}

void CheckValue(const Message& message, const FieldPlan& plan, const FieldPath& path,
                Violations& violations) {
  const int index = path.index;
  switch (plan.kind) {
    case FieldKind::kString: {
      std::string scratch;
      const absl::string_view text = TextOf(message, plan.field, index, &scratch);
      if (index >= 0 && text::IsBlank(text)) {
        violations.push_back(Violation(path.ToString(), FieldFault::kEmptyEntry));
      } else {
        CheckText(text, plan, path, violations);
      }
      return;
    }
    case FieldKind::kBytes: {
      std::string scratch;
      const size_t size = TextOf(message, plan.field, index, &scratch).size();
      if (size > plan.rules.max_bytes()) {
        violations.push_back(Violation(path.ToString(), FieldFault::kTooManyBytes,
                                       absl::StrCat(plan.rules.max_bytes()), absl::StrCat(size)));
      }
      return;
    }
    case FieldKind::kNumber:
      return CheckNumber(NumberOf(message, plan.field, index), plan, path, violations);
    case FieldKind::kEnum:
      return CheckEnum(EnumOf(message, plan.field, index), plan, path, violations);
    case FieldKind::kTimestamp: {
      const Reflection& r = *message.GetReflection();
      return CheckTimestamp(index < 0 ? r.GetMessage(message, plan.field)
                                      : r.GetRepeatedMessage(message, plan.field, index),
                            path, violations);
    }
    default:
      return;
  }
}

}  // namespace santong::rpc
