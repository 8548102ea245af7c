// A document as files: printed in the layout of official papers, and what happens to it as an Atom
// feed.
#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "server/pages/document_words.h"
#include "server/pages/refusal.h"
#include "server/pages/routes.h"

namespace santong::pages {
namespace {

constexpr int kFeedEntriesMax = 1000;  // on a page

grpc::Status GetDocument(const Visit& visit, v1::Document* document) {
  v1::GetDocumentRequest request;
  request.set_name(absl::StrCat("documents/", visit.captured[0]));
  request.set_as_of(visit.Query("at"));
  return visit.api.Call(&v1::DocumentService::Stub::GetDocument, request, document);
}

}  // namespace

gateway::HttpResponse DocumentPdf(const Site& site, const Visit& visit) {
  v1::Document document;
  if (grpc::Status status = GetDocument(visit, &document); !status.ok())
    return RefusalPage(site, visit, status);
  v1::PrintDocumentRequest request;
  if (visit.Query("at").empty()) {
    if (grpc::Status today = ShowTodaysText(site, visit, &document); !today.ok())
      return RefusalPage(site, visit, today);
  }
  request.set_name(document.name());
  request.set_version(static_cast<int32_t>(document.current_version().number()));
  std::string pdf;
  const grpc::Status status = visit.api.Receive(
      &v1::FileService::Stub::PrintDocument, request,
      [&pdf](const v1::PrintDocumentResponse& part) { absl::StrAppend(&pdf, part.chunk()); });
  if (!status.ok()) return RefusalPage(site, visit, status);
  gateway::HttpResponse response = Text("application/pdf", std::move(pdf));
  response.headers.emplace_back(
      "Content-Disposition",
      absl::StrCat("attachment; filename=\"document-", IdOf(document.name()), "-version-",
                   document.current_version().number(), ".pdf\""));
  return response;
}

gateway::HttpResponse DocumentFeed(const Site& site, const Visit& visit) {
  v1::Document document;
  if (grpc::Status status = GetDocument(visit, &document); !status.ok())
    return RefusalPage(site, visit, status);
  v1::ListHistoryRequest request;
  request.set_parent(document.name());
  request.set_page_size(kFeedEntriesMax);
  request.set_page_token(visit.Query("page"));
  request.set_newest_first(true);
  v1::ListHistoryResponse history;
  const grpc::Status status =
      visit.api.Call(&v1::DocumentService::Stub::ListHistory, request, &history);
  if (!status.ok()) return RefusalPage(site, visit, status);
  const std::string base = site.BaseUrl(visit.request);
  const std::string path = PathOf(document.name());
  Dictionary feed("feed");
  feed.SetValue("TITLE", visit.words.Say("feed_title", {document.title()}));
  SetFeedLinks(site, visit, absl::StrCat(path, ".atom"), {}, history.next_page_token(), feed);
  feed.SetValue("SEARCH", absl::StrCat(base, visit.Link(path)));
  std::string updated = "1970-01-01T00:00:00Z";
  for (const v1::Event& event : history.events()) {
    Dictionary* entry = feed.AddSectionDictionary("ENTRY");
    const std::string time = google::protobuf::util::TimeUtil::ToString(event.event_time());
    updated = std::max(updated, time);
    entry->SetValue("ID", absl::StrCat(base, path, "#", event.name()));
    entry->SetValue("TITLE", EventWords(event.type(), visit.words));
    entry->SetValue("UPDATED", time);
    entry->SetValue("AUTHOR", IssuersOf(document, visit.words));
    entry->SetValue("SUMMARY", absl::StrCat(event.date(), " ", NumberOf(document), " ",
                                            event.reason(), " ", event.article()));
  }
  feed.SetValue("UPDATED", updated);
  return AtomFeed(site, feed);
}

}  // namespace santong::pages
