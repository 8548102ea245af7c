// The desk: a new document, from a file or typed, and a piece of its evidence.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "grpcpp/grpcpp.h"
#include "santong/v1/document_service.pb.h"
#include "santong/v1/file_service.grpc.pb.h"
#include "server/pages/desk.h"
#include "server/pages/desk_attach.h"
#include "server/pages/desk_form.h"
#include "server/pages/desk_routes.h"
#include "server/pages/desk_view.h"
#include "server/pages/refusal.h"
#include "server/pages/request_id.h"
#include "server/pages/view.h"

namespace santong::pages {
namespace {

using gateway::HttpResponse;

// What a draft is begun with, in the order of the paper; the rest is added to it later.
constexpr const char* kDraftFields[] = {"title",
                                        "kind",
                                        "issuers",
                                        "document_number",
                                        "written_date",
                                        "effective_date",
                                        "early_effect_reason",
                                        "term",
                                        "openness",
                                        "openness_basis",
                                        "internal.affects_rights",
                                        "internal.touches_operators",
                                        "internal.major_decision",
                                        "legal_bases",
                                        "relations"};
constexpr size_t kChunkBytes = size_t{512} << 10;

grpc::Status Extract(const Site& site, const Visit& visit, const Clerk& clerk, const FormFile& file,
                     v1::ExtractTextResponse* text) {
  grpc::ClientContext context;
  PrepareCall(visit, clerk.token, &context);
  const auto stub = v1::FileService::NewStub(site.channel());
  const auto writer = stub->ExtractFile(&context, text);
  for (size_t at = 0; at < file.content.size(); at += kChunkBytes) {
    v1::ExtractFileRequest request;
    request.set_chunk(file.content.substr(at, kChunkBytes));
    if (!writer->Write(request)) break;  // Finish says why
  }
  writer->WritesDone();
  return writer->Finish();
}

// The form of a draft; of one that is there already when it has a name.
HttpResponse NewPage(const Site& site, const Visit& visit, const Clerk& clerk,
                     const v1::CreateDocumentRequest& request, const std::vector<Wrong>& wrong) {
  const std::string& name = request.document().name();
  const std::string title = visit.words.Say(name.empty() ? "desk_new" : "desk_edit");
  View view(site, visit, "desk_new.html",
            wrong.empty() ? title : visit.words.Say("title_wrong", {title}));
  FillDesk(site, visit, clerk, view);
  Dictionary& body = view.body();
  body.SetValue("HEADING", title);
  body.SetValue("NEW_URL",
                visit.Link(name.empty() ? "/desk/new" : absl::StrCat("/desk/", name, "/edit")));
  body.SetValue("ETAG", request.document().etag());
  if (name.empty()) body.ShowSection("WITH_FILE");
  // Whether the draft was made may not be known, or its file alone was refused: what is sent again
  // unchanged makes no second one.
  const std::string request_id = visit.form.Value("request_id");
  body.SetValue("REQUEST_ID", request_id.empty() ? NewRequestId() : request_id);
  body.SetValue("TEXT", request.text());
  const Offers organs = OrgansOffered(site, visit, clerk);
  ShowWrong(NamedByLabels(request.document(), visit, wrong, organs), body);
  ShowFields(request.document(), visit, wrong, organs, *Include(body, "FIELDS", "desk_fields.html"),
             {.only = kDraftFields});
  return view.Answer(wrong.empty() ? 200 : 400);
}

// The draft with its text, as the clerk may read it.
grpc::Status ReadDraft(const Site& site, const Visit& visit, const Clerk& clerk,
                       v1::Document* draft) {
  v1::GetDocumentRequest get;
  get.set_name(absl::StrCat("documents/", visit.captured[0]));
  get.set_view(v1::DOCUMENT_VIEW_FULL);
  return CallAs(site, visit, clerk.token, "santong.v1.DocumentService/GetDocument", get, draft);
}

// Whether a form that was sent as it came holds this: its line ends and the blanks around it are
// the browser's and ours.
bool IsSameText(absl::string_view sent, absl::string_view kept) {
  const std::string lines = absl::StrReplaceAll(kept, {{"\r\n", "\n"}, {"\r", "\n"}});
  return sent == absl::StripAsciiWhitespace(lines);
}

// What is wrong, by the names of the form's fields.
std::vector<Wrong> WrongOf(const grpc::Status& status, const Visit& visit) {
  const Refusal refusal = RefusalOf(status, visit);
  std::vector<Wrong> wrong = refusal.wrong;
  for (Wrong& one : wrong) {
    if (absl::StartsWith(one.name, "document.")) one.name.erase(0, sizeof("document.") - 1);
    // A condition is about no field of the form.
    if (!one.name.empty() && absl::ascii_isupper(one.name.front())) one.name = "act";
  }
  if (wrong.empty()) wrong.push_back({"act", refusal.words});
  return wrong;
}

// What is wrong with the piece of evidence that was added last, by the names of its own fields.
std::vector<Wrong> WrongOfPiece(const grpc::Status& status, const Visit& visit) {
  std::vector<Wrong> wrong = WrongOf(status, visit);
  for (Wrong& one : wrong) {
    if (!absl::StartsWith(one.name, "internal.evidence")) continue;
    // What is wrong with the whole, or with how many there are, is about no field of the form.
    const size_t field = one.name.rfind("].");
    one.name = field == std::string::npos ? "act" : one.name.substr(field + 2);
  }
  return wrong;
}

HttpResponse EvidencePage(const Site& site, const Visit& visit, const Clerk& clerk,
                          const v1::Evidence& evidence, const std::vector<Wrong>& wrong,
                          const std::string& said) {
  const std::string document = absl::StrCat("documents/", visit.captured[0]);
  const std::string title = visit.words.Say("desk_evidence");
  View view(site, visit, "desk_act.html",
            wrong.empty() ? title : visit.words.Say("title_wrong", {title}));
  FillDesk(site, visit, clerk, view);
  Dictionary& body = view.body();
  const Offers organs = OrgansOffered(site, visit, clerk);
  FillAct({.label = title,
           .resource = document,
           .resource_title = "",
           .path = "evidence",
           .said = said},
          NamedByLabels(evidence, visit, wrong, organs), visit, body);
  ShowFields(evidence, visit, wrong, organs, *Include(body, "FIELDS", "desk_fields.html"));
  return view.Answer(wrong.empty() ? 200 : 400);
}

}  // namespace

HttpResponse DeskNew(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  return NewPage(site, visit, *clerk, {}, {});
}

HttpResponse DeskCreate(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  if (!IsOwnForm(visit, *clerk)) return ForeignForm(site, visit);
  v1::CreateDocumentRequest request;
  ReadFields(visit.form, OrgansOffered(site, visit, *clerk), request.mutable_document());
  request.set_text(visit.form.Value("text"));
  request.mutable_options()->set_request_id(visit.form.Value("request_id"));
  const bool has_file = !visit.form.files.empty() && !visit.form.files[0].content.empty();
  if (has_file) {
    v1::ExtractTextResponse text;
    const grpc::Status status = Extract(site, visit, *clerk, visit.form.files[0], &text);
    if (!status.ok()) {
      if (status.error_code() == grpc::StatusCode::UNAUTHENTICATED) return ToLogin(visit);
      const Refusal refusal = RefusalOf(status, visit);
      return NewPage(site, visit, *clerk, request, {{"file", refusal.words}});
    }
    request.set_text(text.text());
  }
  v1::Document document;
  grpc::Status status = CallAs(site, visit, clerk->token,
                               "santong.v1.DocumentService/CreateDocument", request, &document);
  if (status.ok() && has_file) {
    // The file itself is kept beside the text that was taken out of it.
    const FormFile& file = visit.form.files[0];
    status = Attach(site, visit, *clerk, document.name(), file, /*publish=*/false);
    if (!status.ok() && status.error_code() != grpc::StatusCode::UNAUTHENTICATED) {
      const std::string words = AllWords(RefusalOf(status, visit));
      return NewPage(site, visit, *clerk, request,
                     {{"file", visit.words.Say("evidence_refused", {file.name, words})}});
    }
  }
  if (!status.ok()) {
    if (status.error_code() == grpc::StatusCode::UNAUTHENTICATED) return ToLogin(visit);
    return NewPage(site, visit, *clerk, request, WrongOf(status, visit));
  }
  return Redirect(
      visit.Link(absl::StrCat("/desk/", document.name()), {{"done", "CreateDocument"}}));
}

HttpResponse DeskEdit(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  v1::CreateDocumentRequest shown;
  const grpc::Status status = ReadDraft(site, visit, *clerk, shown.mutable_document());
  if (!status.ok()) return DeskRefusal(site, visit, status);
  shown.set_text(shown.document().current_version().text());
  return NewPage(site, visit, *clerk, shown, {});
}

HttpResponse DeskUpdate(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  if (!IsOwnForm(visit, *clerk)) return ForeignForm(site, visit);
  v1::UpdateDocumentRequest update;
  v1::Document& document = *update.mutable_document();
  ReadFields(visit.form, OrgansOffered(site, visit, *clerk), &document);
  document.set_name(absl::StrCat("documents/", visit.captured[0]));
  for (const char* field : kDraftFields) update.mutable_update_mask()->add_paths(field);
  v1::Document kept;
  grpc::Status status = ReadDraft(site, visit, *clerk, &kept);
  if (!status.ok()) return DeskRefusal(site, visit, status);
  // The text that was signed is told by its hash: it stays byte for byte unless somebody changed
  // it.
  const std::string text = visit.form.Value("text");
  if (!IsSameText(text, kept.current_version().text())) update.set_text(text);
  update.mutable_options()->set_etag(visit.form.Value("etag"));
  update.mutable_options()->set_request_id(visit.form.Value("request_id"));
  v1::Document written;
  status = CallAs(site, visit, clerk->token, "santong.v1.DocumentService/UpdateDocument", update,
                  &written);
  if (status.ok()) {
    return Redirect(
        visit.Link(absl::StrCat("/desk/", document.name()), {{"done", "UpdateDocument"}}));
  }
  v1::CreateDocumentRequest shown;
  *shown.mutable_document() = document;
  shown.mutable_document()->set_etag(visit.form.Value("etag"));
  shown.set_text(text);
  return NewPage(site, visit, *clerk, shown, WrongOf(status, visit));
}

HttpResponse DeskEvidence(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  return EvidencePage(site, visit, *clerk, {}, {}, "");
}

HttpResponse DeskAddEvidence(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  if (!IsOwnForm(visit, *clerk)) return ForeignForm(site, visit);
  v1::Evidence evidence;
  ReadFields(visit.form, OrgansOffered(site, visit, *clerk), &evidence);
  const std::string name = absl::StrCat("documents/", visit.captured[0]);
  v1::GetDocumentRequest get;
  get.set_name(name);
  v1::Document document;
  grpc::Status status =
      CallAs(site, visit, clerk->token, "santong.v1.DocumentService/GetDocument", get, &document);
  if (!status.ok()) return DeskRefusal(site, visit, status);
  // The list is written whole: the etag keeps what somebody else added meanwhile.
  v1::UpdateDocumentRequest update;
  update.mutable_document()->set_name(name);
  *update.mutable_document()->mutable_internal()->mutable_evidence() =
      document.internal().evidence();
  *update.mutable_document()->mutable_internal()->add_evidence() = evidence;
  update.mutable_update_mask()->add_paths("internal.evidence");
  update.mutable_options()->set_etag(document.etag());
  update.mutable_options()->set_request_id(visit.form.Value("request_id"));
  update.mutable_options()->set_validate_only(!visit.form.Value("rehearse").empty());
  status = CallAs(site, visit, clerk->token, "santong.v1.DocumentService/UpdateDocument", update,
                  &document);
  if (!status.ok())
    return EvidencePage(site, visit, *clerk, evidence, WrongOfPiece(status, visit), "");
  if (update.options().validate_only())
    return EvidencePage(site, visit, *clerk, evidence, {}, visit.words.Say("desk_rehearsed"));
  return Redirect(visit.Link(absl::StrCat("/desk/", name), {{"done", "UpdateDocument"}}));
}

}  // namespace santong::pages
