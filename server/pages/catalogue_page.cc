// The catalogue by organ, place, subject, kind and year; and what a search engine reads of it.
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/domain/catalog/timeline.h"
#include "server/pages/counts.h"
#include "server/pages/document_words.h"
#include "server/pages/refusal.h"
#include "server/pages/routes.h"
#include "server/pages/search_query.h"

namespace santong::pages {
namespace {

constexpr int kSitemapEntriesMax = 50000;  // sitemaps.org
constexpr int kReadPageSize = 1000;
constexpr int kLastYear = 9999;  // of four digits

void AddGroup(const Counts& counts, const char* field, const Visit& visit, Dictionary& body) {
  const auto found = counts.by_field.find(field);
  if (found == counts.by_field.end() || found->second.empty()) return;
  Dictionary* group = body.AddSectionDictionary("GROUP");
  group->SetValue("HEADING", visit.words.Say(absl::StrCat("by_", field)));
  group->SetValue("GROUP_ID", absl::StrCat("by-", field));
  group->SetValue("JUMP_URL", absl::StrCat("#by-", field));
  for (const auto& [value, count] : found->second) {
    Dictionary* entry = group->AddSectionDictionary("VALUE");
    entry->SetValue("WORDS", FilterWords(visit, field, value));
    entry->SetValue("COUNT", absl::StrCat(count));
    entry->SetValue("URL", visit.Link("/search", {{field, value}, {"order", "newest"}}));
  }
}

}  // namespace

gateway::HttpResponse CataloguePage(const Site& site, const Visit& visit) {
  Counts counts;
  if (grpc::Status status = CountAll(visit, &counts); !status.ok())
    return RefusalPage(site, visit, status);
  View view(site, visit, "catalogue.html", visit.words.Say("catalogue_title"));
  AddGroup(counts, "organ", visit, view.body());
  AddGroup(counts, "jurisdiction", visit, view.body());
  AddGroup(counts, "subject", visit, view.body());
  AddGroup(counts, "kind", visit, view.body());
  AddGroup(counts, "year", visit, view.body());
  AddGroup(counts, "state", visit, view.body());
  if (counts.are_bounds) view.body().ShowSection("BOUNDS");
  return view.Answer();
}

gateway::HttpResponse SitemapIndex(const Site& site, const Visit& visit) {
  Dictionary values("sitemaps");
  const std::string base = site.BaseUrl(visit.request);
  v1::SearchDocumentsRequest request;
  request.set_order(v1::SEARCH_ORDER_NEWEST);
  request.set_page_size(1);
  // From year to year: facets count the newest documents only. What bears no day, kFirstDay to the
  // timeline, is of no year and comes last.
  for (int last = kLastYear; last > catalog::kFirstDay.year();) {
    request.set_filter(absl::StrCat("year <= ", last));
    v1::SearchDocumentsResponse response;
    const grpc::Status status =
        visit.api.Call(&v1::CatalogService::Stub::SearchDocuments, request, &response);
    if (!status.ok()) return RefusalPage(site, visit, status);
    if (response.hits().empty()) break;
    const auto year = catalog::PublicSince(response.hits(0).document()).year();
    if (year <= catalog::kFirstDay.year() || year > last) break;
    values.AddSectionDictionary("SITEMAP")->SetValue("LOCATION",
                                                     absl::StrCat(base, "/sitemap/", year, ".xml"));
    last = static_cast<int>(year) - 1;
  }
  return Text("application/xml; charset=utf-8", site.Expand("sitemaps.xml", values));
}

gateway::HttpResponse SitemapOfYear(const Site& site, const Visit& visit) {
  int year = 0;
  if (!absl::SimpleAtoi(absl::StripSuffix(visit.captured[0], ".xml"), &year))
    return NotFoundPage(site, visit);
  v1::SearchDocumentsRequest request;
  request.set_filter(absl::StrCat("year = ", year));
  request.set_page_size(kReadPageSize);
  Dictionary values("sitemap");
  const std::string base = site.BaseUrl(visit.request);
  for (int left = kSitemapEntriesMax; left > 0;) {
    v1::SearchDocumentsResponse response;
    const grpc::Status status =
        visit.api.Call(&v1::CatalogService::Stub::SearchDocuments, request, &response);
    if (!status.ok()) return RefusalPage(site, visit, status);
    for (const v1::SearchHit& hit : response.hits()) {
      if (left-- == 0) break;
      values.AddSectionDictionary("PAGE")->SetValue(
          "LOCATION", absl::StrCat(base, PathOf(hit.document().name())));
    }
    if (response.next_page_token().empty()) break;
    request.set_page_token(response.next_page_token());
  }
  return Text("application/xml; charset=utf-8", site.Expand("sitemap.xml", values));
}

}  // namespace santong::pages
