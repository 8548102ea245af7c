// The desk: what started a review and did not come through the portal (登记审查来源): a court's or
// a procuratorate's advice, the demand of a body that may make one, a hint without a name. The act
// is LodgeObjection with an origin, as `santong objection record` calls it.
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
constexpr const char* kFields[] = {
    "origin",         "source_document",       "received_date", "lodger.display_name",
    "lodger.contact", "lodger.postal_address", "articles",      "ground",
    "reasons"};
// The letter is named but of a hint, which its label says.
constexpr absl::Span<const char* const> kRequired = absl::MakeConstSpan(kFields).first(2);
// What stands in the place of what is missing, where the register is asked about the rest.
constexpr char kSomething[] = "-";

constexpr std::array kConditionFields = std::to_array<ConditionField>({
    {"SourceIsNamed", "source_document"},
    {"ReceivedByToday", "received_date"},
    {"TextIsGiven", "reasons"},
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

// The request with something in the place of each field that is wrong; with the origin that asks
// for least where none is chosen.
v1::LodgeObjectionRequest Completed(v1::LodgeObjectionRequest request,
                                    const std::vector<Wrong>& wrong) {
  v1::Lodger& lodger = *request.mutable_lodger();
  for (const Wrong& one : wrong) {
    if (one.name == "origin") request.set_origin(v1::OBJECTION_ORIGIN_LEAD);
    if (one.name == "source_document") request.set_source_document(kSomething);
    if (one.name == "received_date") request.clear_received_date();
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

v1::LodgeObjectionRequest RequestOf(const Visit& visit, const v1::Document& document) {
  v1::LodgeObjectionRequest request;
  ReadFields(visit.form, {}, &request);
  request.set_document(document.name());
  // Who sends the office a letter is no citizen who objects.
  request.mutable_lodger()->set_kind(v1::LODGER_KIND_OTHER_ORGANISATION);
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

HttpResponse SourcePage(const Site& site, const Visit& visit, const Clerk& clerk,
                        const v1::Document& document, const v1::LodgeObjectionRequest& request,
                        const std::vector<Wrong>& wrong, const std::string& said) {
  const std::string label = visit.words.Say("desk_source");
  View view(site, visit, "desk_source.html",
            wrong.empty() ? label : visit.words.Say("title_wrong", {label}));
  view.frame().SetValueAndShowSection("PAGE_SCRIPT_URL", site.AssetUrl("objection.js"),
                                      "PAGE_SCRIPT");
  FillDesk(site, visit, clerk, view);
  Dictionary& body = view.body();
  FillAct({.label = label,
           .resource = document.name(),
           .resource_title = document.title(),
           .path = "objection",
           .said = said},
          wrong, visit, body);
  body.SetValue("LODGE_URL", visit.Link("/objections/new", {{"document", IdOf(document.name())}}));
  const Offers labels = {{"source_document", {visit.words.Say("desk_source_letter"), {}}},
                         {"display_name", {visit.words.Say("desk_source_sender"), {}}},
                         {"contact", {visit.words.Say("desk_source_contact"), {}}}};
  ShowFields(request, visit, wrong, labels, *Include(body, "FIELDS", "desk_fields.html"),
             {.only = kFields, .required = kRequired});
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
  return CallAs(site, visit, clerk.token, kLodge, Completed(request, all), &response).ok();
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
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  v1::Document document;
  const grpc::Status status = Fetch(site, visit, *clerk, &document);
  if (!status.ok()) return DeskRefusal(site, visit, status);
  v1::LodgeObjectionRequest request;
  request.set_received_date(absl::FormatCivilTime(site.options().today()));
  return SourcePage(site, visit, *clerk, document, request, {}, "");
}

HttpResponse DeskRecordSource(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  if (!IsOwnForm(visit, *clerk)) return ForeignForm(site, visit);
  v1::Document document;
  grpc::Status status = Fetch(site, visit, *clerk, &document);
  if (!status.ok()) return DeskRefusal(site, visit, status);
  const v1::LodgeObjectionRequest request = RequestOf(visit, document);
  const bool rehearsed = request.options().validate_only();
  std::vector<Wrong> wrong = Unchosen(request, {.required = kRequired}, visit.words);
  const bool chosen = wrong.empty();
  v1::LodgeObjectionResponse recorded;
  status = CallAs(site, visit, clerk->token, kLodge, chosen ? request : Completed(request, wrong),
                  &recorded);
  if (status.ok() && chosen && !rehearsed) {
    return RecordedPage(site, visit, *clerk, recorded, AddEvidence(visit, recorded.receipt()));
  }
  if (!status.ok() && !AddWrong(status, visit, &wrong)) return DeskRefusal(site, visit, status);
  if (status.error_code() == grpc::StatusCode::INVALID_ARGUMENT) {
    // The register judges conditions only of a request whose fields are whole: it is asked once
    // more, so that all that is wrong is said at once.
    status = CallAs(site, visit, clerk->token, kLodge, Completed(request, wrong), &recorded);
    if (!status.ok() && status.error_code() != grpc::StatusCode::INVALID_ARGUMENT)
      AddWrong(status, visit, &wrong);
  }
  return SourcePage(site, visit, *clerk, document, request, wrong,
                    wrong.empty() ? visit.words.Say("desk_rehearsed") : "");
}

}  // namespace santong::pages
