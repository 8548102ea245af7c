#include "server/pages/desk_form.h"

#include <algorithm>
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/api/field_behavior.pb.h"
#include "santong/v1/evidence.pb.h"
#include "santong/v1/field_rules.pb.h"
#include "server/domain/digest/sha256.h"
#include "server/pages/desk_words.h"
#include "server/pages/view.h"

namespace santong::pages {
namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Blocks of a repeated message that a form takes, and that are shown empty.
constexpr int kBlocksMax = 200;
constexpr int kEmptyBlocks = 1;

bool HasBehavior(const FieldDescriptor& field, google::api::FieldBehavior behavior) {
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == behavior) return true;
  }
  return false;
}

bool IsForPeople(const FieldDescriptor& field, bool top) {
  if (HasBehavior(field, google::api::OUTPUT_ONLY)) return false;
  if (field.is_map() || field.type() == FieldDescriptor::TYPE_BYTES) return false;
  return !top ||
         (field.name() != "name" && field.name() != "options" && field.name() != "document");
}

bool Holds(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  return field.is_repeated() ? reflection.FieldSize(message, &field) > 0
                             : reflection.HasField(message, &field);
}

std::string WrongAbout(const std::vector<Wrong>& wrong, const std::string& path) {
  for (const Wrong& one : wrong) {
    if (one.name == path) return one.words;
  }
  return "";
}

// Whether it names what is attached to a piece of evidence.
bool NamesFile(const FieldDescriptor& field) {
  return field.containing_type() == v1::Evidence::descriptor() &&
         field.number() == v1::Evidence::kAttachmentSha256FieldNumber;
}

// The file that was chosen at this path; null for none.
const FormFile* FileAt(const Form& form, const std::string& path) {
  const auto file = std::find_if(form.files.begin(), form.files.end(),
                                 [&](const FormFile& one) { return one.field == path; });
  return file == form.files.end() ? nullptr : &*file;
}

// Null where the field asks for something else.
const Offer* OfferFor(const Offers& offers, const FieldDescriptor& field) {
  if (field.is_repeated() || field.cpp_type() != FieldDescriptor::CPPTYPE_STRING) return nullptr;
  const auto found = offers.find(field.name());
  return found == offers.end() ? nullptr : &found->second;
}

// Also of a field that is no text, for which nothing else is offered.
std::string LabelOf(const FieldDescriptor& field, const Visit& visit, const Offers& offers) {
  const auto offered = offers.find(field.name());
  return offered == offers.end() || offered->second.label.empty()
             ? FieldLabel(field, visit.language)
             : offered->second.label;
}

// Of "materials[0].title" the words for the first material's title; empty for what is no field.
std::string LabelOfPath(const google::protobuf::Descriptor& message, absl::string_view path,
                        const Visit& visit, const Offers& offers) {
  const std::vector<absl::string_view> parts = absl::StrSplit(path, absl::MaxSplits('.', 1));
  const std::vector<absl::string_view> name = absl::StrSplit(parts[0], absl::MaxSplits('[', 1));
  const FieldDescriptor* field = message.FindFieldByName(std::string(name[0]));
  if (field == nullptr) return "";
  const std::string label = LabelOf(*field, visit, offers);
  if (parts.size() == 1) return label;
  if (field->message_type() == nullptr) return "";
  const std::string rest = LabelOfPath(*field->message_type(), parts[1], visit, offers);
  int index = 0;
  if (rest.empty() || name.size() == 1 ||
      !absl::SimpleAtoi(absl::StripSuffix(name[1], "]"), &index))
    return rest;
  return absl::StrCat(label, " ", index + 1, " ", rest);
}

class Shown {
 public:
  Shown(const Visit& visit, const std::vector<Wrong>& wrong, const Offers& offers,
        Dictionary& values, const FormFields& shown)
      : visit_(visit), wrong_(wrong), offers_(offers), values_(values), shown_(shown) {}

