// The desk: a new document, from a file or typed, and a piece of its evidence.
#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/util/message_differencer.h"
#include "grpcpp/grpcpp.h"
#include "santong/v1/document_service.pb.h"
#include "santong/v1/file_service.grpc.pb.h"
#include "server/domain/digest/sha256.h"
#include "server/pages/desk.h"
#include "server/pages/desk_attach.h"
#include "server/pages/desk_fetch.h"
#include "server/pages/desk_form.h"
#include "server/pages/desk_record.h"
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
// Of a piece of evidence: without it, it proves nothing, and the desk takes none away again.
constexpr const char* kPieceRequired[] = {"kind"};

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

// The file that came with the form; nullptr for none.
const FormFile* FileOf(const Visit& visit) {
  const auto& files = visit.form.files;
  return files.empty() || files[0].content.empty() ? nullptr : &files[0];
}

// Tells whether somebody changed the text that a form showed: its line ends and the blanks around
// it are the browser's and ours.
std::string DigestOfShown(absl::string_view text) {
  const std::string lines = absl::StrReplaceAll(text, {{"\r\n", "\n"}, {"\r", "\n"}});
  return digest::Sha256Hex(absl::StripAsciiWhitespace(lines));
}

// The form of a draft; of one that is there already when it has a name. `is_sent`: it was sent and
// came to nothing, or that is not known. What is then sent again unchanged makes no second draft,
// and its text is still told from the one that was shown first.
HttpResponse NewPage(const Site& site, const Visit& visit, const Clerk& clerk,
                     const v1::CreateDocumentRequest& request, const std::vector<Wrong>& wrong,
                     bool is_sent) {
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
  body.SetValue("REQUEST_ID", is_sent ? RequestIdAgain(wrong, visit) : NewRequestId());
  body.SetValue("TEXT", request.text());
  body.SetValue("TEXT_SHA256",
                is_sent ? visit.form.Value("text_sha256") : DigestOfShown(request.text()));
  const Offers organs = OrgansOffered(site, visit, clerk);
  ShowWrong(NamedByLabels(request.document(), visit, wrong, organs), body);
  ShowFields(request.document(), visit, wrong, organs, *Include(body, "FIELDS", "desk_fields.html"),
             {.only = kDraftFields});
  return view.Answer(wrong.empty() ? 200 : 400);
}

// The text is that of the file, where one came with the form. Where it cannot be read: the answer.
std::optional<HttpResponse> TextFromFile(const Site& site, const Visit& visit, const Clerk& clerk,
                                         v1::CreateDocumentRequest* draft) {
  const FormFile* file = FileOf(visit);
  if (file == nullptr) return std::nullopt;
  v1::ExtractTextResponse text;
  const grpc::Status status = Extract(site, visit, clerk, *file, &text);
  if (status.error_code() == grpc::StatusCode::UNAUTHENTICATED) return ToLogin(visit);
  if (!status.ok()) {
    return NewPage(site, visit, clerk, *draft, {{"file", RefusalOf(status, visit).words}},
                   /*is_sent=*/true);
  }
  draft->set_text(text.text());
  return std::nullopt;
}

