// Where a visitor begins: a search, what else can be done here, what is new. And the help page.
#include "server/pages/document_words.h"
#include "server/pages/routes.h"
#include "server/pages/view.h"

namespace santong::pages {
namespace {

constexpr int kNewestShown = 8;

void AddTask(const char* path, const char* word, const Visit& visit, Dictionary& body) {
  Dictionary* task = body.AddSectionDictionary("TASK");
  task->SetValue("URL", visit.Link(path));
  task->SetValue("WORDS", visit.words.Say(std::string(word) + "_title"));
  task->SetValue("HINT", visit.words.Say(std::string(word) + "_hint"));
}

}  // namespace

gateway::HttpResponse HomePage(const Site& site, const Visit& visit) {
  View view(site, visit, "home.html", visit.words.Say("home_title"));
  Dictionary& body = view.body();
  AddTask("/verify", "task_verify", visit, body);
  AddTask("/objections/new", "task_object", visit, body);
  AddTask("/objections/track", "task_track", visit, body);
  AddTask("/catalogue", "task_catalogue", visit, body);
  AddTask("/cleanups", "task_cleanups", visit, body);
  AddTask("/statistics", "task_statistics", visit, body);
  v1::SearchDocumentsRequest request;
  request.set_filter("validity = VALID");
  request.set_order(v1::SEARCH_ORDER_NEWEST);
  request.set_page_size(kNewestShown);
  v1::SearchDocumentsResponse response;
  (void)visit.api.Call(&v1::CatalogService::Stub::SearchDocuments, request, &response);
  if (!response.hits().empty()) {
    Dictionary* newest = body.AddSectionDictionary("NEWEST");
    newest->SetValue("ALL_URL",
                     visit.Link("/search", {{"validity", "VALID"}, {"order", "newest"}}));
    newest->SetValue("FEED_URL", visit.Link("/search.atom", {{"validity", "VALID"}}));
    for (const v1::SearchHit& hit : response.hits())
      AddEntry(hit.document(), visit, "ENTRY", *newest);
  }
  return view.Answer();
}

gateway::HttpResponse HelpPage(const Site& site, const Visit& visit) {
  View view(site, visit, "help.html", visit.words.Say("help_title"));
  view.body().SetValue("OBJECT_URL", visit.Link("/objections/new"));
  view.body().SetValue("VERIFY_URL", visit.Link("/verify"));
  return view.Answer();
}

}  // namespace santong::pages