  void Fields(const Message& message, const std::string& prefix, bool top) {
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor& field = *message.GetDescriptor()->field(i);
      if (IsForPeople(field, top)) Field(message, field, prefix + field.name());
    }
  }

  void Field(const Message& message, const FieldDescriptor& field, const std::string& path,
             bool required = false) {
    const Reflection& reflection = *message.GetReflection();
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!field.is_repeated()) {
        Group(field, reflection.GetMessage(message, &field), path, "");
        return;
      }
      const std::unique_ptr<Message> empty(
          reflection.GetMessageFactory()->GetPrototype(field.message_type())->New());
      const int filled = reflection.FieldSize(message, &field);
      for (int i = 0; i < std::max(filled + kEmptyBlocks, shown_.blocks); ++i) {
        Group(field, i < filled ? reflection.GetRepeatedMessage(message, &field, i) : *empty,
              absl::StrCat(path, "[", i, "]"), absl::StrCat(" ", i + 1));
      }
      return;
    }
    if (shown_.files != FileChoice::kNone && NamesFile(field)) ChooseFile(path);
    const Offer* offer = OfferFor(offers_, field);
    Dictionary* entry = values_.AddSectionDictionary("FIELD");
    Dictionary* input = entry->AddSectionDictionary(KindOf(field, offer));
    input->SetValue("PATH", path);
    input->SetValue("LABEL", LabelOf(field, visit_, offers_));
    if (!required && !IsRequired(field, path)) input->ShowSection("OPTIONAL");
    Show(*input, "WRONG", WrongAbout(wrong_, path));
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_ENUM:
        Choices(message, field, input);
        break;
      case FieldDescriptor::CPPTYPE_BOOL:
        if (reflection.GetBool(message, &field)) input->ShowSection("CHECKED");
        break;
      default:
        input->SetValue("VALUE", TextIn(message, field));
    }
    if (offer != nullptr) ShowOffer(*offer, reflection.GetString(message, &field), field, input);
  }

 private:
  bool IsRequired(const FieldDescriptor& field, const std::string& path) const {
    return HasBehavior(field, google::api::REQUIRED) ||
           std::find(shown_.required.begin(), shown_.required.end(), path) != shown_.required.end();
  }

  // Where a file is chosen; of one that was, whether it is attached.
  void ChooseFile(const std::string& path) {
    Dictionary* input = values_.AddSectionDictionary("FIELD")->AddSectionDictionary("FILE");
    input->SetValue("PATH", path);
    input->SetValue("PLACE", PlaceOfFile(path));
    const FormFile* file = FileAt(visit_.form, path);
    std::string wrong = WrongAbout(wrong_, PlaceOfFile(path));
    if (file != nullptr && shown_.files == FileChoice::kAttached)
      Show(*input, "KEPT", visit_.words.Say("desk_piece_file_kept", {file->name}));
    else if (file != nullptr && wrong.empty())
      wrong = visit_.words.Say("evidence_choose_again");
    Show(*input, "WRONG", wrong);
  }

  void Group(const FieldDescriptor& field, const Message& part, const std::string& path,
             const std::string& number) {
    Dictionary* begin = values_.AddSectionDictionary("FIELD")->AddSectionDictionary("BEGIN");
    begin->SetValue("PATH", path);
    begin->SetValue("LEGEND", FieldLabel(field, visit_.language) + number);
    Show(*begin, "WRONG", WrongAbout(wrong_, path));
    if (field.message_type() == v1::Evidence::descriptor() && !shown_.evidence.empty()) {
      PieceOfEvidence(part, path + ".", HasBehavior(field, google::api::REQUIRED));
    } else {
      Fields(part, path + ".", false);
    }
    values_.AddSectionDictionary("FIELD")->ShowSection("END");
  }

  // A piece of evidence: what is asked for, then the rest, folded.
  void PieceOfEvidence(const Message& piece, const std::string& prefix, bool required) {
    std::vector<const FieldDescriptor*> others;
    bool is_used = false;
    for (int i = 0; i < piece.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor& field = *piece.GetDescriptor()->field(i);
      const std::string path = prefix + field.name();
      if (shown_.evidence.count(field.name()) > 0) {
        Field(piece, field, path, required);
        continue;
      }
      others.push_back(&field);
      is_used = is_used || Holds(piece, field) || !WrongAbout(wrong_, path).empty() ||
                (shown_.files != FileChoice::kNone && FileAt(visit_.form, path) != nullptr);
    }
    Dictionary* fold = values_.AddSectionDictionary("FIELD")->AddSectionDictionary("FOLD");
    if (is_used) fold->ShowSection("OPEN");
    for (const FieldDescriptor* field : others) Field(piece, *field, prefix + field->name());
    values_.AddSectionDictionary("FIELD")->ShowSection("UNFOLD");
  }

  // One is taken of what may only be a resource name; where other words may stand, it is
  // proposed.
  static bool IsChosen(const FieldDescriptor& field) {
    return field.options().GetExtension(v1::rules).format() == v1::TEXT_FORMAT_RESOURCE_NAME;
  }

  static const char* KindOf(const FieldDescriptor& field, const Offer* offer) {
    const v1::FieldRules& rules = field.options().GetExtension(v1::rules);
    if (offer != nullptr && IsChosen(field)) return "SELECT";
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM)
      return field.is_repeated() ? "SELECT_MANY" : "SELECT";
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL) return "CHECK";
    if (field.is_repeated()) return "LINES";
    if (rules.multiline()) return "AREA";
    if (rules.format() == v1::TEXT_FORMAT_DATE) return "DAY";
    return field.cpp_type() == FieldDescriptor::CPPTYPE_STRING ? "TEXT" : "NUMBER";
  }

  void ShowOffer(const Offer& offer, const std::string& value, const FieldDescriptor& field,
                 Dictionary* input) {
    std::vector<Choice> choices = offer.choices;
    if (!IsChosen(field)) {
      input->SetValue("VALUE", WordsOf(offer, value));
      if (choices.empty()) return;  // a label alone
      input = input->AddSectionDictionary("LIST");
    } else if (!value.empty() && WordsOf(offer, value) == value) {
      choices.push_back({value, value});  // what is there already stays
    }
    const bool only = choices.size() == 1 && HasBehavior(field, google::api::REQUIRED);
    for (const Choice& one : choices) {
      Dictionary* choice = input->AddSectionDictionary("CHOICE");
      choice->SetValue("NAME", one.value);
      choice->SetValue("WORDS", one.words);
      if (one.value != value && !only) continue;
      choice->ShowSection("CHOSEN");
      // A phone cuts off what is long.
      if (!offer.label.empty()) Show(*input, "HINT", one.words);
    }
    if (choices.empty()) Show(*input, "HINT", visit_.words.Say("desk_nothing"));
  }

  void Choices(const Message& message, const FieldDescriptor& field, Dictionary* input) {
    const Reflection& reflection = *message.GetReflection();
    for (int i = 0; i < field.enum_type()->value_count(); ++i) {
      const EnumValueDescriptor& value = *field.enum_type()->value(i);
      if (value.number() == 0) continue;
      Dictionary* choice = input->AddSectionDictionary("CHOICE");
      choice->SetValue("NAME", value.name());
      choice->SetValue("WORDS", ValueLabel(value, visit_.language));
      bool chosen = false;
      if (field.is_repeated()) {
        for (int k = 0; k < reflection.FieldSize(message, &field); ++k)
          chosen = chosen || reflection.GetRepeatedEnum(message, &field, k) == &value;
      } else {
        chosen = reflection.GetEnum(message, &field) == &value;
      }
      if (chosen) choice->ShowSection("CHOSEN");
    }
  }

  static std::string TextIn(const Message& message, const FieldDescriptor& field) {
    const Reflection& reflection = *message.GetReflection();
    if (field.is_repeated()) {
      std::vector<std::string> lines;
      if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        for (int i = 0; i < reflection.FieldSize(message, &field); ++i)
          lines.push_back(reflection.GetRepeatedString(message, &field, i));
      }
      return absl::StrJoin(lines, "\n");
    }
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING)
      return reflection.GetString(message, &field);
    int64_t number = 0;
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        number = reflection.GetInt32(message, &field);
        break;
      case FieldDescriptor::CPPTYPE_UINT32:
        number = reflection.GetUInt32(message, &field);
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        number = reflection.GetInt64(message, &field);
        break;
      default:
        break;
    }
    return number == 0 ? "" : absl::StrCat(number);
  }

  const Visit& visit_;
  const std::vector<Wrong>& wrong_;
  const Offers& offers_;
  Dictionary& values_;
  const FormFields& shown_;
};