// After the draft was written: the file itself is kept beside the text that was taken out of it.
// One that goes out with the document still does. Where it is refused the draft stands, and what is
// mended is written to that one.
HttpResponse KeepFile(const Site& site, const Visit& visit, const Clerk& clerk, const char* done,
                      v1::Document draft, const std::string& text) {
  const FormFile* file = FileOf(visit);
  const grpc::Status status =
      file == nullptr ? grpc::Status::OK
                      : Attach(site, visit, clerk, draft.name(), *file, IsPublished(draft, *file));
  if (status.ok())
    return Redirect(visit.Link(absl::StrCat("/desk/", draft.name()), {{"done", done}}));
  if (status.error_code() == grpc::StatusCode::UNAUTHENTICATED) return ToLogin(visit);
  const std::string words = AllWords(RefusalOf(status, visit));
  v1::CreateDocumentRequest shown;
  *shown.mutable_document() = std::move(draft);
  shown.set_text(text);
  return NewPage(site, visit, clerk, shown,
                 {{"file", visit.words.Say("evidence_refused", {file->name, words})}},
                 /*is_sent=*/false);
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

bool IsThereAlready(const v1::Evidence& piece, const v1::Document& document) {
  const auto& kept = document.internal().evidence();
  return std::any_of(kept.begin(), kept.end(), [&](const v1::Evidence& one) {
    return google::protobuf::util::MessageDifferencer::Equals(one, piece);
  });
}

// Of a signature the register takes the hash of what is attached for that of the text that was
// signed: with any other file it would never take the application.
bool IsNoSignedText(const v1::Evidence& piece, const v1::Document& document) {
  return piece.kind() == v1::EVIDENCE_KIND_SIGNATURE &&
         (document.versions().empty() ||
          document.versions().rbegin()->text_sha256() != piece.attachment_sha256());
}

grpc::Status FetchDocument(const Site& site, const Visit& visit, const Clerk& clerk,
                           v1::Document* document) {
  v1::GetDocumentRequest get;
  get.set_name(absl::StrCat("documents/", visit.captured[0]));
  return CallAs(site, visit, clerk.token, "santong.v1.DocumentService/GetDocument", get, document);
}

// With the files that are there already.
HttpResponse EvidencePage(const Site& site, const Visit& visit, const Clerk& clerk,
                          const v1::Document& document, const v1::Evidence& evidence,
                          const std::vector<Wrong>& wrong, const std::string& said,
                          FileChoice files = FileChoice::kOffered) {
  const std::string title = visit.words.Say("desk_evidence");
  View view(site, visit, "desk_act.html",
            wrong.empty() ? title : visit.words.Say("title_wrong", {title}));
  FillDesk(site, visit, clerk, view);
  Dictionary& body = view.body();
  const Offers organs = OrgansOffered(site, visit, clerk);
  body.ShowSection("TAKES_FILES");
  FillAct({.label = title,
           .resource = document.name(),
           .resource_title = document.title(),
           .path = "evidence",
           .said = said},
          NamedByLabels(evidence, visit, wrong, organs), visit, body);
  ShowFields(evidence, visit, wrong, organs, *Include(body, "FIELDS", "desk_fields.html"),
             {.required = kPieceRequired, .files = files});
  ShowKeptFiles(document, visit, body);
  return view.Answer(wrong.empty() ? 200 : 400);
}

}  // namespace

HttpResponse DeskNew(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  return NewPage(site, visit, *clerk, {}, {}, /*is_sent=*/false);
}

HttpResponse DeskCreate(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  if (!IsOwnForm(visit, *clerk)) return ForeignForm(site, visit);
  v1::CreateDocumentRequest request;
  ReadFields(visit.form, OrgansOffered(site, visit, *clerk), request.mutable_document());
  request.set_text(visit.form.Value("text"));
  request.mutable_options()->set_request_id(visit.form.Value("request_id"));
  const auto refused = TextFromFile(site, visit, *clerk, &request);
  if (refused.has_value()) return *refused;
  v1::Document document;
  const grpc::Status status = CallAs(
      site, visit, clerk->token, "santong.v1.DocumentService/CreateDocument", request, &document);
  if (status.ok())
    return KeepFile(site, visit, *clerk, "CreateDocument", std::move(document), request.text());
  if (status.error_code() == grpc::StatusCode::UNAUTHENTICATED) return ToLogin(visit);
  return NewPage(site, visit, *clerk, request, WrongOf(status, visit), /*is_sent=*/true);
}

HttpResponse DeskEdit(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  v1::GetDocumentRequest get;
  get.set_name(absl::StrCat("documents/", visit.captured[0]));
  get.set_view(v1::DOCUMENT_VIEW_FULL);
  v1::CreateDocumentRequest shown;
  const grpc::Status status =
      CallAs(site, visit, clerk->token, "santong.v1.DocumentService/GetDocument", get,
             shown.mutable_document());
  if (!status.ok()) return DeskRefusal(site, visit, status);
  shown.set_text(shown.document().current_version().text());
  return NewPage(site, visit, *clerk, shown, {}, /*is_sent=*/false);
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
  v1::CreateDocumentRequest shown;
  *shown.mutable_document() = document;
  shown.mutable_document()->set_etag(visit.form.Value("etag"));
  shown.set_text(visit.form.Value("text"));
  const auto refused = TextFromFile(site, visit, *clerk, &shown);
  if (refused.has_value()) return *refused;
  // The text that was signed is told by its hash: it stays byte for byte unless somebody changed
  // it. Told by the form alone: one that is sent twice is one request.
  if (DigestOfShown(shown.text()) != visit.form.Value("text_sha256")) update.set_text(shown.text());
  update.mutable_options()->set_etag(visit.form.Value("etag"));
  update.mutable_options()->set_request_id(visit.form.Value("request_id"));
  v1::Document written;
  const grpc::Status status = CallAs(site, visit, clerk->token,
                                     "santong.v1.DocumentService/UpdateDocument", update, &written);
  if (status.ok())
    return KeepFile(site, visit, *clerk, "UpdateDocument", std::move(written), shown.text());
  if (status.error_code() == grpc::StatusCode::UNAUTHENTICATED) return ToLogin(visit);
  return NewPage(site, visit, *clerk, shown, WrongOf(status, visit), /*is_sent=*/true);
}

