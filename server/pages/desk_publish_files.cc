// The desk: files that go out with a document (随文公布), such as its forms and tables.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "santong/v1/document_service.pb.h"
#include "server/pages/desk.h"
#include "server/pages/desk_attach.h"
#include "server/pages/desk_routes.h"
#include "server/pages/desk_view.h"
#include "server/pages/document_parts.h"
#include "server/pages/evidence_files.h"
#include "server/pages/refusal.h"
#include "server/pages/view.h"

namespace santong::pages {
namespace {

using gateway::HttpResponse;

constexpr char kField[] = "files";

grpc::Status Fetch(const Site& site, const Visit& visit, const Clerk& clerk,
                   v1::Document* document) {
  v1::GetDocumentRequest get;
  get.set_name(absl::StrCat("documents/", visit.captured[0]));
  return CallAs(site, visit, clerk.token, "santong.v1.DocumentService/GetDocument", get, document);
}

// With what became of the files that were sent; `http_status` says whether one was refused.
HttpResponse FilesPage(const Site& site, const Visit& visit, const Clerk& clerk,
                       const std::vector<Wrong>& wrong, const std::string& said, int http_status) {
  v1::Document document;
  if (grpc::Status read = Fetch(site, visit, clerk, &document); !read.ok())
    return DeskRefusal(site, visit, read);
  const std::string label = visit.words.Say("desk_publish_files");
  View view(site, visit, "desk_publish_files.html",
            wrong.empty() ? label : visit.words.Say("title_wrong", {label}));
  FillDesk(site, visit, clerk, view);
  FillAct({.label = label,
           .resource = document.name(),
           .resource_title = document.title(),
           .path = kField,
           .said = said},
          wrong, visit, view.body());
  ShowFiles(document, visit, view.body());
  return view.Answer(http_status);
}

}  // namespace

HttpResponse DeskFiles(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  return FilesPage(site, visit, *clerk, {}, "", 200);
}

HttpResponse DeskPublishFiles(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  if (!IsOwnForm(visit, *clerk)) return ForeignForm(site, visit);
  if (visit.form.files.empty()) {
    const std::vector<Wrong> none = {{kField, visit.words.Say("desk_publish_files_none")}};
    return FilesPage(site, visit, *clerk, none, "", 400);
  }
  const std::string document = absl::StrCat("documents/", visit.captured[0]);
  // Each is a call of its own: one that is refused keeps no other out.
  std::vector<SentFile> sent;
  int http_status = 200;
  for (const FormFile& file : visit.form.files) {
    const grpc::Status status = Attach(site, visit, *clerk, document, file, /*publish=*/true);
    if (status.error_code() == grpc::StatusCode::UNAUTHENTICATED) return ToLogin(visit);
    sent.push_back({file.name, ""});
    if (status.ok()) continue;
    const Refusal refusal = RefusalOf(status, visit);
    http_status = refusal.http_status;
    sent.back().refusal = AllWords(refusal);
  }
  const std::vector<Wrong> wrong = RefusedFiles(sent, kField, visit.words);
  if (wrong.empty())
    return Redirect(visit.Link(absl::StrCat("/desk/", document), {{"done", "AddAttachment"}}));
  const std::string taken = TakenNames(sent, visit.words);
  return FilesPage(site, visit, *clerk, wrong,
                   taken.empty() ? "" : visit.words.Say("desk_published_files", {taken}),
                   http_status);
}

}  // namespace santong::pages
