// The desk: a list of the register's resources of one kind, by what it is asked for: their state,
// what is overdue, the newest first; documents also by what a paper calls them.
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "client/ical/next_clock.h"
#include "santong/v1/objection.pb.h"
#include "server/pages/desk.h"
#include "server/pages/desk_kinds.h"
#include "server/pages/desk_record.h"
#include "server/pages/desk_routes.h"
#include "server/pages/desk_view.h"
#include "server/pages/desk_words.h"
#include "server/pages/refusal.h"
#include "server/pages/view.h"

namespace santong::pages {
namespace {

using gateway::HttpResponse;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int kPageSize = 50;
constexpr int kCallsMax = 10;
constexpr char kYes[] = "yes";

const FieldDescriptor* FieldNamed(const Message& message, const char* name) {
  return message.GetDescriptor()->FindFieldByName(name);
}

// The one repeated field of messages of a List response.
const FieldDescriptor* EntriesOf(const Message& response) {
  for (int i = 0; i < response.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = response.GetDescriptor()->field(i);
    if (field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) return field;
  }
  return nullptr;
}

void SetFlag(const char* name, bool value, Message* request) {
  if (const FieldDescriptor* field = FieldNamed(*request, name); field != nullptr)
    request->GetReflection()->SetBool(request, field, value);
}

// What the page asks for, which each of its links keeps but for `changed`.
gateway::Fields Asked(const Visit& visit, const gateway::Fields& changed) {
  gateway::Fields fields;
  for (const char* name : {"q", "state", "overdue", "newest"}) {
    std::string value = visit.Query(name);
    for (const auto& [other, set] : changed) {
      if (other == name) value = set;
    }
    fields.emplace_back(name, value);
  }
  return fields;
}

void SetPage(int size, const std::string& token, Message* request) {
  if (const FieldDescriptor* field = FieldNamed(*request, "page_size"); field != nullptr)
    request->GetReflection()->SetInt32(request, field, size);
  SetText(request, "page_token", token);
}

void SetAsked(const Visit& visit, Message* request) {
  SetPage(kPageSize, visit.Query("page"), request);
  SetText(request, "text", visit.Query("q"));
  SetFlag("overdue_only", visit.Query("overdue") == kYes, request);
  SetFlag("newest_first", visit.Query("newest") == kYes, request);
  const FieldDescriptor* states = FieldNamed(*request, "states");
  if (states == nullptr) return;
  for (int i = 0; i < states->enum_type()->value_count(); ++i) {
    const EnumValueDescriptor& value = *states->enum_type()->value(i);
    if (value.number() != 0 && ShortName(value) == visit.Query("state"))
      request->GetReflection()->AddEnum(request, states, &value);
  }
}

// A page of the list. A call reads no more than some rows, however few of them are asked for: it is
// repeated until the page is full or the list ends, within reason.
grpc::Status ReadPage(const Site& site, const Visit& visit, const Clerk& clerk,
                      const DeskKind& kind, Message* request, Message* response) {
  const auto part = NewResponse(kind, kind.list);
  const FieldDescriptor* entries = EntriesOf(*response);
  for (int call = 0; call < kCallsMax; ++call) {
    part->Clear();
    const grpc::Status status =
        CallAs(site, visit, clerk.token, MethodPath(kind, kind.list), *request, part.get());
    if (!status.ok()) return status;
    const std::string next = TextOf(*part, "next_page_token");
    response->MergeFrom(*part);
    SetText(response, "next_page_token", next);
    const int shown = response->GetReflection()->FieldSize(*response, entries);
    if (next.empty() || shown >= kPageSize) break;
    SetPage(kPageSize - shown, next, request);
  }
  return grpc::Status::OK;
}

// The form that asks for some of them, where the method can.
void ShowForm(const Message& request, const std::string& path, const Visit& visit,
              Dictionary& body) {
  const FieldDescriptor* states = FieldNamed(request, "states");
  const bool by_text = FieldNamed(request, "text") != nullptr;
  if (states == nullptr && !by_text) return;
  Dictionary& form = *body.AddSectionDictionary("FORM");
  form.SetValue("LIST_URL", path);
  Include(form, "MODES", "modes.html");
  for (const char* kept : {"overdue", "newest"}) {
    if (visit.Query(kept) != kYes) continue;
    form.AddSectionDictionary("KEPT")->SetValue("NAME", kept);
  }
  if (by_text) form.AddSectionDictionary("BY_TEXT")->SetValue("VALUE", visit.Query("q"));
  if (states == nullptr) return;
  Dictionary& by_state = *form.AddSectionDictionary("BY_STATE");
  for (int i = 0; i < states->enum_type()->value_count(); ++i) {
    const EnumValueDescriptor& value = *states->enum_type()->value(i);
    if (value.number() == 0) continue;
    Dictionary* choice = by_state.AddSectionDictionary("CHOICE");
    choice->SetValue("NAME", ShortName(value));
    choice->SetValue("WORDS", ValueLabel(value, visit.language));
    if (ShortName(value) == visit.Query("state")) choice->ShowSection("CHOSEN");
  }
}

void ShowLinks(const Message& request, const std::string& path, const Visit& visit,
               Dictionary& body) {
  if (FieldNamed(request, "states") == nullptr) return;
  Dictionary& links = *body.AddSectionDictionary("LINKS");
  AddLink(links, "FILTER", visit.Link(path), visit.words.Say("desk_all"));
  if (FieldNamed(request, "overdue_only") != nullptr) {
    AddLink(links, "FILTER", visit.Link(path, Asked(visit, {{"overdue", kYes}})),
            visit.words.Say("desk_overdue_only"));
  }
  if (FieldNamed(request, "newest_first") != nullptr) {
    AddLink(links, "FILTER", visit.Link(path, Asked(visit, {{"newest", kYes}})),
            visit.words.Say("desk_newest_first"));
  }
}

// Cases have the title of the document that they are about: what started the case, on which ground
// and when, tells them apart.
void ShowCase(const v1::Objection& objection, const Visit& visit, Dictionary* row) {
  const EnumValueDescriptor* origin =
      v1::ObjectionOrigin_descriptor()->FindValueByNumber(objection.origin());
  const EnumValueDescriptor* ground =
      v1::ObjectionGround_descriptor()->FindValueByNumber(objection.ground());
  std::string started = origin == nullptr ? "" : ValueLabel(*origin, visit.language);
  if (started.empty()) started = visit.words.Say("desk_objections");
  Show(*row, "CASE",
       absl::StrCat(started, " · ", objection.lodged_date(), " · ",
                    ground == nullptr ? "" : ValueLabel(*ground, visit.language)));
}

// Rows of a list of resources: name, title, state, number, and the day that the tasks show.
void ShowEntries(const Message& response, absl::CivilDay today, const Visit& visit,
                 Dictionary& body) {
  const FieldDescriptor* entries = EntriesOf(response);
  if (entries == nullptr) return;
  const std::string iso = absl::FormatCivilTime(today);
  const auto& reflection = *response.GetReflection();
  const int count = reflection.FieldSize(response, entries);
  for (int i = 0; i < count; ++i) {
    const Message& entry = reflection.GetRepeatedMessage(response, entries, i);
    Dictionary* row = body.AddSectionDictionary("ENTRY");
    const std::string name = TextOf(entry, "name");
    std::string title = TextOf(entry, "title");
    if (title.empty()) title = name;
    row->SetValue("NAME", name);
    row->SetValue("TITLE", title);
    row->SetValue("URL", visit.Link(DeskPath(name)));
    row->SetValue("STATE", StateLabel(entry, visit.language));
    if (entry.GetDescriptor() == v1::Objection::descriptor())
      ShowCase(static_cast<const v1::Objection&>(entry), visit, row);
    std::string number = TextOf(entry, "registration_number");
    if (number.empty()) number = TextOf(entry, "document_number");
    row->SetValue("NUMBER", number);
    if (const v1::Clock* clock = ical::NextClock(entry); clock != nullptr) {
      Dictionary* due = row->AddSectionDictionary("NEXT");
      due->SetValue("DUE", clock->due_date());
      due->SetValue("LEFT", DaysLeft(clock->due_date(), today, visit.words));
      due->SetValue("TONE", clock->overdue() || clock->due_date() < iso ? "ended" : "wait");
    }
  }
  body.ShowSection(count == 0 ? "NONE" : "SOME");
}

}  // namespace

HttpResponse DeskList(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  const DeskKind* kind = KindOfCollection(visit.captured[0]);
  if (kind == nullptr || *kind->get == '\0') return NotFoundPage(site, visit);
  const auto request = NewRequest(*kind, kind->list);
  SetAsked(visit, request.get());
  const auto response = NewResponse(*kind, kind->list);
  const grpc::Status status = ReadPage(site, visit, *clerk, *kind, request.get(), response.get());
  if (!status.ok()) return DeskRefusal(site, visit, status);
  const std::string title = visit.words.Say(absl::StrCat("desk_", kind->collection));
  View view(site, visit, "desk_list.html", title);
  FillDesk(site, visit, *clerk, view);
  Dictionary& body = view.body();
  body.SetValue("HEADING", title);
  const std::string path = absl::StrCat("/desk/", kind->collection);
  ShowForm(*request, path, visit, body);
  ShowLinks(*request, path, visit, body);
  if (kind == KindOfCollection("filings")) {
    Dictionary& links = *body.AddSectionDictionary("LINKS");
    AddLink(links, "FILTER", visit.Link("/desk/filings/missing"), visit.words.Say("desk_missing"));
    AddLink(links, "FILTER", visit.Link("/desk/lists"), visit.words.Say("desk_lists"));
  }
  if (kind == KindOfCollection("objections")) {
    Dictionary& links = *body.AddSectionDictionary("LINKS");
    AddLink(links, "FILTER", visit.Link("/desk/objections/new"), visit.words.Say("desk_source"));
  }
  if (kind == KindOfCollection("campaigns")) {
    Dictionary& links = *body.AddSectionDictionary("LINKS");
    AddLink(links, "FILTER", visit.Link("/desk/campaigns/new"),
            visit.words.Say("desk_new_campaign"));
  }
  ShowEntries(*response, site.options().today(), visit, body);
  const std::string next = TextOf(*response, "next_page_token");
  if (!next.empty()) {
    gateway::Fields fields = Asked(visit, {});
    fields.emplace_back("page", next);
    AddLink(body, "MORE", visit.Link(path, fields), visit.words.Say("desk_more"));
  }
  return view.Answer();
}

}  // namespace santong::pages
