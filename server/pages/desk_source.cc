// The desk: what started a review and did not come through the portal (登记审查来源): a court's or
// a procuratorate's advice, the demand of a body that may make one, a hint without a name, or an
// objection on paper, which stays its lodger's. The act is LodgeObjection with an origin or with
// the day of receipt, as `santong objection record` and `lodge --received` call it.
#include "server/pages/desk_source.h"

#include <array>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "santong/v1/document_service.pb.h"
#include "santong/v1/objection_service.pb.h"
#include "server/pages/desk_form.h"
#include "server/pages/desk_record.h"
#include "server/pages/desk_routes.h"
#include "server/pages/desk_view.h"
#include "server/pages/document_find.h"
#include "server/pages/document_words.h"
#include "server/pages/evidence_files.h"
#include "server/pages/refusal.h"
#include "server/pages/view.h"

namespace santong::pages {
namespace {

using gateway::HttpResponse;

constexpr char kLodge[] = "santong.v1.ObjectionService/LodgeObjection";
constexpr const char* kLetterFields[] = {
    "origin",         "source_document",       "received_date", "lodger.display_name",
    "lodger.contact", "lodger.postal_address", "articles",      "ground",
    "reasons"};
constexpr const char* kPaperFields[] = {"received_date",
                                        "lodger.kind",
                                        "lodger.display_name",
                                        "lodger.contact",
                                        "lodger.postal_address",
                                        "lodger.identity_code",
                                        "lodger.identity_override",
                                        "lodger.agent",
                                        "lodger.authorisation",
                                        "lodger.name_may_be_public",
                                        "articles",
                                        "ground",
                                        "reasons"};

// What a form of this file records.
struct SourceForm {
  const char* path;   // below the document's
  const char* label;  // words
  const char* about;  // words
  absl::Span<const char* const> fields;
  absl::Span<const char* const> required;
  bool is_lodgers;
};
// The letter is named but of a hint, which its label says.
constexpr SourceForm kLetter = {"objection",
                                "desk_source",
                                "desk_source_about",
                                kLetterFields,
                                absl::MakeConstSpan(kLetterFields).first(2),
                                false};
constexpr SourceForm kPaper = {"paper",
                               "desk_on_paper",
                               "desk_on_paper_about",
                               kPaperFields,
                               absl::MakeConstSpan(kPaperFields).first(1),
                               true};
// What stands in the place of what is missing, where the register is asked about the rest.
constexpr char kSomething[] = "-";

constexpr std::array kConditionFields = std::to_array<ConditionField>({
    {"SourceIsNamed", "source_document"},
    {"ReceivedByToday", "received_date"},
    {"TextIsGiven", "reasons"},
    {"LodgerMayLodge", "lodger.kind"},
    {"IdentityIsPlausible", "lodger.identity_code"},
    {"AgentIsAuthorised", "lodger.authorisation"},
});

// Adds what the refusal finds wrong; false where it is no matter of the form.
bool AddWrong(const grpc::Status& status, const Visit& visit, std::vector<Wrong>* wrong) {
  Refusal refusal = RefusalOf(status, visit);
  for (Wrong& one : refusal.wrong) one.name = FieldOfWrong(kConditionFields, one.name);
  const auto in_form = WrongInForm(refusal);
  if (!in_form.has_value()) return false;
  wrong->insert(wrong->end(), in_form->begin(), in_form->end());
  return true;
}

// The day of receipt where none is given.
std::string Today(const Site& site) { return absl::FormatCivilTime(site.options().today()); }

// The request with something in the place of each field that is wrong; with the origin that asks
// for least where none is chosen.
v1::LodgeObjectionRequest Completed(v1::LodgeObjectionRequest request,
                                    const std::vector<Wrong>& wrong, const std::string& today) {
  v1::Lodger& lodger = *request.mutable_lodger();
  for (const Wrong& one : wrong) {
    if (one.name == "origin") request.set_origin(v1::OBJECTION_ORIGIN_LEAD);
    if (one.name == "source_document") request.set_source_document(kSomething);
    if (one.name == "received_date") request.set_received_date(today);
    if (one.name == "lodger.kind") lodger.set_kind(v1::LODGER_KIND_CITIZEN);
    if (one.name == "lodger.identity_code") lodger.clear_identity_code();
    if (one.name == "lodger.identity_override") lodger.clear_identity_override();
    if (one.name == "lodger.agent" || one.name == "lodger.authorisation") {
      lodger.clear_agent();
      lodger.clear_authorisation();
    }
    if (one.name == "lodger.display_name") lodger.set_display_name(kSomething);
    if (one.name == "lodger.contact") lodger.set_contact(kSomething);
    if (one.name == "lodger.postal_address") lodger.clear_postal_address();
    if (one.name == "articles") request.clear_articles();
    if (one.name == "ground") request.set_ground(v1::OBJECTION_GROUND_OTHER);
    if (one.name == "reasons") request.set_reasons(kSomething);
  }
  request.mutable_options()->set_validate_only(true);
  return request;
}

v1::LodgeObjectionRequest RequestOf(const Site& site, const Visit& visit, const SourceForm& form,
                                    const v1::Document& document) {
  v1::LodgeObjectionRequest request;
  ReadFields(visit.form, {}, &request);
  request.set_document(document.name());
  // What is missing of the lodger is missing in its fields.
  request.mutable_lodger();
  if (form.is_lodgers) {
    // Without a day it would be an objection that its lodger sends.
    if (request.received_date().empty()) request.set_received_date(Today(site));
  } else {
    // Who sends the office a letter is no citizen who objects.
    request.mutable_lodger()->set_kind(v1::LODGER_KIND_OTHER_ORGANISATION);
  }
  request.mutable_options()->set_request_id(visit.form.Value("request_id"));
  request.mutable_options()->set_validate_only(!visit.form.Value("rehearse").empty());
  return request;
}

grpc::Status Fetch(const Site& site, const Visit& visit, const Clerk& clerk,
                   v1::Document* document) {
  v1::GetDocumentRequest get;
  get.set_name(absl::StrCat("documents/", visit.captured[0]));
  return CallAs(site, visit, clerk.token, "santong.v1.DocumentService/GetDocument", get, document);
}

// What the fields are called where their own labels do not say enough.
Offers LabelsOf(const SourceForm& form, const Words& words) {
  if (form.is_lodgers) {
    return {{"kind", {words.Say("desk_on_paper_kind"), {}}},
            {"display_name", {words.Say("lodger_name"), {}}},
            {"contact", {words.Say("lodger_contact"), {}}},
            {"identity_code", {words.Say("lodger_identity"), {}}}};
  }
  return {{"source_document", {words.Say("desk_source_letter"), {}}},
          {"display_name", {words.Say("desk_source_sender"), {}}},
          {"contact", {words.Say("desk_source_contact"), {}}}};
}

HttpResponse SourcePage(const Site& site, const Visit& visit, const Clerk& clerk,
                        const SourceForm& form, const v1::Document& document,
                        const v1::LodgeObjectionRequest& request, const std::vector<Wrong>& wrong,
                        const std::string& said) {
  const std::string label = visit.words.Say(form.label);
  View view(site, visit, "desk_source.html",
            wrong.empty() ? label : visit.words.Say("title_wrong", {label}));
  view.frame().SetValueAndShowSection("PAGE_SCRIPT_URL", site.AssetUrl("objection.js"),
                                      "PAGE_SCRIPT");
  FillDesk(site, visit, clerk, view);
  Dictionary& body = view.body();
  const Offers labels = LabelsOf(form, visit.words);
  FillAct({.label = label,
           .resource = document.name(),
           .resource_title = document.title(),
           .path = form.path,
           .said = said},
          NamedByLabels(request, visit, wrong, labels), visit, body);
  body.SetValue("ABOUT", visit.words.Say(form.about));
  if (!form.is_lodgers) {
    AddLink(body, "PERSON", visit.Link(absl::StrCat(DeskPath(document.name()), "/", kPaper.path)),
            visit.words.Say(kPaper.label));
  }
  ShowFields(request, visit, wrong, labels, *Include(body, "FIELDS", "desk_fields.html"),
             {.only = form.fields, .required = form.required});
  // A browser shows no file again that was chosen before.
  Dictionary* files = AddEvidenceField(visit, document.jurisdiction(), body);
  if (!visit.form.files.empty()) files->ShowSection("CHOOSE_AGAIN");
  return view.Answer(wrong.empty() ? 200 : 400);
}

// The receipt is shown here alone: with it the sender supplements, and files are added later.
HttpResponse RecordedPage(const Site& site, const Visit& visit, const Clerk& clerk,
                          const v1::LodgeObjectionResponse& recorded,
                          const std::vector<SentFile>& sent) {
  View view(site, visit, "desk_recorded.html", visit.words.Say("desk_source_recorded"));
  FillDesk(site, visit, clerk, view);
  Dictionary& body = view.body();
  const v1::Objection& objection = recorded.objection();
  body.SetValue("CASE_URL", visit.Link(DeskPath(objection.name())));
  body.SetValue("DOCUMENT_TITLE", objection.title());
  body.SetValue("NUMBER", recorded.receipt().number());
  body.SetValue("CODE", recorded.receipt().code());
  body.SetValue("DAY", objection.lodged_date());
  if (const std::string taken = TakenNames(sent, visit.words); !taken.empty())
    Show(body, "TAKEN", visit.words.Say("done_evidence", {taken}));
  const std::vector<Wrong> refused = RefusedFiles(sent, "files", visit.words);
  if (!refused.empty()) body.ShowSection("SOME_REFUSED");
  for (const Wrong& file : refused)
    body.AddSectionDictionary("REFUSED")->SetValue("WORDS", file.words);
  return view.Answer();
}

HttpResponse ShowForm(const Site& site, const Visit& visit, const SourceForm& form) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  v1::Document document;
  const grpc::Status status = Fetch(site, visit, *clerk, &document);
  if (!status.ok()) return DeskRefusal(site, visit, status);
  v1::LodgeObjectionRequest request;
  request.set_received_date(Today(site));
  return SourcePage(site, visit, *clerk, form, document, request, {}, "");
}

HttpResponse Record(const Site& site, const Visit& visit, const SourceForm& form) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  if (!IsOwnForm(visit, *clerk)) return ForeignForm(site, visit);
  v1::Document document;
  grpc::Status status = Fetch(site, visit, *clerk, &document);
  if (!status.ok()) return DeskRefusal(site, visit, status);
  const v1::LodgeObjectionRequest request = RequestOf(site, visit, form, document);
  const bool rehearsed = request.options().validate_only();
  std::vector<Wrong> wrong = Unchosen(request, {.required = form.required}, visit.words);
  const bool chosen = wrong.empty();
  v1::LodgeObjectionResponse recorded;
  status = CallAs(site, visit, clerk->token, kLodge,
                  chosen ? request : Completed(request, wrong, Today(site)), &recorded);
  if (status.ok() && chosen && !rehearsed) {
    return RecordedPage(site, visit, *clerk, recorded, AddEvidence(visit, recorded.receipt()));
  }
  if (!status.ok() && !AddWrong(status, visit, &wrong)) return DeskRefusal(site, visit, status);
  if (status.error_code() == grpc::StatusCode::INVALID_ARGUMENT) {
    // The register judges conditions only of a request whose fields are whole: it is asked once
    // more, so that all that is wrong is said at once.
    status = CallAs(site, visit, clerk->token, kLodge, Completed(request, wrong, Today(site)),
                    &recorded);
    if (!status.ok() && status.error_code() != grpc::StatusCode::INVALID_ARGUMENT)
      AddWrong(status, visit, &wrong);
  }
  return SourcePage(site, visit, *clerk, form, document, request, wrong,
                    wrong.empty() ? visit.words.Say("desk_rehearsed") : "");
}

}  // namespace

