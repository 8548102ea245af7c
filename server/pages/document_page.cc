// The page of a document: its status with the day, whether it may be relied on and why, its
// particulars, its text, and all that bears on it.
#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/domain/proof/verify_link.h"
#include "server/pages/document_parts.h"
#include "server/pages/document_words.h"
#include "server/pages/refusal.h"
#include "server/pages/routes.h"
#include "server/pages/text_view.h"

namespace santong::pages {
namespace {

// Kept, and asked about each time: the status may change with any day.
constexpr char kRevalidated[] = "public, no-cache";

std::string NameOf(const Visit& visit) { return absl::StrCat("documents/", visit.captured[0]); }

// As of that day, or as it is read today.
grpc::Status GetDocument(const Site& site, const Visit& visit, const std::string& as_of,
                         v1::Document* document) {
  v1::GetDocumentRequest request;
  request.set_name(NameOf(visit));
  request.set_as_of(as_of);
  grpc::Status status = visit.api.Call(&v1::DocumentService::Stub::GetDocument, request, document);
  if (!status.ok() || !as_of.empty()) return status;
  return ShowTodaysText(site, visit, document);
}

v1::Basis BasisOf(const Visit& visit, const std::string& name, const std::string& date) {
  v1::CheckBasisRequest request;
  request.set_number(name);
  request.set_date(date);
  v1::Basis basis;
  (void)visit.api.Call(&v1::CatalogService::Stub::CheckBasis, request, &basis);
  return basis;
}

void ShowQrCode(const Site& site, const Visit& visit, const v1::Document& document,
                Dictionary& body) {
  const std::string link = proof::VerifyLink(site.BaseUrl(visit.request), NumberOf(document),
                                             document.current_version().text_sha256());
  if (link.empty()) return;
  Dictionary* section = AddQrCode(link, qr::Tolerance::kMuch, "QR", body);
  if (section == nullptr) return;
  section->SetValue("LINK", link);
  section->SetValue("URL", visit.Link(absl::StrCat("/v/", NumberOf(document)),
                                      {{"h", document.current_version().text_sha256()}}));
}

void ShowContents(const std::string& text, Dictionary& body) {
  const std::vector<Heading> headings = HeadingsOf(text);
  if (headings.size() < 2) return;
  Dictionary* contents = body.AddSectionDictionary("CONTENTS");
  for (const Heading& heading : headings) {
    Dictionary* entry = contents->AddSectionDictionary("ENTRY");
    entry->SetValue("URL", absl::StrCat("#", heading.anchor));
    entry->SetValue("LABEL", heading.label);
    // The words of a chapter are its name; those of an article are read where it stands.
    if (!heading.is_article) entry->SetValue("WORDS", heading.words);
    entry->SetValue("LEVEL", heading.is_article ? "article" : "chapter");
  }
}

void ShowPaper(const Visit& visit, const v1::Document& document, Dictionary& body) {
  Show(body, "PAPER_ISSUER", document.issuers().empty() ? "" : document.issuers(0).display_name());
  Show(body, "PAPER_NUMBER", document.document_number());
  const std::string& text = document.current_version().text();
  if (text.empty()) {
    body.ShowSection("NO_TEXT");
    return;
  }
  body.ShowSection("HAS_TEXT");
  ShowContents(text, body);
  ShowText(text, visit, body);
}

// What the page depends on besides the register.
std::string CacheKey(const Site& site, const Visit& visit) {
  return absl::StrCat(site.BaseUrl(visit.request), visit.Link(visit.request.path));
}

// Whether the address asked for nothing but the page: its links to other languages and modes repeat
// whatever else stood there, which is this visitor's and nobody else's.
bool AsksForThePageAlone(const Visit& visit) {
  const gateway::Fields& query = visit.request.query;
  return std::all_of(query.begin(), query.end(), [](const auto& field) {
    return field.first == "lang" || field.first == "mode" || field.second.empty();
  });
}

gateway::HttpResponse KeptPage(std::shared_ptr<const gateway::KeptBody> page) {
  return {.headers = {{"Content-Type", kHtml}, {"Cache-Control", kRevalidated}},
          .kept = std::move(page)};
}

}  // namespace

gateway::HttpResponse DocumentPage(const Site& site, const Visit& visit) {
  const std::string at = visit.Query("at");
  if (at.empty()) {
    if (auto page = site.cache().Find(CacheKey(site, visit), site.options().state());
        page != nullptr)
      return KeptPage(std::move(page));
  }
  const v1::Basis basis = BasisOf(visit, NameOf(visit), at);
  v1::Document document;
  if (grpc::Status status = GetDocument(site, visit, at, &document); !status.ok()) {
    if (status.error_code() != grpc::StatusCode::NOT_FOUND || at.empty())
      return RefusalPage(site, visit, status);
    // It is known, but was not published by that day.
    if (!GetDocument(site, visit, "", &document).ok()) return RefusalPage(site, visit, status);
    Refusal refusal = RefusalOf(status, visit);
    refusal.words = visit.words.Say("document_not_yet", {at, document.title()});
    return RefusalPage(site, visit, refusal);
  }
  const Status status = StatusOf(document, visit.words);
  View view(site, visit, "document.html", document.title());
  Dictionary& body = view.body();
  body.SetValue("NAME", document.title());
  body.SetValue("STATUS", status.words);
  body.SetValue("TONE", status.tone);
  Show(body, "HEAD_NUMBER", NumberOf(document));
  if (!at.empty()) {
    Dictionary* shown = body.AddSectionDictionary("AT");
    shown->SetValue("SENTENCE", visit.words.Say("document_at", {at}));
    shown->SetValue("TODAY_URL", visit.Link(visit.request.path));
  }
  ShowBasis(basis, visit, body);
  ShowWarnings(document, visit, body);
  ShowParticulars(document, visit, body);
  ShowPaper(visit, document, body);
  ShowVersions(document, at, visit, body);
  ShowRelations(document, visit, body);
  const int64_t cited_to = ShowCitations(document, visit, body);
  ShowFiles(document, visit, body);
  ShowHistory(document, visit, body);
  ShowQrCode(site, visit, document, body);
  const std::string path = PathOf(document.name());
  body.SetValue("TEXT_URL", Url(absl::StrCat(path, "/text"), {{"at", at}}));
  if (!document.current_version().text().empty())
    AddLink(body, "PDF", Url(absl::StrCat(path, "/pdf"), {{"at", at}}), view.Say("download_pdf"));
  const std::string feed = visit.Link(absl::StrCat(path, ".atom"));
  AddLink(body, "FOLLOW", feed, view.Say("follow_document"));
  view.frame().SetValueAndShowSection("FEED_URL", feed, "FEED");
  if (!site.is_copy()) {
    if (!document.registration_number().empty())
      AddLink(body, "RECEIPT", visit.Link(absl::StrCat(path, "/receipt")), view.Say("see_receipt"));
    AddLink(body, "OBJECT", visit.Link("/objections/new", {{"document", IdOf(document.name())}}),
            view.Say("object_to_this"));
  }
  body.SetValue("AT_ACTION", Url(path));
  body.SetValue("AT_DATE", at);
  view.AddMeta("ArticleTitle", document.title());
  view.AddMeta("PubDate", document.publication().date());
  view.AddMeta("ContentSource", IssuersOf(document, visit.words));
  view.AddMeta("Keywords", document.subject_class());
  view.AddMeta("Url", absl::StrCat(site.BaseUrl(visit.request), path));
  // Without its warnings or its history it would say that there are none, to everybody once it is
  // kept.
  if (!visit.api.refused().ok()) return RefusalPage(site, visit, visit.api.refused());
  gateway::HttpResponse response = view.Answer(200, kRevalidated);
  // The index of citations comes a moment after the register.
  const gateway::RegisterState state{basis.event_sequence(), basis.date()};
  if (!AsksForThePageAlone(visit) || state.event_sequence == 0 || cited_to < state.event_sequence)
    return response;
  return KeptPage(site.cache().Put(CacheKey(site, visit), state, std::move(response.body)));
}

gateway::HttpResponse DocumentText(const Site& site, const Visit& visit) {
  if (const std::string number = visit.Query("version"); !number.empty()) {
    v1::GetVersionRequest asked;
    asked.set_name(absl::StrCat(NameOf(visit), "/versions/", number));
    v1::Version version;
    if (grpc::Status status =
            visit.api.Call(&v1::DocumentService::Stub::GetVersion, asked, &version);
        !status.ok())
      return RefusalPage(site, visit, status);
    return Text("text/plain; charset=utf-8", std::move(*version.mutable_text()));
  }
  v1::Document document;
  if (grpc::Status status = GetDocument(site, visit, visit.Query("at"), &document); !status.ok())
    return RefusalPage(site, visit, status);
  gateway::HttpResponse response =
      Text("text/plain; charset=utf-8", document.current_version().text());
  response.headers.emplace_back(
      "Content-Disposition",
      absl::StrCat("attachment; filename=\"document-", IdOf(document.name()), "-version-",
                   document.current_version().number(), ".txt\""));
  return response;
}

}  // namespace santong::pages
