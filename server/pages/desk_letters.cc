#include "server/pages/desk_letters.h"

#include <array>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "server/pages/desk_kinds.h"
#include "server/pages/desk_record.h"
#include "server/pages/desk_routes.h"
#include "server/pages/desk_view.h"
#include "server/pages/desk_words.h"
#include "server/pages/letter_view.h"
#include "server/pages/refusal.h"

namespace santong::pages {
namespace {

using gateway::HttpResponse;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Whose letters are asked for, and how: the method takes `name` and `kind`, and gives `title`,
// `date` and `text`. It has no list and no workflow.
constexpr std::array kSources = std::to_array<DeskKind>({
    {"documents", "santong.v1.FileService", "GetDocumentLetter", "", ""},
    {"filings", "santong.v1.FilingService", "GetFilingLetter", "", ""},
    {"objections", "santong.v1.ObjectionService", "GetObjectionLetter", "", ""},
});

// Null for what has no letters.
const DeskKind* SourceOf(absl::string_view collection) {
  for (const DeskKind& source : kSources) {
    if (collection == source.collection) return &source;
  }
  return nullptr;
}

const FieldDescriptor* KindField(const Message& request) {
  return request.GetDescriptor()->FindFieldByName("kind");
}

const EnumDescriptor& KindsOf(const DeskKind& source) {
  return *KindField(*NewRequest(source, source.get))->enum_type();
}

grpc::Status Fetch(const Site& site, const Visit& visit, const Clerk& clerk, const DeskKind& source,
                   const std::string& resource, const EnumValueDescriptor& kind,
                   std::unique_ptr<Message>* letter) {
  const std::unique_ptr<Message> request = NewRequest(source, source.get);
  SetText(request.get(), "name", resource);
  request->GetReflection()->SetEnum(request.get(), KindField(*request), &kind);
  *letter = NewResponse(source, source.get);
  return CallAs(site, visit, clerk.token, MethodPath(source, source.get), *request, letter->get());
}

// The kind of letter that a path names, "REGISTRATION"; null for none.
const EnumValueDescriptor* KindNamed(const DeskKind& source, const std::string& name) {
  const EnumDescriptor& kinds = KindsOf(source);
  for (int i = 0; i < kinds.value_count(); ++i) {
    if (kinds.value(i)->number() != 0 && ShortName(*kinds.value(i)) == name) return kinds.value(i);
  }
  return nullptr;
}

}  // namespace

void ShowLetters(const Site& site, const Visit& visit, const Clerk& clerk,
                 const std::string& resource, Dictionary& body) {
  const DeskKind* source = SourceOf(absl::string_view(resource).substr(0, resource.find('/')));
  if (source == nullptr) return;
  const EnumDescriptor& kinds = KindsOf(*source);
  Dictionary* letters = nullptr;
  // Which there are, the register knows: each is asked for, as the command line asks.
  for (int i = 0; i < kinds.value_count(); ++i) {
    const EnumValueDescriptor& kind = *kinds.value(i);
    std::unique_ptr<Message> letter;
    if (kind.number() == 0 || !Fetch(site, visit, clerk, *source, resource, kind, &letter).ok()) {
      continue;
    }
    if (letters == nullptr) letters = body.AddSectionDictionary("LETTERS");
    Dictionary* entry = letters->AddSectionDictionary("LETTER");
    entry->SetValue("URL",
                    visit.Link(absl::StrCat(DeskPath(resource), "/letters/", ShortName(kind))));
    entry->SetValue("WORDS", ValueLabel(kind, visit.language));
    entry->SetValue("DAY", TextOf(*letter, "date"));
  }
}

HttpResponse DeskLetter(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  const DeskKind* source = SourceOf(visit.captured[0]);
  const EnumValueDescriptor* kind =
      source == nullptr ? nullptr : KindNamed(*source, visit.captured[2]);
  if (kind == nullptr) return NotFoundPage(site, visit);
  const std::string resource = absl::StrCat(visit.captured[0], "/", visit.captured[1]);
  std::unique_ptr<Message> letter;
  const grpc::Status status = Fetch(site, visit, *clerk, *source, resource, *kind, &letter);
  if (!status.ok()) return DeskRefusal(site, visit, status);
  if (visit.Query("as") == "text") return LetterFile(TextOf(*letter, "text"));
  const std::string title = TextOf(*letter, "title");
  View view(site, visit, "desk_letter.html", title);
  FillDesk(site, visit, *clerk, view);
  Dictionary& body = view.body();
  body.SetValue("RESOURCE", resource);
  body.SetValue("RESOURCE_URL", visit.Link(DeskPath(resource)));
  body.SetValue("TEXT_URL", visit.Link(visit.request.path, {{"as", "text"}}));
  ShowLetter(title, TextOf(*letter, "text"), body);
  return view.Answer();
}

}  // namespace santong::pages
