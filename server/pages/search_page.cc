// What a search found, with the facets that narrow it; and the same as an Atom feed.
#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "google/protobuf/util/time_util.h"
#include "server/domain/catalog/timeline.h"
#include "server/pages/document_words.h"
#include "server/pages/refusal.h"
#include "server/pages/routes.h"
#include "server/pages/search_query.h"

namespace santong::pages {
namespace {

constexpr int kPageSize = 20;
constexpr int kFeedEntriesMax = 100;  // on a page
constexpr int kFacetValuesMax = 8;
constexpr int kNamedShownMax = 10;

void ShowForm(const Visit& visit, Dictionary& body) {
  body.SetValue("QUERY", visit.Query("q"));
  body.SetValue("AS_OF", visit.Query("as_of"));
  for (const char* field : kFilterFields) {
    const std::string value = visit.Query(field);
    if (value.empty()) continue;
    Dictionary* kept = body.AddSectionDictionary("KEPT");
    kept->SetValue("FIELD", field);
    kept->SetValue("VALUE", value);
    Dictionary* chosen = body.AddSectionDictionary("CHOSEN");
    const std::string words = FilterWords(visit, field, value);
    chosen->SetValue("KEY", visit.words.Say(absl::StrCat("filter_", field)));
    chosen->SetValue("VALUE", words);
    chosen->SetValue("WITHOUT_URL", visit.Link("/search", SearchFields(visit, field, "")));
    chosen->SetValue("WITHOUT_LABEL", visit.words.Say("search_without", {words}));
  }
  // What follows is said of that day: seen without opening the field.
  if (const std::string day = visit.Query("as_of"); !day.empty()) {
    body.ShowSection("ANOTHER_DAY");
    Dictionary* chosen = body.AddSectionDictionary("CHOSEN");
    chosen->SetValue("KEY", visit.words.Say("as_of_label"));
    chosen->SetValue("VALUE", day);
    chosen->SetValue("WITHOUT_URL", visit.Link("/search", SearchFields(visit, "as_of", "")));
    chosen->SetValue("WITHOUT_LABEL", visit.words.Say("search_without", {day}));
  }
  const bool newest = visit.Query("order") == "newest";
  Dictionary* order = body.AddSectionDictionary("ORDER");
  order->SetValue("URL",
                  visit.Link("/search", SearchFields(visit, "order", newest ? "" : "newest")));
  order->SetValue("WORDS", visit.words.Say(newest ? "order_relevance" : "order_newest"));
}

void ShowFacets(const v1::SearchDocumentsResponse& response, const Visit& visit, Dictionary& body) {
  for (const v1::SearchFacet& facet : response.facets()) {
    if (facet.values().empty() || !visit.Query(facet.field()).empty()) continue;
    Dictionary* group = body.AddSectionDictionary("FACET");
    group->SetValue("HEADING", visit.words.Say(absl::StrCat("filter_", facet.field())));
    int left = kFacetValuesMax;
    for (const v1::SearchFacetValue& value : facet.values()) {
      if (left-- == 0) break;
      Dictionary* entry = group->AddSectionDictionary("VALUE");
      entry->SetValue("WORDS", FilterWords(visit, facet.field(), value.value()));
      entry->SetIntValue("COUNT", static_cast<long>(value.count()));
      entry->SetValue("URL",
                      visit.Link("/search", SearchFields(visit, facet.field(), value.value())));
    }
  }
}

void ShowPieces(const google::protobuf::RepeatedPtrField<v1::SearchSnippet>& pieces,
                const char* section, Dictionary* hit) {
  if (pieces.empty()) return;
  Dictionary* line = hit->AddSectionDictionary(section);
  for (const v1::SearchSnippet& piece : pieces) {
    Dictionary* shown = line->AddSectionDictionary("PIECE");
    shown->AddSectionDictionary(piece.match() ? "MATCH" : "PLAIN")->SetValue("WORDS", piece.text());
  }
}

// What was found as it stood on the day of the search: its state with the days of then.
v1::Document OnTheDay(const v1::SearchHit& hit, const Visit& visit) {
  v1::Document document = hit.document();
  absl::CivilDay day;
  if (absl::ParseCivilTime(visit.Query("as_of"), &day)) {
    if (std::optional<v1::Document> then = catalog::AsOf(document, day))
      document = *std::move(then);
  }
  document.set_state(hit.state());
  return document;
}

void ShowHits(const v1::SearchDocumentsResponse& response, const Visit& visit, Dictionary& body) {
  for (const v1::SearchHit& hit : response.hits()) {
    Dictionary* entry = body.AddSectionDictionary("HIT");
    ShowEntry(OnTheDay(hit, visit), visit, entry);
    ShowPieces(hit.title(), "TITLE_PIECES", entry);
    ShowPieces(hit.text(), "TEXT_PIECES", entry);
  }
}

// What bears the number that was typed: its registration number stands in no text, and its document
// number need not. How many are shown.
int ShowNamed(const Visit& visit, Dictionary& body) {
  v1::LookupDocumentRequest request;
  request.set_text(visit.Query("q"));
  request.set_as_of(visit.Query("as_of"));
  request.set_page_size(kNamedShownMax);
  v1::LookupDocumentResponse response;
  (void)visit.api.Call(&v1::CatalogService::Stub::LookupDocument, request, &response);
  int shown = 0;
  Dictionary* named = nullptr;
  for (const v1::LookupMatch& match : response.matches()) {
    // The search itself lists that title first.
    if (match.field() == v1::LOOKUP_FIELD_TITLE) continue;
    if (named == nullptr) {
      named = body.AddSectionDictionary("NAMED");
      named->SetValue("HEADING", visit.words.Say("search_named", {visit.Query("q")}));
    }
    AddEntry(match.document(), visit, "ENTRY", *named);
    ++shown;
  }
  return shown;
}

}  // namespace

gateway::HttpResponse SearchPage(const Site& site, const Visit& visit) {
  View view(site, visit, "search.html", visit.words.Say("search_title", {visit.Query("q")}));
  Dictionary& body = view.body();
  ShowForm(visit, body);
  if (!AsksForSomething(visit)) {
    body.ShowSection("NOTHING_ASKED");
    return view.Answer();
  }
  v1::SearchDocumentsRequest request = SearchRequestOf(visit);
  request.set_page_size(kPageSize);
  request.set_facets(true);
  v1::SearchDocumentsResponse response;
  const grpc::Status status =
      visit.api.Call(&v1::CatalogService::Stub::SearchDocuments, request, &response);
  if (!status.ok()) {
    const Refusal refusal = RefusalOf(status, visit);
    if (refusal.http_status != 400) return RefusalPage(site, visit, refusal);
    // The visitor mends it where it was typed.
    std::vector<Wrong> wrong;
    for (const Wrong& entry : refusal.wrong)
      wrong.push_back({entry.name == "as_of" ? "as_of" : "q", entry.words});
    if (wrong.empty()) wrong.push_back({"q", refusal.words});
    ShowWrong(wrong, body);
    return view.Answer(400);
  }
  const bool may_be_a_number =
      request.filter().empty() && request.page_token().empty() && !request.query().empty();
  const int named = may_be_a_number ? ShowNamed(visit, body) : 0;
  // Without what bears the number it would say that there is none.
  if (!visit.api.refused().ok()) return RefusalPage(site, visit, visit.api.refused());
  const std::string total = absl::StrCat(response.hits().empty() ? named : response.total());
  body.SetValueAndShowSection(
      "TOTAL",
      view.Say(response.total_is_lower_bound() ? "search_total_more" : "search_total", {total}),
      "FOUND");
  // A list that is short because the index is built anew must not pass for all there is.
  if (response.complete_to_sequence() == 0 && response.event_sequence() > 0)
    body.ShowSection("INCOMPLETE");
  ShowHits(response, visit, body);
  ShowFacets(response, visit, body);
  if (response.hits().empty() && named == 0) {
    Dictionary* none = body.AddSectionDictionary("NONE");
    for (const std::string& title : response.suggestions()) {
      Dictionary* near = none->AddSectionDictionary("NEAR");
      near->SetValue("WORDS", title);
      near->SetValue("URL", visit.Link("/search", {{"q", title}}));
    }
    if (!response.suggestions().empty()) none->ShowSection("DID_YOU_MEAN");
  }
  gateway::Fields fields = SearchFields(visit);
  if (!response.next_page_token().empty()) {
    fields.emplace_back("page", response.next_page_token());
    AddLink(body, "NEXT", visit.Link("/search", fields), view.Say("next_page"));
  }
  const std::string feed = visit.Link("/search.atom", SearchFields(visit));
  body.SetValueAndShowSection("FEED_URL", feed, "FEED");
  view.frame().SetValueAndShowSection("FEED_URL", feed, "FEED");
  return view.Answer();
}

gateway::HttpResponse SearchFeed(const Site& site, const Visit& visit) {
  v1::SearchDocumentsRequest request = SearchRequestOf(visit);
  request.set_page_size(kFeedEntriesMax);
  request.set_order(v1::SEARCH_ORDER_NEWEST);
  v1::SearchDocumentsResponse response;
  const grpc::Status status =
      visit.api.Call(&v1::CatalogService::Stub::SearchDocuments, request, &response);
  if (!status.ok()) return RefusalPage(site, visit, status);
  const std::string base = site.BaseUrl(visit.request);
  Dictionary feed("feed");
  feed.SetValue("TITLE", visit.words.Say("feed_title", {visit.Query("q")}));
  SetFeedLinks(site, visit, "/search.atom", SearchFields(visit), response.next_page_token(), feed);
  feed.SetValue("SEARCH", absl::StrCat(base, visit.Link("/search", SearchFields(visit))));
  // A feed is as new as what is newest in it.
  std::string updated = "1970-01-01T00:00:00Z";
  for (const v1::SearchHit& hit : response.hits()) {
    const v1::Document document = OnTheDay(hit, visit);
    Dictionary* entry = feed.AddSectionDictionary("ENTRY");
    const std::string time = google::protobuf::util::TimeUtil::ToString(document.update_time());
    updated = std::max(updated, time);
    entry->SetValue("ID", absl::StrCat(base, PathOf(document.name())));
    entry->SetValue("TITLE", document.title());
    entry->SetValue("UPDATED", time);
    entry->SetValue("AUTHOR", IssuersOf(document, visit.words));
    entry->SetValue("SUMMARY",
                    absl::StrCat(NumberOf(document), " ", StatusOf(document, visit.words).words));
  }
  feed.SetValue("UPDATED", updated);
  return AtomFeed(site, feed);
}

}  // namespace santong::pages
