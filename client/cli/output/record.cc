#include "client/cli/output/record.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "client/ical/next_clock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/time_util.h"

namespace santong::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Timestamp;

constexpr char kYes[] = "✓";
constexpr size_t kTextShownMax = 300;  // bytes of a long text in a table of details

std::string Instant(const Message& message, bool shown) {
  Timestamp timestamp;
  timestamp.CopyFrom(message);
  if (!shown) return google::protobuf::util::TimeUtil::ToString(timestamp);
  absl::TimeZone shanghai;
  absl::LoadTimeZone("Asia/Shanghai", &shanghai);
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", absl::FromUnixSeconds(timestamp.seconds()),
                          shanghai);
}

std::string Json(const Message& message) {
  std::string text;
  const auto status = google::protobuf::util::MessageToJsonString(message, &text);
  return status.ok() ? text : std::string();
}

std::vector<const FieldDescriptor*> SetFields(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  return fields;
}

std::string Scalar(const Message& message, const FieldDescriptor& field, int index, bool shown,
                   Language language) {
  const auto* r = message.GetReflection();
  const bool many = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string text =
          many ? r->GetRepeatedString(message, &field, index) : r->GetString(message, &field);
      // As in JSON.
      if (field.type() == FieldDescriptor::TYPE_BYTES) return absl::Base64Escape(text);
      return shown ? NamedInWords(text, language) : text;
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value =
          many ? r->GetRepeatedEnum(message, &field, index) : r->GetEnum(message, &field);
      if (shown) return EnumWord(*value, language);
      return value->number() == 0 ? "" : value->name();
    }
    case FieldDescriptor::CPPTYPE_BOOL: {
      const bool on =
          many ? r->GetRepeatedBool(message, &field, index) : r->GetBool(message, &field);
      if (shown) return on ? kYes : "";
      return on ? "true" : "false";
    }
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(many ? r->GetRepeatedInt32(message, &field, index)
                               : r->GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_UINT32:
      return absl::StrCat(many ? r->GetRepeatedUInt32(message, &field, index)
                               : r->GetUInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(many ? r->GetRepeatedInt64(message, &field, index)
                               : r->GetInt64(message, &field));
    default:
      return "";  // no other type stands in the messages that are shown
  }
}

std::string Shown(const Message& message, Language language);

// What stands for the whole message in a cell: its name, where nothing else is known of it but the
// organ that bears it.
std::string DisplayName(const Message& message) {
  const auto* field = message.GetDescriptor()->FindFieldByName("display_name");
  if (field == nullptr) return "";
  for (const FieldDescriptor* known : SetFields(message)) {
    if (known != field && known->name() != "organ") return "";
  }
  return message.GetReflection()->GetString(message, field);
}

std::string One(const Message& message, const FieldDescriptor& field, int index, bool shown,
                Language language) {
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    return Scalar(message, field, index, shown, language);
  }
  const auto* r = message.GetReflection();
  const Message& nested = field.is_repeated() ? r->GetRepeatedMessage(message, &field, index)
                                              : r->GetMessage(message, &field);
  if (nested.GetDescriptor() == Timestamp::descriptor()) return Instant(nested, shown);
  if (shown) return Shown(nested, language);
  const std::string name = DisplayName(nested);
  return name.empty() ? Json(nested) : name;
}

// A nested message in one cell. One value stands alone; several bear their words.
std::string Shown(const Message& message, Language language) {
  const auto fields = SetFields(message);
  if (message.GetDescriptor()->options().map_entry()) {
    return absl::StrJoin(fields, "=", [&](std::string* out, const FieldDescriptor* field) {
      absl::StrAppend(out, FieldCell(message, *field, language).shown);
    });
  }
  if (const std::string name = DisplayName(message); !name.empty()) return name;
  if (fields.size() == 1) return FieldCell(message, *fields[0], language).shown;
  return absl::StrJoin(fields, say::kComma.In(language),
                       [&](std::string* out, const FieldDescriptor* field) {
                         absl::StrAppend(out, FieldWord(*field, language), " ",
                                         FieldCell(message, *field, language).shown);
                       });
}

