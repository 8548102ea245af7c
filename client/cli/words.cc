#include "client/cli/words.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace santong::cli {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;

constexpr NamedWords kMessages[] = {
#define SANTONG_WORDS(name, zh, en) {#name, {zh, en}},
#include "client/cli/messages.inc"
#undef SANTONG_WORDS
};

constexpr NamedWords kEnumWords[] = {
#define SANTONG_WORDS(name, zh, en) {#name, {zh, en}},
#include "client/words/enum_words.inc"
#undef SANTONG_WORDS
};

constexpr NamedWords kFieldWords[] = {
#define SANTONG_WORDS(name, zh, en) {#name, {zh, en}},
#include "client/words/field_words.inc"
#undef SANTONG_WORDS
};

const Words* Find(absl::Span<const NamedWords> table, absl::string_view key) {
  for (const NamedWords& row : table) {
    if (key == row.key) return &row.words;
  }
  return nullptr;
}

// Every value of an enum begins as its zero value does: FOO_UNSPECIFIED.
absl::string_view Prefix(const EnumDescriptor& type) {
  const std::string& zero = type.value(0)->name();
  return absl::string_view(zero).substr(0, zero.rfind('_') + 1);
}

std::string Folded(absl::string_view text) {
  return absl::AsciiStrToUpper(absl::StrReplaceAll(text, {{"-", "_"}, {" ", "_"}}));
}

}  // namespace

absl::Span<const NamedWords> AllMessages() { return kMessages; }
absl::Span<const NamedWords> AllEnumWords() { return kEnumWords; }
absl::Span<const NamedWords> AllFieldWords() { return kFieldWords; }

std::string ShortName(const EnumValueDescriptor& value) {
  const absl::string_view prefix = Prefix(*value.type());
  const absl::string_view name = value.name();
  return std::string(absl::StartsWith(name, prefix) ? name.substr(prefix.size()) : name);
}

std::string EnumWord(const EnumValueDescriptor& value, Language language) {
  if (value.number() == 0) return "";
  const Words* words = Find(kEnumWords, value.name());
  if (words != nullptr) return words->In(language);
  return absl::AsciiStrToLower(absl::StrReplaceAll(ShortName(value), {{"_", " "}}));
}

std::string NamedInWords(const std::string& text, Language language) {
  const Words* words = Find(kEnumWords, text);
  return words == nullptr ? text : words->In(language);
}

const EnumValueDescriptor* FindEnum(const EnumDescriptor& type, absl::string_view text) {
  const std::string folded = Folded(text);
  for (int i = 1; i < type.value_count(); ++i) {
    const EnumValueDescriptor& value = *type.value(i);
    if (folded == value.name() || folded == ShortName(value)) return &value;
    for (const Language language : {Language::kChinese, Language::kEnglish}) {
      if (folded == Folded(EnumWord(value, language))) return &value;
    }
  }
  return nullptr;
}

std::string EnumChoices(const EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 1; i < type.value_count(); ++i) {
    names.push_back(
        absl::AsciiStrToLower(absl::StrReplaceAll(ShortName(*type.value(i)), {{"_", "-"}})));
  }
  return absl::StrJoin(names, ", ");
}

std::string RolesInWords(absl::string_view roles, Language language) {
  std::vector<std::string> words;
  for (absl::string_view role : absl::StrSplit(roles, ", ", absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(role, absl::MaxSplits(" of ", 1));
    const Words* word = Find(kEnumWords, absl::StrCat("ROLE_", parts.first));
    const std::string who = word == nullptr ? std::string(parts.first) : word->In(language);
    if (parts.second.empty()) {
      words.push_back(who);
    } else if (language == Language::kChinese) {
      words.push_back(absl::StrCat(who, "（", parts.second, "）"));
    } else {
      words.push_back(absl::StrCat(who, " of ", parts.second));
    }
  }
  return absl::StrJoin(words, language == Language::kChinese ? "、" : ", ");
}

std::string FieldWord(absl::string_view field, Language language) {
  const Words* words = Find(kFieldWords, field);
  if (words != nullptr) return words->In(language);
  return absl::StrReplaceAll(field, {{"_", " "}});
}

std::string FieldWord(const google::protobuf::FieldDescriptor& field, Language language) {
  const std::string own = absl::StrCat(field.containing_type()->name(), "_", field.name());
  return FieldWord(Find(kFieldWords, own) != nullptr ? own : field.name(), language);
}

}  // namespace santong::cli
