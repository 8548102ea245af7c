#include "server/pages/desk_record.h"

#include <algorithm>
#include <array>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "google/protobuf/reflection.h"
#include "google/protobuf/timestamp.pb.h"
#include "santong/v1/document.pb.h"
#include "server/pages/desk_words.h"
#include "server/pages/view.h"

namespace santong::pages {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// What has its own place, or says nothing to people.
constexpr std::array kElsewhere = {"clocks", "screening",  "findings", "current_version",
                                   "etag",   "request_id", "progress"};

bool IsElsewhere(const std::string& name) {
  return std::any_of(kElsewhere.begin(), kElsewhere.end(),
                     [&](const char* one) { return name == one; });
}

std::string Instant(const Message& message) {
  google::protobuf::Timestamp stamp;
  stamp.ParseFromString(message.SerializeAsString());
  absl::TimeZone zone = absl::FixedTimeZone(8 * 3600);  // Asia/Shanghai has no summer time
  return absl::FormatTime("%Y-%m-%d %H:%M", absl::FromUnixSeconds(stamp.seconds()), zone);
}

class Rows {
 public:
  Rows(const Visit& visit, Dictionary& values) : visit_(visit), values_(values) {}

  void Add(const Message& message, const std::string& before) {
    const Reflection& reflection = *message.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      if (IsElsewhere(field->name()) || field->is_map() || IsInOtherWords(*field)) continue;
      const std::string label =
          absl::StrCat(before, before.empty() ? "" : " · ", FieldLabel(*field, visit_.language));
      if (field->is_repeated() && field->type() == FieldDescriptor::TYPE_STRING &&
          DeskPath(reflection.GetRepeatedString(message, field, 0)).empty()) {
        Row(label, absl::StrJoin(reflection.GetRepeatedFieldRef<std::string>(message, field),
                                 visit_.words.Say("list_comma")));
        continue;
      }
      const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
      for (int i = 0; i < count; ++i) {
        const std::string numbered = count > 1 ? absl::StrCat(label, " ", i + 1) : label;
        One(message, *field, i, numbered);
      }
    }
  }

 private:
  // What the field beside it says in the visitor's language.
  bool IsInOtherWords(const FieldDescriptor& field) const {
    return field.containing_type() == v1::CompletionItem::descriptor() &&
           field.number() == (visit_.language == Language::kEnglish
                                  ? v1::CompletionItem::kTitleZhFieldNumber
                                  : v1::CompletionItem::kConditionFieldNumber);
  }

  void One(const Message& message, const FieldDescriptor& field, int i, const std::string& label) {
    const Reflection& reflection = *message.GetReflection();
    const bool many = field.is_repeated();
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE: {
        const Message& part = many ? reflection.GetRepeatedMessage(message, &field, i)
                                   : reflection.GetMessage(message, &field);
        if (field.message_type() == google::protobuf::Timestamp::descriptor()) {
          Row(label, Instant(part));
        } else {
          Add(part, label);
        }
        break;
      }
      case FieldDescriptor::CPPTYPE_ENUM:
        Row(label, ValueLabel(many ? *reflection.GetRepeatedEnum(message, &field, i)
                                   : *reflection.GetEnum(message, &field),
                              visit_.language));
        break;
      case FieldDescriptor::CPPTYPE_STRING:
        if (field.type() == FieldDescriptor::TYPE_BYTES) break;
        Row(label, many ? reflection.GetRepeatedString(message, &field, i)
                        : reflection.GetString(message, &field));
        break;
      case FieldDescriptor::CPPTYPE_BOOL:
        Row(label, visit_.words.Say("desk_yes"));
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        Row(label, absl::StrCat(many ? reflection.GetRepeatedInt32(message, &field, i)
                                     : reflection.GetInt32(message, &field)));
        break;
      case FieldDescriptor::CPPTYPE_UINT32:
        Row(label, absl::StrCat(many ? reflection.GetRepeatedUInt32(message, &field, i)
                                     : reflection.GetUInt32(message, &field)));
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        Row(label, absl::StrCat(many ? reflection.GetRepeatedInt64(message, &field, i)
                                     : reflection.GetInt64(message, &field)));
        break;
      default:
        break;
    }
  }

  void Row(const std::string& label, const std::string& value) {
    if (value.empty()) return;
    Dictionary* row = values_.AddSectionDictionary("ROW");
    row->SetValue("LABEL", label);
    MarkChinese(value, visit_, *row);
    const std::string path = DeskPath(value);
    Dictionary* shown = row->AddSectionDictionary(path.empty() ? "PLAIN" : "LINKED");
    shown->SetValue("VALUE", value);
    if (!path.empty()) shown->SetValue("URL", visit_.Link(path));
  }

  const Visit& visit_;
  Dictionary& values_;
};

}  // namespace

std::string DeskPath(absl::string_view resource) {
  for (absl::string_view kind : {"documents/", "filings/", "objections/", "campaigns/"}) {
    if (absl::StartsWith(resource, kind) && !absl::StrContains(resource, " "))
      return absl::StrCat("/desk/", resource);
  }
  return "";
}

void ShowRecord(const Message& resource, const Visit& visit, Dictionary& values) {
  Rows(visit, values).Add(resource, "");
}

}  // namespace santong::pages