bool MayRecordSource(const Site& site, const Visit& visit, const Clerk& clerk,
                     const std::string& document) {
  v1::LodgeObjectionRequest request;
  request.set_document(document);
  request.mutable_lodger()->set_kind(v1::LODGER_KIND_OTHER_ORGANISATION);
  const std::vector<Wrong> all = {{"origin", ""},
                                  {"ground", ""},
                                  {"reasons", ""},
                                  {"lodger.display_name", ""},
                                  {"lodger.contact", ""}};
  v1::LodgeObjectionResponse response;
  return CallAs(site, visit, clerk.token, kLodge, Completed(request, all, Today(site)), &response)
      .ok();
}

HttpResponse DeskFindObjected(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  View view(site, visit, "desk_source_find.html", visit.words.Say("desk_source"));
  FillDesk(site, visit, *clerk, view);
  Dictionary& body = view.body();
  body.SetValue("FIND_URL", "/desk/objections/new");
  const std::string text(absl::StripAsciiWhitespace(visit.Query("q")));
  body.SetValue("QUERY", text);
  if (text.empty()) return view.Answer();
  std::vector<v1::Document> found;
  const grpc::Status status = FindDocuments(visit, text, &found);
  if (!status.ok()) return DeskRefusal(site, visit, status);
  body.ShowSection(found.empty() ? "NONE" : "SOME");
  for (const v1::Document& document : found) {
    Dictionary* entry =
        Include(*body.AddSectionDictionary("ENTRY"), "DOCUMENT_ENTRY", "entry.html");
    ShowEntry(document, visit, entry);
    entry->SetValue("URL", visit.Link(absl::StrCat(DeskPath(document.name()), "/objection")));
  }
  return view.Answer();
}

HttpResponse DeskSource(const Site& site, const Visit& visit) {
  return ShowForm(site, visit, kLetter);
}

HttpResponse DeskRecordSource(const Site& site, const Visit& visit) {
  return Record(site, visit, kLetter);
}

HttpResponse DeskPaper(const Site& site, const Visit& visit) {
  return ShowForm(site, visit, kPaper);
}

HttpResponse DeskRecordPaper(const Site& site, const Visit& visit) {
  return Record(site, visit, kPaper);
}

}  // namespace santong::pages
