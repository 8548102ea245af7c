// Two texts of a document side by side, article by article.
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/pages/document_words.h"
#include "server/pages/refusal.h"
#include "server/pages/routes.h"

namespace santong::pages {
namespace {

// The version's name; a number alone is one of this document's.
std::string VersionName(const Visit& visit, const std::string& number) {
  return absl::StrCat("documents/", visit.captured[0], "/versions/", number);
}

const char* ClassOf(v1::DiffChange change) {
  switch (change) {
    case v1::DIFF_CHANGE_CHANGED:
      return "changed";
    case v1::DIFF_CHANGE_ADDED:
      return "added";
    case v1::DIFF_CHANGE_DELETED:
      return "deleted";
    case v1::DIFF_CHANGE_MOVED:
      return "moved";
    default:
      return "same";
  }
}

void AddPart(const v1::DiffPart& part, const Visit& visit, Dictionary& body) {
  Dictionary* entry = body.AddSectionDictionary("PART");
  entry->SetValue("CLASS", ClassOf(part.change()));
  if (part.change() != v1::DIFF_CHANGE_SAME)
    Show(*entry, "CHANGE", visit.words.Say(v1::DiffChange_descriptor(), part.change()));
  if (!part.to_anchor().empty()) {
    Dictionary* anchor = entry->AddSectionDictionary("ANCHOR");
    anchor->SetValue("ID", part.to_anchor());
  }
  // A part that was added or deleted as a whole is marked as one.
  for (const v1::DiffSpan& span : part.spans()) {
    Dictionary* piece = entry->AddSectionDictionary("SPAN");
    const char* kind = span.change() == v1::DIFF_CHANGE_ADDED     ? "INSERTED"
                       : span.change() == v1::DIFF_CHANGE_DELETED ? "DELETED"
                                                                  : "SAME";
    piece->AddSectionDictionary(kind)->SetValue("WORDS", span.text());
  }
}

}  // namespace

gateway::HttpResponse DiffPage(const Site& site, const Visit& visit) {
  v1::GetDocumentRequest asked;
  asked.set_name(absl::StrCat("documents/", visit.captured[0]));
  asked.set_view(v1::DOCUMENT_VIEW_BASIC);
  v1::Document document;
  grpc::Status status = visit.api.Call(&v1::DocumentService::Stub::GetDocument, asked, &document);
  if (!status.ok()) return RefusalPage(site, visit, status);
  v1::DiffVersionsRequest request;
  request.set_from(VersionName(visit, visit.Query("from")));
  request.set_to(VersionName(visit, visit.Query("to")));
  request.set_changes_only(visit.Query("all").empty());
  v1::DiffVersionsResponse response;
  status = visit.api.Call(&v1::CatalogService::Stub::DiffVersions, request, &response);
  if (!status.ok()) return RefusalPage(site, visit, status);
  const std::string title = visit.words.Say("diff_title", {visit.Query("from"), visit.Query("to")});
  View view(site, visit, "diff.html", absl::StrCat(title, " ", document.title()));
  Dictionary& body = view.body();
  body.SetValue("HEADING", title);
  body.SetValue("NAME", document.title());
  body.SetValue("BACK_URL", visit.Link(PathOf(document.name())));
  const bool all = !request.changes_only();
  body.SetValue("TOGGLE_URL", visit.Link(visit.request.path, {{"from", visit.Query("from")},
                                                              {"to", visit.Query("to")},
                                                              {"all", all ? "" : "1"}}));
  body.SetValue("TOGGLE", view.Say(all ? "diff_changes_only" : "diff_all"));
  if (response.coarse()) body.ShowSection("COARSE");
  if (response.parts().empty()) body.ShowSection("NO_DIFFERENCE");
  for (const v1::DiffPart& part : response.parts()) AddPart(part, visit, body);
  return view.Answer(200, "public, no-cache");
}

}  // namespace santong::pages