bool HasPrefix(const Form& form, const std::string& prefix) {
  return std::any_of(form.fields.begin(), form.fields.end(), [&](const auto& field) {
    return field.first.compare(0, prefix.size(), prefix) == 0;
  });
}

// True when the form held something for it.
bool ReadMessage(const Form& form, const Offers& offers, const std::string& prefix, bool top,
                 Message* message);

void SetNumber(const std::string& value, const FieldDescriptor& field, Message* message) {
  const Reflection& reflection = *message->GetReflection();
  int64_t number = 0;
  // What is no number is left for the register to miss.
  if (!absl::SimpleAtoi(value, &number)) return;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      reflection.SetInt32(message, &field, static_cast<int32_t>(number));
      break;
    case FieldDescriptor::CPPTYPE_UINT32:
      reflection.SetUInt32(message, &field, static_cast<uint32_t>(number));
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      reflection.SetInt64(message, &field, number);
      break;
    default:
      break;
  }
}

void AddValue(const std::string& value, const Offers& offers, const FieldDescriptor& field,
              Message* message) {
  const Reflection& reflection = *message->GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      if (!field.is_repeated()) {
        const Offer* offer = OfferFor(offers, field);
        return reflection.SetString(message, &field,
                                    offer == nullptr ? value : ValueOf(*offer, value));
      }
      for (absl::string_view line : absl::StrSplit(value, '\n', absl::SkipWhitespace()))
        reflection.AddString(message, &field, std::string(absl::StripAsciiWhitespace(line)));
      return;
    case FieldDescriptor::CPPTYPE_ENUM: {
      const EnumValueDescriptor* chosen = field.enum_type()->FindValueByName(value);
      if (chosen == nullptr) return;
      if (field.is_repeated()) return reflection.AddEnum(message, &field, chosen);
      return reflection.SetEnum(message, &field, chosen);
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.SetBool(message, &field, value == "yes");
    default:
      return SetNumber(value, field, message);
  }
}

