// Everything the program says, in Chinese and in English. The tables are messages.inc,
// enum_words.inc and field_words.inc; no other file of the client holds words for people.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "google/protobuf/descriptor.h"

namespace santong::cli {

enum class Language { kChinese, kEnglish };

// $0, $1, … stand for what is filled in.
struct Words {
  const char* zh;
  const char* en;
  const char* In(Language language) const { return language == Language::kChinese ? zh : en; }
};

namespace say {
#define SANTONG_WORDS(name, zh, en) inline constexpr Words name{zh, en};
#include "client/cli/messages.inc"
#undef SANTONG_WORDS
}  // namespace say

// A row of a table of words with its key.
struct NamedWords {
  const char* key;
  Words words;
};
absl::Span<const NamedWords> AllMessages();
absl::Span<const NamedWords> AllEnumWords();   // "DOCUMENT_STATE_DRAFT"
absl::Span<const NamedWords> AllFieldWords();  // "registration_number"

// A value's word; its name without the prefix where the table has none.
std::string EnumWord(const google::protobuf::EnumValueDescriptor& value, Language language);
// The same of a string that may be the whole name of a value, "IMPORT_GAP_ISSUER"; any other string
// as it is.
std::string NamedInWords(const std::string& text, Language language);
// The value's name without its enum's prefix: "CLOCK_KIND_LAPSE" → "LAPSE".
std::string ShortName(const google::protobuf::EnumValueDescriptor& value);
// The value that people mean: its name, its short name in any case with '-' or '_', or its word in
// either language. Null when there is none.
const google::protobuf::EnumValueDescriptor* FindEnum(const google::protobuf::EnumDescriptor& type,
                                                      absl::string_view text);
// The short names to choose from, "draft, submitted, …".
std::string EnumChoices(const google::protobuf::EnumDescriptor& type);

// Roles as a refusal names them, "DRAFTER, REVIEWER of jurisdictions/630200", in words:
// 起草人员、审查人员（jurisdictions/630200）. What is no role stays as it is.
std::string RolesInWords(absl::string_view roles, Language language);

// A field's word; its name where the table has none.
std::string FieldWord(absl::string_view field, Language language);
// The same of a field of one message, which may mean another thing there: Message_field of the
// table before field.
std::string FieldWord(const google::protobuf::FieldDescriptor& field, Language language);

}  // namespace santong::cli