HttpResponse DeskEvidence(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  v1::Document document;
  const grpc::Status status = FetchDocument(site, visit, *clerk, &document);
  if (!status.ok()) return DeskRefusal(site, visit, status);
  return EvidencePage(site, visit, *clerk, document, {}, {}, "");
}

HttpResponse DeskAddEvidence(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  if (!IsOwnForm(visit, *clerk)) return ForeignForm(site, visit);
  v1::Evidence typed;
  ReadFields(visit.form, OrgansOffered(site, visit, *clerk), &typed);
  v1::Evidence evidence = typed;
  const std::vector<const FormFile*> files = NameFiles(visit.form, &evidence);
  v1::Document document;
  const grpc::Status read = FetchDocument(site, visit, *clerk, &document);
  if (!read.ok()) return DeskRefusal(site, visit, read);
  std::vector<Wrong> wrong = Unchosen(evidence, {.required = kPieceRequired}, visit.words);
  if (!files.empty() && IsNoSignedText(evidence, document))
    wrong.push_back({PlaceOfFile(files[0]->field), visit.words.Say("desk_piece_file_signature")});
  if (!wrong.empty()) return EvidencePage(site, visit, *clerk, document, typed, wrong, "");
  const bool rehearsed = !visit.form.Value("rehearse").empty();
  const std::string record = visit.Link(DeskPath(document.name()), {{"done", "UpdateDocument"}});
  // A button that is pressed twice adds one piece. That it was added tells the document alone: what
  // is sent is the whole list, which is another by then. Its file may still be missing.
  const bool is_there = !rehearsed && IsThereAlready(evidence, document);
  // The list is written whole: the etag keeps what somebody else added meanwhile.
  v1::UpdateDocumentRequest update;
  update.mutable_document()->set_name(document.name());
  *update.mutable_document()->mutable_internal()->mutable_evidence() =
      document.internal().evidence();
  *update.mutable_document()->mutable_internal()->add_evidence() = evidence;
  update.mutable_update_mask()->add_paths("internal.evidence");
  update.mutable_options()->set_etag(document.etag());
  // Whoever goes back to the form sends the next piece with it.
  update.mutable_options()->set_request_id(
      RequestIdOf(visit.form.Value("request_id"), evidence.SerializeAsString()));
  const auto add = [&](bool validate_only) {
    if (is_there) return grpc::Status();
    update.mutable_options()->set_validate_only(validate_only);
    v1::Document updated;
    return CallAs(site, visit, clerk->token, "santong.v1.DocumentService/UpdateDocument", update,
                  &updated);
  };
  const DoneWithFiles done =
      DoWithFiles(site, visit, *clerk, document.name(), files, rehearsed, add);
  if (done.status.ok() && !rehearsed) return Redirect(record);
  if (done.status.error_code() == grpc::StatusCode::UNAUTHENTICATED) return ToLogin(visit);
  if (!done.status.ok()) {
    wrong = done.refused == nullptr ? WrongOfPiece(done.status, visit)
                                    : WrongOfFile(*done.refused, done.status, visit);
  }
  if (done.are_attached)
    return EvidencePage(site, visit, *clerk, document, evidence, wrong, "", FileChoice::kAttached);
  return EvidencePage(site, visit, *clerk, document, typed, wrong,
                      wrong.empty() ? visit.words.Say("desk_rehearsed") : "");
}

}  // namespace santong::pages
