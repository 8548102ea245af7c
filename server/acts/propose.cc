#include "server/acts/propose.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/util/field_mask_util.h"
#include "server/domain/error/refusal.h"

namespace santong::acts {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::Message;
using google::protobuf::util::FieldMaskUtil;

bool IsOutputOnly(const FieldDescriptor& field) {
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == google::api::OUTPUT_ONLY)
      return true;
  }
  return false;
}

// What a caller sends of them is no part of the proposal, however deep it lies.
void ClearOutputOnly(Message* message) {
  const google::protobuf::Reflection* reflection = message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (IsOutputOnly(*field)) {
      reflection->ClearField(message, field);
    } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      continue;
    } else if (field->is_repeated()) {
      for (int i = 0; i < reflection->FieldSize(*message, field); ++i)
        ClearOutputOnly(reflection->MutableRepeatedMessage(message, field, i));
    } else {
      ClearOutputOnly(reflection->MutableMessage(message, field));
    }
  }
}

// The list of relations is sent whole; which of them were carried out the registry knows. One
// document may amend another on several days: the first does not make the later ones done.
void KeepApplied(const v1::Document& current, v1::Document* proposed) {
  for (v1::Relation& relation : *proposed->mutable_relations()) {
    for (const v1::Relation& known : current.relations()) {
      if (known.applied() && known.kind() == relation.kind() &&
          known.target() == relation.target() && known.date() == relation.date())
        relation.set_applied(true);
    }
  }
}

// Parts that are themselves written field by field.
bool HasParts(const FieldDescriptor& field) {
  return field.name() == "internal" || field.name() == "term";
}

bool IsIdentity(absl::string_view name) { return name == "name" || name == "etag"; }

// The paths that a caller may write and that are set in `sent`.
void SetPaths(const Message& sent, absl::string_view prefix, FieldMask* mask) {
  std::vector<const FieldDescriptor*> fields;
  sent.GetReflection()->ListFields(sent, &fields);
  for (const FieldDescriptor* field : fields) {
    if (prefix.empty() && IsIdentity(field->name())) continue;
    const std::string path = absl::StrCat(prefix, field->name());
    if (HasParts(*field)) {
      SetPaths(sent.GetReflection()->GetMessage(sent, field), path + ".", mask);
    } else if (!IsOutputOnly(*field)) {
      mask->add_paths(path);
    }
  }
}

// What `path` names: writable, output only (ignored), or nothing we know.
enum class PathKind { kWritable, kOutputOnly, kUnknown };

PathKind Classify(const std::string& path) {
  std::vector<const FieldDescriptor*> fields;
  if (!FieldMaskUtil::GetFieldDescriptors(v1::Document::descriptor(), path, &fields))
    return PathKind::kUnknown;
  if (fields.size() > 1 && !HasParts(*fields[0])) return PathKind::kUnknown;
  if (fields.size() > 2) return PathKind::kUnknown;
  if (IsIdentity(fields[0]->name())) return PathKind::kOutputOnly;
  for (const FieldDescriptor* field : fields) {
    if (IsOutputOnly(*field)) return PathKind::kOutputOnly;
  }
  return PathKind::kWritable;
}

}  // namespace

absl::StatusOr<v1::Document> Propose(const v1::Document& current, const v1::Document& sent,
                                     const FieldMask* mask) {
  FieldMask writable;
  if (mask == nullptr || mask->paths().empty()) {
    SetPaths(sent, "", &writable);
  } else {
    std::vector<error::FieldViolation> unknown;
    for (const std::string& path : mask->paths()) {
      if (path == "internal" || path == "term") {
        // A part named whole: its own writable fields.
        const FieldDescriptor* part = v1::Document::descriptor()->FindFieldByName(path);
        for (int i = 0; i < part->message_type()->field_count(); ++i) {
          const FieldDescriptor* field = part->message_type()->field(i);
          if (!IsOutputOnly(*field)) writable.add_paths(absl::StrCat(path, ".", field->name()));
        }
        continue;
      }
      switch (Classify(path)) {
        case PathKind::kWritable:
          writable.add_paths(path);
          break;
        case PathKind::kOutputOnly:
          break;
        case PathKind::kUnknown:
          unknown.push_back({"update_mask",
                             absl::StrCat("\"", path, "\" is no field of a document; leave it out"),
                             absl::StrCat("“", path, "”不是文件的字段，请去掉")});
      }
    }
    if (!unknown.empty()) return error::RefuseFields(unknown);
  }
  v1::Document taken = sent;
  ClearOutputOnly(&taken);
  v1::Document proposed = current;
  FieldMaskUtil::MergeOptions options;
  options.set_replace_repeated_fields(true);
  options.set_replace_message_fields(true);
  FieldMaskUtil::MergeMessageTo(taken, writable, options, &proposed);
  KeepApplied(current, &proposed);
  return proposed;
}

}  // namespace santong::acts
