#include "client/cli/flags.h"

#include <CLI/CLI.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/cli/local_error.h"
#include "client/cli/message_file.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/time_util.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/filing.pb.h"

namespace santong::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::Message;

struct Place {
  Message* message;
  const FieldDescriptor* field;
};

// The field's type at the path, without making the messages on the way.
const FieldDescriptor* FindField(const google::protobuf::Descriptor* type,
                                 const std::string& path) {
  const std::vector<std::string> steps = absl::StrSplit(path, absl::MaxSplits('.', 1));
  const FieldDescriptor* field = type->FindFieldByName(steps[0]);
  if (field == nullptr || steps.size() == 1) return field;
  return FindField(field->message_type(), steps[1]);
}

// The message that holds the field, made where it is not there.
Place Find(Message* message, const std::string& path) {
  const std::vector<std::string> steps = absl::StrSplit(path, absl::MaxSplits('.', 1));
  const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(steps[0]);
  if (steps.size() == 1) return {message, field};
  return Find(message->GetReflection()->MutableMessage(message, field), steps[1]);
}

absl::Status SetText(const Place& place, std::string text) {
  const auto* r = place.message->GetReflection();
  if (place.field->is_repeated()) {
    r->AddString(place.message, place.field, std::move(text));
  } else {
    r->SetString(place.message, place.field, std::move(text));
  }
  return absl::OkStatus();
}

absl::Status SetEnum(const Place& place, const std::string& text) {
  const auto* value = FindEnum(*place.field->enum_type(), text);
  if (value == nullptr) {
    return Misuse(say::kNotAChoice, text, EnumChoices(*place.field->enum_type()));
  }
  const auto* r = place.message->GetReflection();
  if (place.field->is_repeated()) {
    r->AddEnum(place.message, place.field, value);
  } else {
    r->SetEnum(place.message, place.field, value);
  }
  return absl::OkStatus();
}

absl::Status SetNumber(const Place& place, const std::string& text) {
  int64_t number;
  if (!absl::SimpleAtoi(text, &number)) return Misuse(say::kNotANumber, text);
  const auto* r = place.message->GetReflection();
  if (place.field->cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
    r->SetInt64(place.message, place.field, number);
    return absl::OkStatus();
  }
  if (number < INT32_MIN || number > INT32_MAX) return Misuse(say::kNotANumber, text);
  r->SetInt32(place.message, place.field, static_cast<int32_t>(number));
  return absl::OkStatus();
}

absl::Status SetPlain(const Place& place, const std::string& text) {
  switch (place.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return SetText(place, text);
    case FieldDescriptor::CPPTYPE_ENUM:
      return SetEnum(place, text);
    case FieldDescriptor::CPPTYPE_BOOL: {
      bool on;  // a spreadsheet writes FALSE
      if (!absl::SimpleAtob(text, &on)) return Misuse(say::kNotAChoice, text, "true, false");
      place.message->GetReflection()->SetBool(place.message, place.field, on);
      return absl::OkStatus();
    }
    default:
      return SetNumber(place, text);
  }
}

Message* AddEntry(const Place& place) {
  const auto* r = place.message->GetReflection();
  return place.field->is_repeated() ? r->AddMessage(place.message, place.field)
                                    : r->MutableMessage(place.message, place.field);
}

void FillIssuer(const std::string& text, v1::Issuer* issuer) {
  const bool is_organ = absl::StrContains(text, '/');
  if (is_organ) {
    issuer->set_organ(OrganName(text));
  } else {
    issuer->set_display_name(text);
  }
}

void FillLegalBasis(const std::string& text, v1::LegalBasis* basis) {
  const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits('|', 2));
  basis->set_title(parts[0]);
  if (parts.size() > 1) basis->set_number(parts[1]);
  if (parts.size() > 2) basis->set_article(parts[2]);
}

absl::Status FillRelation(const std::string& text, v1::Relation* relation) {
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  if (parts.size() < 2 || parts.size() > 3) return Misuse(say::kRelationForm, text);
  const absl::Status status = SetField(relation, "kind", Form::kPlain, parts[0]);
  relation->set_target(ResourceName("documents", parts[1]));
  if (parts.size() == 3) relation->set_date(parts[2]);
  return status;
}

