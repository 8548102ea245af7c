#include "server/acts/update_fields.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/util/field_mask_util.h"
#include "server/domain/error/refusal.h"

namespace santong::acts {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::util::FieldMaskUtil;

bool MayBeWritten(const FieldDescriptor& field) {
  if (field.name() == "name" || field.name() == "etag") return false;
  for (int i = 0; i < field.options().ExtensionSize(google::api::field_behavior); ++i) {
    if (field.options().GetExtension(google::api::field_behavior, i) == google::api::OUTPUT_ONLY)
      return false;
  }
  return true;
}

}  // namespace

absl::Status UpdateFields(const google::protobuf::Message& sent,
                          const google::protobuf::FieldMask& mask,
                          google::protobuf::Message* stored) {
  google::protobuf::FieldMask writable;
  if (mask.paths().empty()) {
    std::vector<const FieldDescriptor*> fields;
    sent.GetReflection()->ListFields(sent, &fields);
    for (const FieldDescriptor* field : fields) {
      if (MayBeWritten(*field)) writable.add_paths(field->name());
    }
  } else {
    std::vector<error::FieldViolation> unknown;
    for (const std::string& path : mask.paths()) {
      const FieldDescriptor* field = sent.GetDescriptor()->FindFieldByName(path);
      if (field == nullptr) {
        unknown.push_back(
            {"update_mask",
             absl::StrCat("\"", path, "\" is no field of this resource; leave it out"),
             absl::StrCat("“", path, "”不是该资源的字段，请去掉")});
      } else if (MayBeWritten(*field)) {
        writable.add_paths(path);
      }
    }
    if (!unknown.empty()) return error::RefuseFields(unknown);
  }
  FieldMaskUtil::MergeOptions options;
  options.set_replace_repeated_fields(true);
  options.set_replace_message_fields(true);
  FieldMaskUtil::MergeMessageTo(sent, writable, options, stored);
  return absl::OkStatus();
}

}  // namespace santong::acts
