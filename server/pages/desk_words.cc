#include "server/pages/desk_words.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace santong::pages {
namespace {

struct Row {
  absl::string_view key;
  const char* zh;
  const char* en;
};

constexpr Row kFields[] = {
#define SANTONG_WORDS(name, zh, en) {#name, zh, en},
#include "client/words/field_words.inc"
#undef SANTONG_WORDS
};

constexpr Row kValues[] = {
#define SANTONG_WORDS(name, zh, en) {#name, zh, en},
#include "client/words/enum_words.inc"
#undef SANTONG_WORDS
};

template <size_t N>
std::string Find(const Row (&rows)[N], absl::string_view key, Language language) {
  for (const Row& row : rows) {
    if (row.key == key) return language == Language::kChinese ? row.zh : row.en;
  }
  return "";
}

}  // namespace

std::string FieldLabel(absl::string_view field, Language language) {
  std::string label = Find(kFields, field, language);
  return label.empty() ? std::string(field) : label;
}

std::string FieldLabel(const google::protobuf::FieldDescriptor& field, Language language) {
  const std::string own =
      Find(kFields, absl::StrCat(field.containing_type()->name(), "_", field.name()), language);
  return own.empty() ? FieldLabel(field.name(), language) : own;
}

std::string ValueLabel(const google::protobuf::EnumValueDescriptor& value, Language language) {
  if (value.number() == 0) return "";
  std::string label = Find(kValues, value.name(), language);
  return label.empty() ? ShortName(value) : label;
}

std::string NamedLabel(const std::string& text, Language language) {
  std::string label = Find(kValues, text, language);
  return label.empty() ? text : label;
}

std::string ShortName(const google::protobuf::EnumValueDescriptor& value) {
  // The zero value is the prefix and UNSPECIFIED.
  const std::string& zero = value.type()->value(0)->name();
  const size_t prefix = zero.size() - (sizeof("UNSPECIFIED") - 1);
  return absl::EndsWith(zero, "_UNSPECIFIED") ? value.name().substr(prefix) : value.name();
}

}  // namespace santong::pages