bool ReadPart(const Form& form, const Offers& offers, const FieldDescriptor& field,
              const std::string& path, Message* message) {
  const Reflection& reflection = *message->GetReflection();
  if (!field.is_repeated()) {
    const std::unique_ptr<Message> part(
        reflection.GetMessageFactory()->GetPrototype(field.message_type())->New());
    if (!ReadMessage(form, offers, path + ".", false, part.get())) return false;
    reflection.MutableMessage(message, &field)->CopyFrom(*part);
    return true;
  }
  reflection.ClearField(message, &field);
  bool any = false;
  for (int i = 0; i < kBlocksMax; ++i) {
    const std::string prefix = absl::StrCat(path, "[", i, "].");
    if (!HasPrefix(form, prefix)) break;
    const std::unique_ptr<Message> part(
        reflection.GetMessageFactory()->GetPrototype(field.message_type())->New());
    if (!ReadMessage(form, offers, prefix, false, part.get())) continue;
    reflection.AddMessage(message, &field)->CopyFrom(*part);
    any = true;
  }
  return any;
}

bool ReadMessage(const Form& form, const Offers& offers, const std::string& prefix, bool top,
                 Message* message) {
  bool any = false;
  for (int i = 0; i < message->GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *message->GetDescriptor()->field(i);
    if (!IsForPeople(field, top)) continue;
    const std::string path = prefix + field.name();
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      any = ReadPart(form, offers, field, path, message) || any;
      continue;
    }
    for (const std::string& value : form.Values(path)) {
      AddValue(value, offers, field, message);
      any = true;
    }
  }
  return any;
}

}  // namespace

void ShowFields(const Message& request, const Visit& visit, const std::vector<Wrong>& wrong,
                const Offers& offers, Dictionary& values, const FormFields& shown) {
  Shown all(visit, wrong, offers, values, shown);
  if (shown.only.empty()) return all.Fields(request, "", true);
  for (const char* path : shown.only) {
    const Message* part = &request;
    const std::vector<std::string> names = absl::StrSplit(path, '.');
    for (size_t i = 0; i < names.size() && part != nullptr; ++i) {
      const FieldDescriptor* field = part->GetDescriptor()->FindFieldByName(names[i]);
      if (field == nullptr) break;
      if (i + 1 == names.size())
        all.Field(*part, *field, path);
      else
        part = &part->GetReflection()->GetMessage(*part, field);
    }
  }
}

std::vector<Wrong> NamedByLabels(const Message& request, const Visit& visit,
                                 std::vector<Wrong> wrong, const Offers& offers) {
  for (Wrong& one : wrong) {
    const std::string label = LabelOfPath(*request.GetDescriptor(), one.name, visit, offers);
    if (!label.empty()) one.words = absl::StrCat(label, visit.words.Say("colon"), one.words);
  }
  return wrong;
}

std::vector<Wrong> Unchosen(const Message& request, const FormFields& shown, const Words& words) {
  std::vector<Wrong> wrong;
  for (const char* path : shown.required) {
    const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName(path);
    if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_ENUM) continue;
    if (!Holds(request, *field)) wrong.push_back({path, words.Say("desk_not_chosen")});
  }
  return wrong;
}

void ReadFields(const Form& form, const Offers& offers, Message* request) {
  ReadMessage(form, offers, "", true, request);
}

std::vector<const FormFile*> NameFiles(const Form& form, Message* request) {
  std::vector<const FormFile*> files;
  for (const FormFile& file : form.files) {
    if (FileAt(form, file.field) != &file) continue;  // one for each piece
    std::vector<std::string> names = absl::StrSplit(file.field, '.');
    const std::string last = names.back();
    names.pop_back();
    Message* part = request;
    for (const std::string& name : names) {
      const FieldDescriptor* field = part->GetDescriptor()->FindFieldByName(name);
      const bool leads_on =
          field != nullptr && !field->is_repeated() && field->message_type() != nullptr;
      part = leads_on ? part->GetReflection()->MutableMessage(part, field) : nullptr;
      if (part == nullptr) break;
    }
    if (part == nullptr) continue;
    const FieldDescriptor* field = part->GetDescriptor()->FindFieldByName(last);
    if (field == nullptr || !NamesFile(*field)) continue;
    part->GetReflection()->SetString(part, field, digest::Sha256Hex(file.content));
    files.push_back(&file);
  }
  return files;
}

std::string PlaceOfFile(const std::string& field) { return absl::StrCat(field, "-file"); }

}  // namespace santong::pages