void FillMaterial(const std::string& text, v1::FilingMaterial* material) {
  const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits('|', 1));
  material->set_title(parts[0]);
  if (parts.size() > 1) material->set_document_title(parts[1]);
}

// The first field of a verdict says on which finding it is.
absl::Status FillVerdict(const std::string& text, Message* verdict) {
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  if (parts.size() != 2) return Misuse(say::kVerdictUnreadable, text);
  const absl::Status status =
      SetField(verdict, verdict->GetDescriptor()->field(0)->name(), Form::kPlain, parts[0]);
  return status.ok() ? SetField(verdict, "verdict", Form::kPlain, parts[1]) : status;
}

absl::Status SetInstant(const Place& place, const std::string& text) {
  google::protobuf::Timestamp instant;
  if (!google::protobuf::util::TimeUtil::FromString(text, &instant)) {
    return Misuse(say::kNotAnInstant, text);
  }
  AddEntry(place)->CopyFrom(instant);
  return absl::OkStatus();
}

// CLI11 reports what a check returns; the words are ours.
void Throw(const absl::Status& status, const std::string& flag, Language language) {
  if (status.ok()) return;
  throw CLI::ValidationError(flag, LocalErrorText(status, language));
}

std::string Help(const Flag& flag, const FieldDescriptor& field, Language language) {
  const std::string words =
      flag.help != nullptr ? flag.help->In(language) : FieldWord(field, language);
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_ENUM) return words;
  return absl::StrCat(words, ": ", EnumChoices(*field.enum_type()));
}

// What is off or empty looks like what was not said: an update writes it only where its mask names
// it.
void NameInMask(Message* request, const std::string& path) {
  const auto* field = request->GetDescriptor()->FindFieldByName("update_mask");
  const std::vector<std::string> steps = absl::StrSplit(path, absl::MaxSplits('.', 1));
  if (field == nullptr || steps.size() < 2 || steps[0] == "options") return;
  static_cast<FieldMask*>(request->GetReflection()->MutableMessage(request, field))
      ->add_paths(steps[1]);
}

bool IsOutputOnly(const FieldDescriptor& field) {
  for (int i = 0; i < field.options().ExtensionSize(google::api::field_behavior); ++i) {
    if (field.options().GetExtension(google::api::field_behavior, i) == google::api::OUTPUT_ONLY)
      return true;
  }
  return false;
}

// The paths of what is set; a part of the resource is named by its own fields. What the registry
// alone writes, as it stands in a file that doc get wrote, is left out.
void AddSetPaths(const Message& message, const std::string& prefix, FieldMask* mask) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (IsOutputOnly(*field)) continue;
    const std::string path = absl::StrCat(prefix, field->name());
    const bool is_part = prefix.empty() && !field->is_repeated() &&
                         field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (is_part) {
      AddSetPaths(message.GetReflection()->GetMessage(message, field), path + ".", mask);
    } else {
      mask->add_paths(path);
    }
  }
}

void AddFlag(CLI::App* command, Message* request, const Flag& flag, Language language) {
  const FieldDescriptor* field = FindField(request->GetDescriptor(), flag.path);
  const std::string help = Help(flag, *field, language);
  const std::string path = flag.path, name = flag.name;
  const Form form = flag.form;
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
    command
        ->add_flag_function(
            name,
            [=](int64_t count) {
              SetField(request, path, form, count > 0 ? "true" : "false").IgnoreError();
              if (count <= 0) NameInMask(request, path);
            },
            help)
        ->check(CLI::IsMember({"true", "false"}).description(""));  // --urgent=false
    return;
  }
  const bool positional = name[0] != '-';
  auto* option = command->add_option_function<std::vector<std::string>>(
      name,
      [=](const std::vector<std::string>& texts) {
        // A list takes the place of that of the file of --from, as any flag does.
        const Place place = Find(request, path);
        if (place.field->is_repeated())
          place.message->GetReflection()->ClearField(place.message, place.field);
        for (const auto& text : texts) {
          Throw(SetField(request, path, form, text), name, language);
          if (text.empty()) NameInMask(request, path);
        }
      },
      help);
  const bool many = field->is_repeated();
  option->allow_extra_args(many && positional)->required(flag.required);
  if (!many) option->expected(1);
  option->type_name(positional ? "" : absl::AsciiStrToUpper(field->name()));
}

}  // namespace