Cell PathCell(const Message& message, absl::string_view path, Language language) {
  const std::vector<std::string> steps = absl::StrSplit(path, absl::MaxSplits('.', 1));
  const auto* field = message.GetDescriptor()->FindFieldByName(steps[0]);
  if (field == nullptr) return {};
  if (steps.size() == 1) return FieldCell(message, *field, language);
  if (field->is_repeated()) {
    const v1::Clock* next = ical::NextClock(message);
    return next == nullptr ? Cell{} : PathCell(*next, steps[1], language);
  }
  // One message has the document where another has only its name.
  if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return {};
  if (!message.GetReflection()->HasField(message, field)) return {};
  return PathCell(message.GetReflection()->GetMessage(message, field), steps[1], language);
}

// At most kTextShownMax bytes of it, whole characters.
std::string Beginning(const std::string& text) {
  if (text.size() <= kTextShownMax) return text;
  size_t end = kTextShownMax;
  while ((text[end] & 0xc0) == 0x80) --end;
  return absl::StrCat(text.substr(0, end), "…");
}

// The last step names a column; where that names two alike, the first step does.
std::vector<std::string> Headings(const std::vector<std::string>& paths, Language language) {
  std::vector<std::string> last, headings;
  for (const std::string& path : paths) {
    const std::vector<absl::string_view> steps = absl::StrSplit(path, '.');
    last.push_back(FieldWord(steps.back(), language));
  }
  for (size_t i = 0; i < paths.size(); ++i) {
    const std::vector<absl::string_view> steps = absl::StrSplit(paths[i], '.');
    const bool alike = std::count(last.begin(), last.end(), last[i]) > 1;
    headings.push_back(alike ? FieldWord(steps.front(), language) : last[i]);
  }
  return headings;
}

// Half a number, a name or a day is none: what is typed next, and until when.
bool StandsWhole(const std::string& path) {
  const std::vector<std::string> steps = absl::StrSplit(path, '.');
  const std::string& last = steps.back();
  return absl::StrContains(last, "number") || absl::EndsWith(last, "_date") || last == "name" ||
         last == "document" || last == "resource";
}

}  // namespace

Cell FieldCell(const Message& message, const FieldDescriptor& field, Language language) {
  const auto* r = message.GetReflection();
  if (!field.is_repeated()) {
    if (field.has_presence() && !r->HasField(message, &field)) return {};
    Cell cell{One(message, field, 0, true, language), One(message, field, 0, false, language)};
    return cell;
  }
  std::vector<std::string> shown, raw;
  for (int i = 0; i < r->FieldSize(message, &field); ++i) {
    shown.push_back(One(message, field, i, true, language));
    raw.push_back(One(message, field, i, false, language));
  }
  return {absl::StrJoin(shown, say::kSemicolon.In(language)), absl::StrJoin(raw, "\n")};
}

Table ListTable(const std::vector<const Message*>& messages, const std::vector<std::string>& paths,
                Language language) {
  Table table;
  const std::vector<std::string> headings = Headings(paths, language);
  for (size_t i = 0; i < paths.size(); ++i) {
    table.columns.push_back({paths[i], headings[i], StandsWhole(paths[i])});
  }
  for (const Message* message : messages) {
    auto& row = table.rows.emplace_back();
    for (const std::string& path : paths) row.push_back(PathCell(*message, path, language));
  }
  return table;
}

std::vector<const Message*> EntriesOf(const Message& message) {
  const auto* descriptor = message.GetDescriptor();
  if (descriptor->FindFieldByName("next_page_token") == nullptr) return {&message};
  std::vector<const Message*> entries;
  const auto* field = descriptor->field(0);
  for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
    entries.push_back(&message.GetReflection()->GetRepeatedMessage(message, field, i));
  }
  return entries;
}

Table DetailTable(const Message& message, Language language) {
  Table table;
  table.columns = {{"field", say::kColumnField.In(language), true},
                   {"value", say::kColumnValue.In(language)}};
  for (const FieldDescriptor* field : SetFields(message)) {
    const int count = field->is_repeated() ? message.GetReflection()->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      table.rows.push_back({{i == 0 ? FieldWord(*field, language) : "", field->name()},
                            {Beginning(One(message, *field, i, true, language)),
                             One(message, *field, i, false, language)}});
    }
  }
  return table;
}

std::string FormatNames(const Message& message) {
  std::string names;
  for (const Message* entry : EntriesOf(message)) {
    for (const char* path : {"name", "document.name", "document", "resource"}) {
      const std::string name = PathCell(*entry, path, Language::kChinese).raw;
      if (name.empty()) continue;
      absl::StrAppend(&names, name, "\n");
      break;
    }
  }
  return names;
}

}  // namespace santong::cli
