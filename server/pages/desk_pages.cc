// The desk: one resource with all that can be done to it, and one act.
#include <algorithm>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "santong/v1/admin_service.pb.h"
#include "santong/v1/cleanup_service.pb.h"
#include "santong/v1/document_service.pb.h"
#include "santong/v1/filing_service.pb.h"
#include "santong/v1/principal.pb.h"
#include "server/domain/visibility/visibility.h"
#include "server/pages/clock_words.h"
#include "server/pages/desk.h"
#include "server/pages/desk_attach.h"
#include "server/pages/desk_campaign.h"
#include "server/pages/desk_fetch.h"
#include "server/pages/desk_form.h"
#include "server/pages/desk_kinds.h"
#include "server/pages/desk_letters.h"
#include "server/pages/desk_record.h"
#include "server/pages/desk_routes.h"
#include "server/pages/desk_source.h"
#include "server/pages/desk_view.h"
#include "server/pages/desk_words.h"
#include "server/pages/refusal.h"
#include "server/pages/view.h"

namespace santong::pages {
namespace {

using gateway::HttpResponse;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int kEventsShown = 1000;

grpc::Status Fetch(const Site& site, const Visit& visit, const Clerk& clerk, const DeskKind& kind,
                   const std::string& name, std::unique_ptr<Message>* resource) {
  if (*kind.get != '\0') {
    const auto request = NewRequest(kind, kind.get);
    SetText(request.get(), "name", name);
    *resource = NewResponse(kind, kind.get);
    return CallAs(site, visit, clerk.token, MethodPath(kind, kind.get), *request, resource->get());
  }
  // An item of a cleanup is read with its list.
  v1::ListItemsRequest request;
  request.set_parent(name.substr(0, name.find("/items/")));
  request.set_page_size(1000);
  while (true) {
    v1::ListItemsResponse response;
    grpc::Status status =
        CallAs(site, visit, clerk.token, MethodPath(kind, kind.list), request, &response);
    if (!status.ok()) return status;
    for (const v1::CampaignItem& item : response.items()) {
      if (item.name() != name) continue;
      *resource = std::make_unique<v1::CampaignItem>(item);
      return grpc::Status::OK;
    }
    if (response.next_page_token().empty())
      return grpc::Status(grpc::StatusCode::NOT_FOUND, "no such item");
    request.set_page_token(response.next_page_token());
  }
}

grpc::Status WorkflowOf(const Site& site, const Visit& visit, const Clerk& clerk,
                        const DeskKind& kind, v1::Workflow* workflow) {
  v1::GetWorkflowRequest request;
  request.set_name(kind.workflow);
  return CallAs(site, visit, clerk.token, "santong.v1.AdminService/GetWorkflow", request, workflow);
}

// What the desk has a form for: not what is done with a receipt, nor what has a page of its own.
bool HasForm(const DeskKind& kind, const std::string& method) {
  const auto request = NewRequest(kind, method);
  return request != nullptr && method != "UpdateDocument" &&
         request->GetDescriptor()->FindFieldByName("receipt") == nullptr &&
         request->GetDescriptor()->FindFieldByName("name") != nullptr;
}

std::string ActLabel(const v1::WorkflowRow& row, const Visit& visit) {
  return visit.language == Language::kChinese ? row.action_zh() : row.action();
}

// What the act's form is called: a method of several acts has a word for all of them.
std::string FormLabel(const v1::WorkflowRow& row, const Visit& visit) {
  const std::string key = absl::StrCat("desk_act_", row.method());
  return visit.words.Has(key) ? visit.words.Say(key) : ActLabel(row, visit);
}

// What the form of a method is called: as the record of the resource calls it, which leads there.
// One method does several acts, and other states have others of them. Of one that this state does
// not have, as the table has it first.
std::string LabelOfForm(const v1::Workflow& workflow, const Message& resource,
                        const std::string& method, const Visit& visit) {
  for (const v1::WorkflowRow* row : NextActs(workflow, StateOf(resource))) {
    if (row->method() == method) return FormLabel(*row, visit);
  }
  for (const v1::WorkflowRow& row : workflow.rows()) {
    if (row.method() == method) return FormLabel(row, visit);
  }
  return method;
}

// What an event is called: as for the public, or else as the act that writes it.
std::string EventLabel(const std::string& type, const v1::Workflow& workflow, const Visit& visit) {
  const std::string key = absl::StrCat("event_", type);
  if (visit.words.Has(key)) return visit.words.Say(key);
  for (const v1::WorkflowRow& row : workflow.rows()) {
    if (row.event() == type) return ActLabel(row, visit);
  }
  return type;
}

// The reason given, or that the legality opinion came after its last day: told, and no bar.
std::string WhyOf(const v1::Event& event, const Visit& visit) {
  const auto missed = event.facts().find("legality_due_date");
  if (missed == event.facts().end()) return event.reason();
  return visit.words.Say("desk_legality_late", {missed->second});
}

// Adds an `entry` to the section `whole`, which is shown with its heading once it has one.
Dictionary* SectionWithin(Dictionary& body, const char* whole, const char* entry) {
  body.ShowSection(whole);
  return body.AddSectionDictionary(entry);
}

void ShowClocks(const Message& resource, absl::CivilDay today, const Visit& visit,
                Dictionary& body) {
  const FieldDescriptor* field = resource.GetDescriptor()->FindFieldByName("clocks");
  if (field == nullptr || field->message_type() != v1::Clock::descriptor()) return;
  const auto& reflection = *resource.GetReflection();
  for (int i = 0; i < reflection.FieldSize(resource, field); ++i) {
    const auto& clock =
        static_cast<const v1::Clock&>(reflection.GetRepeatedMessage(resource, field, i));
    if (clock.state() != v1::CLOCK_STATE_STOPPED || clock.overdue())
      ShowClock(clock, today, visit.words, SectionWithin(body, "CLOCKS", "CLOCK"));
  }
}

// With what the reviewer said of it, if anything.
void ShowFinding(const v1::Finding& finding, v1::FindingVerdictKind verdict,
                 const std::string& note, const Visit& visit, Dictionary& body) {
  Dictionary* entry = SectionWithin(body, "FINDINGS", "FINDING");
  entry->SetValue("TITLE",
                  visit.language == Language::kChinese ? finding.title_zh() : finding.title_en());
  entry->SetValue("PASSAGE", finding.passage());
  entry->SetValue("MEND", finding.mend_zh());
  entry->SetValue("ARTICLE", finding.article());
  if (verdict == v1::FINDING_VERDICT_KIND_UNSPECIFIED) return;
  Dictionary* judged = entry->AddSectionDictionary("VERDICT");
  judged->SetValue(
      "WHAT",
      ValueLabel(*v1::FindingVerdictKind_descriptor()->FindValueByNumber(verdict), visit.language));
  Show(*judged, "NOTE", note);
}

// The text that a case is about, beside what was found in it.
void ShowTextAndFindings(const Site& site, const Visit& visit, const Clerk& clerk,
                         const Message& resource, Dictionary& body) {
  std::string document = TextOf(resource, "document");
  if (resource.GetDescriptor() == v1::Document::descriptor()) document = TextOf(resource, "name");
  if (document.empty()) return;
  const DeskKind& kind = *KindOfCollection("documents");
  v1::GetDocumentRequest get;
  get.set_name(document);
  get.set_view(v1::DOCUMENT_VIEW_FULL);
  v1::Document full;
  if (CallAs(site, visit, clerk.token, MethodPath(kind, "GetDocument"), get, &full).ok()) {
    if (const std::string& text = full.current_version().text(); !text.empty()) {
      Dictionary* section = body.AddSectionDictionary("TEXT_SECTION");
      section->SetValue("TEXT", text);
      // Before that there is no such page.
      if (visibility::AnyoneMayRead(full))
        AddLink(*section, "PUBLIC_PAGE", visit.Link(absl::StrCat("/", document)),
                visit.words.Say("desk_public_page"));
    }
  }
  if (resource.GetDescriptor() == v1::Filing::descriptor()) {
    // Those on which verdicts are given, by their numbers.
    for (const v1::ReviewedFinding& one : static_cast<const v1::Filing&>(resource).findings())
      ShowFinding(one.finding(), one.verdict(), one.note(), visit, body);
    return;
  }
  v1::ScreenDocumentRequest ask;
  ask.set_name(document);
  v1::ScreenDocumentResponse found;
  if (CallAs(site, visit, clerk.token, MethodPath(kind, "ScreenDocument"), ask, &found).ok())
    for (const v1::Finding& finding : found.findings())
      ShowFinding(finding, finding.verdict(), finding.verdict_note(), visit, body);
}

void ShowHistory(const Site& site, const Visit& visit, const Clerk& clerk, const std::string& name,
                 const v1::Workflow& workflow, Dictionary& body) {
  v1::ListHistoryRequest request;
  request.set_parent(name);
  request.set_page_size(kEventsShown);
  v1::ListHistoryResponse response;
  if (!CallAs(site, visit, clerk.token, "santong.v1.DocumentService/ListHistory", request,
              &response)
           .ok()) {
    return;
  }
  for (const v1::Event& event : response.events()) {
    Dictionary* entry = SectionWithin(body, "EVENTS", "EVENT");
    entry->SetValue("DAY", event.date());
    entry->SetValue("WHAT", EventLabel(event.type(), workflow, visit));
    entry->SetValue("WHO", event.principal());
    const std::string why = WhyOf(event, visit);
    entry->SetValue("WHY", why);
    MarkChinese(why, visit, *entry);
    entry->SetValue("ARTICLE", event.article());
  }
}

void SetOptions(const Form& form, bool validate_only, Message* request) {
  const FieldDescriptor* field = request->GetDescriptor()->FindFieldByName("options");
  if (field == nullptr) return;
  Message* options = request->GetReflection()->MutableMessage(request, field);
  SetText(options, "request_id", form.Value("request_id"));
  SetText(options, "etag", form.Value("etag"));
  const FieldDescriptor* rehearse = options->GetDescriptor()->FindFieldByName("validate_only");
  if (rehearse != nullptr) options->GetReflection()->SetBool(options, rehearse, validate_only);
}

// A verdict is asked for each finding that wants one.
void Prefill(const Message& resource, Message* request) {
  if (request->GetDescriptor() != v1::DecideFilingRequest::descriptor() ||
      resource.GetDescriptor() != v1::Filing::descriptor()) {
    return;
  }
  auto& decide = static_cast<v1::DecideFilingRequest&>(*request);
  const auto& filing = static_cast<const v1::Filing&>(resource);
  for (int i = 0; i < filing.findings_size(); ++i) {
    if (filing.findings(i).finding().weight() == v1::FINDING_WEIGHT_VERDICT)
      decide.add_verdicts()->set_number(i + 1);
  }
}

struct Asked {
  const DeskKind* kind;
  std::string name;    // of the resource
  std::string method;  // empty on the resource's own page
};

Asked AskedOf(const Visit& visit) {
  const auto& parts = visit.captured;
  const size_t method = 2;
  const std::string asked = parts.size() > method ? parts[method] : "";
  // campaigns/{}/items/{}, or {}/{}: the collection is captured too.
  if (absl::StrContains(visit.request.path, "/items/"))
    return {KindOfCollection("items"), absl::StrCat("campaigns/", parts[0], "/items/", parts[1]),
            asked};
  return {KindOfCollection(parts[0]), absl::StrCat(parts[0], "/", parts[1]), asked};
}

constexpr char kUpdate[] = "UPDATE";
constexpr char kDismissCitation[] = "DismissCitation";
constexpr char kJoinObjection[] = "JoinObjection";
constexpr char kRegister[] = "RegisterDocument";
constexpr char kReturn[] = "ReturnDocument";
constexpr char kPublishDocument[] = "PublishDocument";
constexpr char kSupplementFiling[] = "SupplementFiling";
constexpr size_t kBlocksShownMax = 20;

// Not published yet, or registered again since it was.
bool WaitsForPublication(const v1::Document& document) {
  if (document.state() == v1::DOCUMENT_STATE_REGISTERED) return true;
  return !document.former_numbers().empty() &&
         (document.republications().empty() ||
          document.republications().rbegin()->date() < document.registered_date());
}

bool IsToBeFiled(const v1::Document& document) {
  return std::any_of(document.clocks().begin(), document.clocks().end(), [](const auto& clock) {
    // What is late is filed all the same, and marked late.
    return clock.kind() == v1::CLOCK_KIND_FILING &&
           (clock.state() == v1::CLOCK_STATE_RUNNING || clock.state() == v1::CLOCK_STATE_EXPIRED);
  });
}

// Whether a document in this state is written at all, by this action of the table or by any: some
// states take evidence and nothing else.
bool MayUpdate(const v1::Workflow& workflow, const std::string& state, const std::string& action) {
  return std::any_of(workflow.rows().begin(), workflow.rows().end(), [&](const auto& row) {
    return row.from() == state && row.method() == "UpdateDocument" &&
           (action.empty() || row.action() == action);
  });
}

// A file is attached to a document: an act on one can bring that of its evidence.
FileChoice FilesOf(const Asked& asked) {
  return asked.kind == KindOfCollection("documents") ? FileChoice::kOffered : FileChoice::kNone;
}

Offers OffersFor(const Site& site, const Visit& visit, const Clerk& clerk, const Asked& asked) {
  Offers offers;
  OfferOrgans(site, visit, clerk, &offers);
  if (asked.method == kDismissCitation) OfferCitedChanges(site, visit, clerk, asked.name, &offers);
  if (asked.method == kJoinObjection) OfferLeads(site, visit, clerk, asked.name, &offers);
  if (asked.method == kRegister || asked.method == kReturn)
    OfferFindings(site, visit, clerk, asked.name, &offers);
  return offers;
}

// What is answered once is answered whole: there is a block for the verdict on each finding, and
// for each paper that was asked for.
int BlocksFor(const Asked& asked, const Message& resource, const Offers& offers) {
  size_t blocks = 1;
  if (const auto findings = offers.find("finding"); findings != offers.end())
    blocks = findings->second.choices.size();
  if (asked.method == kSupplementFiling)
    blocks = static_cast<const v1::Filing&>(resource).items().size();
  return static_cast<int>(std::min(blocks, kBlocksShownMax));
}

HttpResponse ActPage(const Site& site, const Visit& visit, const Clerk& clerk, const Asked& asked,
                     const Message& resource, const Message& request, const Offers& offers,
                     const std::vector<Wrong>& wrong, const std::string& said, int status,
                     FileChoice files) {
  std::string label = asked.method;
  v1::Workflow workflow;
  if (WorkflowOf(site, visit, clerk, *asked.kind, &workflow).ok())
    label = LabelOfForm(workflow, resource, asked.method, visit);
  View view(site, visit, "desk_act.html",
            wrong.empty() ? label : visit.words.Say("title_wrong", {label}));
  FillDesk(site, visit, clerk, view);
  Dictionary& body = view.body();
  FillAct({.label = label,
           .resource = asked.name,
           .resource_title = TextOf(resource, "title"),
           .path = asked.method,
           .etag = TextOf(resource, "etag"),
           .said = said},
          NamedByLabels(request, visit, wrong, offers), visit, body);
  const std::string about = absl::StrCat("desk_about_", asked.method);
  if (visit.words.Has(about)) Show(body, "ABOUT", visit.words.Say(about));
  FormFields fields = FieldsOfForm(asked.method, workflow);
  fields.blocks = BlocksFor(asked, resource, offers);
  fields.files = files;
  if (files != FileChoice::kNone) body.ShowSection("TAKES_FILES");
  ShowFields(request, visit, wrong, offers, *Include(body, "FIELDS", "desk_fields.html"), fields);
  return view.Answer(status);
}

}  // namespace

HttpResponse DeskRecord(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  const Asked asked = AskedOf(visit);
  if (asked.kind == nullptr) return NotFoundPage(site, visit);
  std::unique_ptr<Message> resource;
  grpc::Status status = Fetch(site, visit, *clerk, *asked.kind, asked.name, &resource);
  if (!status.ok()) return DeskRefusal(site, visit, status);
  std::string title = TextOf(*resource, "title");
  if (title.empty()) title = asked.name;
  View view(site, visit, "desk_record.html", title);
  FillDesk(site, visit, *clerk, view);
  Dictionary& body = view.body();
  body.SetValue("RESOURCE_TITLE", title);
  body.SetValue("NAME", asked.name);
  body.SetValue("STATE", StateLabel(*resource, visit.language));
  if (!visit.Query("done").empty()) Show(body, "DONE", visit.words.Say("desk_done"));
  v1::Workflow workflow;
  status = WorkflowOf(site, visit, *clerk, *asked.kind, &workflow);
  if (!status.ok()) return DeskRefusal(site, visit, status);
  bool any = false;
  for (const v1::WorkflowRow* row : NextActs(workflow, StateOf(*resource))) {
    if (!HasForm(*asked.kind, row->method())) continue;
    // Offered where something waits for it, which a state does not say.
    if (row->method() == kDismissCitation && !CitedChangeWaits(site, visit, *clerk, asked.name))
      continue;
    if (row->method() == kPublishDocument &&
        !WaitsForPublication(static_cast<const v1::Document&>(*resource)))
      continue;
    any = true;
    Dictionary* act = body.AddSectionDictionary("ACT");
    act->SetValue("URL", visit.Link(absl::StrCat(DeskPath(asked.name), "/", row->method())));
    act->SetValue("WORDS", FormLabel(*row, visit));
    std::string roles;
    for (const std::string& role : row->roles()) {
      const auto* value = v1::Role_descriptor()->FindValueByName(absl::StrCat("ROLE_", role));
      absl::StrAppend(&roles, roles.empty() ? "" : visit.words.Say("list_comma"),
                      value == nullptr ? role : ValueLabel(*value, visit.language));
    }
    act->SetValue("ROLES", roles);
  }
  if (!any && !absl::StartsWith(asked.name, "documents/")) body.ShowSection("NO_ACTS");
  ShowClocks(*resource, site.options().today(), visit, body);
  ShowLetters(site, visit, *clerk, asked.name, body);
  ShowRecord(*resource, visit, body);
  ShowKeptFiles(*resource, visit, body);
  ShowTextAndFindings(site, visit, *clerk, *resource, body);
  ShowHistory(site, visit, *clerk, asked.name, workflow, body);
  if (absl::StartsWith(asked.name, "documents/")) {
    const std::string state = StateOf(*resource);
    if (MayUpdate(workflow, state, kUpdate))
      AddLink(body, "EVIDENCE_LINK", visit.Link(absl::StrCat(DeskPath(asked.name), "/edit")),
              visit.words.Say("desk_edit"));
    if (MayUpdate(workflow, state, ""))
      AddLink(body, "EVIDENCE_LINK", visit.Link(absl::StrCat(DeskPath(asked.name), "/evidence")),
              visit.words.Say("desk_evidence"));
    AddLink(body, "EVIDENCE_LINK", visit.Link(absl::StrCat(DeskPath(asked.name), "/files")),
            visit.words.Say("desk_publish_files"));
    if (IsToBeFiled(static_cast<const v1::Document&>(*resource)))
      AddLink(body, "EVIDENCE_LINK", visit.Link(absl::StrCat(DeskPath(asked.name), "/filing")),
              visit.words.Say("desk_create_filing"));
    if (MayRecordSource(site, visit, *clerk, asked.name))
      AddLink(body, "EVIDENCE_LINK", visit.Link(absl::StrCat(DeskPath(asked.name), "/objection")),
              visit.words.Say("desk_source"));
  }
  if (asked.kind == KindOfCollection("campaigns")) {
    v1::Campaign campaign;
    campaign.CopyFrom(*resource);
    ShowCampaign(site, visit, *clerk, campaign, body);
  }
  return view.Answer();
}

HttpResponse DeskAct(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  const Asked asked = AskedOf(visit);
  if (asked.kind == nullptr || !HasForm(*asked.kind, asked.method))
    return NotFoundPage(site, visit);
  std::unique_ptr<Message> resource;
  const grpc::Status status = Fetch(site, visit, *clerk, *asked.kind, asked.name, &resource);
  if (!status.ok()) return DeskRefusal(site, visit, status);
  const auto request = NewRequest(*asked.kind, asked.method);
  Prefill(*resource, request.get());
  if (asked.method == kDismissCitation) SetText(request.get(), "event", visit.Query("event"));
  return ActPage(site, visit, *clerk, asked, *resource, *request,
                 OffersFor(site, visit, *clerk, asked), {}, "", 200, FilesOf(asked));
}

HttpResponse DeskDo(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  if (!IsOwnForm(visit, *clerk)) {
    return ForeignForm(site, visit);
  }
  const Asked asked = AskedOf(visit);
  if (asked.kind == nullptr || !HasForm(*asked.kind, asked.method))
    return NotFoundPage(site, visit);
  const auto request = NewRequest(*asked.kind, asked.method);
  SetText(request.get(), "name", asked.name);
  const Offers offers = OffersFor(site, visit, *clerk, asked);
  ReadFields(visit.form, offers, request.get());
  const bool rehearsed = !visit.form.Value("rehearse").empty();
  FileChoice choice = FilesOf(asked);
  std::vector<Wrong> wrong = Unchosen(*request, FieldsOfForm(asked.method, {}), visit.words);
  if (wrong.empty()) {
    const std::unique_ptr<Message> sent(request->New());
    sent->CopyFrom(*request);
    std::vector<const FormFile*> files;
    if (choice != FileChoice::kNone) files = NameFiles(visit.form, sent.get());
    const auto act = [&](bool validate_only) {
      SetOptions(visit.form, validate_only, sent.get());
      const auto response = NewResponse(*asked.kind, asked.method);
      return CallAs(site, visit, clerk->token, MethodPath(*asked.kind, asked.method), *sent,
                    response.get());
    };
    const DoneWithFiles done = DoWithFiles(site, visit, *clerk, asked.name, files, rehearsed, act);
    if (done.status.ok() && !rehearsed)
      return Redirect(visit.Link(DeskPath(asked.name), {{"done", asked.method}}));
    if (!done.status.ok()) {
      auto in_form = done.refused == nullptr ? WrongInForm(RefusalOf(done.status, visit))
                                             : WrongOfFile(*done.refused, done.status, visit);
      const bool ended = done.status.error_code() == grpc::StatusCode::UNAUTHENTICATED;
      if (ended || !in_form.has_value()) return DeskRefusal(site, visit, done.status);
      wrong = *std::move(in_form);
    }
    if (done.are_attached) {
      request->CopyFrom(*sent);
      choice = FileChoice::kAttached;
    }
  }
  std::unique_ptr<Message> resource;
  const grpc::Status read = Fetch(site, visit, *clerk, *asked.kind, asked.name, &resource);
  if (!read.ok()) return DeskRefusal(site, visit, read);
  return ActPage(site, visit, *clerk, asked, *resource, *request, offers, wrong,
                 wrong.empty() ? visit.words.Say("desk_rehearsed") : "", wrong.empty() ? 200 : 400,
                 choice);
}

}  // namespace santong::pages