std::string ResourceName(const char* collection, const std::string& text) {
  if (text.empty() || absl::StrContains(text, '/')) return text;
  return absl::StrCat(collection, "/", text);
}

std::string OrganName(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '/');
  if (parts.size() != 2) return text;
  return absl::StrCat("jurisdictions/", parts[0], "/organs/", parts[1]);
}

absl::Status SetField(Message* message, const std::string& path, Form form,
                      const std::string& text) {
  const Place place = Find(message, path);
  switch (form) {
    case Form::kPlain:
      return SetPlain(place, text);
    case Form::kFile: {
      auto bytes = ReadBytes(text);
      return bytes.ok() ? SetText(place, *std::move(bytes)) : bytes.status();
    }
    case Form::kSecretFile: {
      auto secret = ReadSecret(text);
      return secret.ok() ? SetText(place, *std::move(secret)) : secret.status();
    }
    case Form::kMessageFile:
      return MergeFile(text, AddEntry(place));
    case Form::kDocument:
      return SetText(place, ResourceName("documents", text));
    case Form::kFiling:
      return SetText(place, ResourceName("filings", text));
    case Form::kMaterial:
      FillMaterial(text, static_cast<v1::FilingMaterial*>(AddEntry(place)));
      return absl::OkStatus();
    case Form::kVerdict:
      return FillVerdict(text, AddEntry(place));
    case Form::kJurisdiction:
      return SetText(place, ResourceName("jurisdictions", text));
    case Form::kOrgan:
      return SetText(place, OrganName(text));
    case Form::kPrincipal:
      return SetText(place, ResourceName("principals", text));
    case Form::kIssuer:
      FillIssuer(text, static_cast<v1::Issuer*>(AddEntry(place)));
      return absl::OkStatus();
    case Form::kLegalBasis:
      FillLegalBasis(text, static_cast<v1::LegalBasis*>(AddEntry(place)));
      return absl::OkStatus();
    case Form::kRelation:
      return FillRelation(text, static_cast<v1::Relation*>(AddEntry(place)));
    case Form::kInstant:
      return SetInstant(place, text);
  }
  return absl::OkStatus();
}

void AddFlags(CLI::App* command, Message* request, const std::vector<Flag>& flags,
              Language language) {
  for (const Flag& flag : flags) AddFlag(command, request, flag, language);
}

void AddActFlags(CLI::App* command, Message* request, Language language) {
  const bool nested = request->GetDescriptor()->FindFieldByName("options") != nullptr;
  const std::string prefix = nested ? "options." : "";
  const Flag all[] = {{"--dry-run", "validate_only", Form::kPlain, false, &say::kHelpDryRun},
                      {"--request-id", "request_id", Form::kPlain, false, &say::kHelpRequestId},
                      {"--etag", "etag", Form::kPlain, false, &say::kHelpEtag}};
  for (Flag flag : all) {
    const std::string path = prefix + flag.path;
    flag.path = path.c_str();
    if (FindField(request->GetDescriptor(), path) != nullptr) {
      AddFlag(command, request, flag, language);
    }
  }
}

void CompleteMask(Message* request) {
  const auto* r = request->GetReflection();
  const auto* field = request->GetDescriptor()->FindFieldByName("update_mask");
  if (field == nullptr || !r->HasField(*request, field)) return;
  const FieldDescriptor* resource = request->GetDescriptor()->field(0);  // as AIP-134 has it
  AddSetPaths(r->GetMessage(*request, resource), "",
              static_cast<FieldMask*>(r->MutableMessage(request, field)));
}

bool IsRehearsal(const Message& request) {
  const auto* descriptor = request.GetDescriptor();
  const auto* r = request.GetReflection();
  if (const auto* options = descriptor->FindFieldByName("options")) {
    return r->HasField(request, options) && IsRehearsal(r->GetMessage(request, options));
  }
  const auto* field = descriptor->FindFieldByName("validate_only");
  return field != nullptr && r->GetBool(request, field);
}

}  // namespace santong::cli
