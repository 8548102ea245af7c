// Where a visitor begins: a search, what else can be done here, what is new. And the help page.
#include "server/pages/document_words.h"
#include "server/pages/routes.h"
#include "server/pages/view.h"

namespace santong::pages {
namespace {

constexpr int kNewestShown = 8;

struct Task {
  const char* path;
  const char* word;
  bool on_copy;  // whether a copy of a catalogue can do it
};
constexpr Task kTasks[] = {
    {"/verify", "task_verify", true},           {"/objections/new", "task_object", false},
    {"/objections/track", "task_track", false}, {"/catalogue", "task_catalogue", true},
    {"/cleanups", "task_cleanups", false},      {"/statistics", "task_statistics", false},
};

void AddTask(const Task& task, const Visit& visit, Dictionary& body) {
  Dictionary* entry = body.AddSectionDictionary("TASK");
  entry->SetValue("URL", visit.Link(task.path));
  entry->SetValue("WORDS", visit.words.Say(std::string(task.word) + "_title"));
  entry->SetValue("HINT", visit.words.Say(std::string(task.word) + "_hint"));
}

}  // namespace

gateway::HttpResponse HomePage(const Site& site, const Visit& visit) {
  View view(site, visit, "home.html", visit.words.Say("home_title"));
  Dictionary& body = view.body();
  for (const Task& task : kTasks) {
    if (!site.is_copy() || task.on_copy) AddTask(task, visit, body);
  }
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
  // A copy of a catalogue takes none.
  if (!site.is_copy())
    AddLink(view.body(), "OBJECT", visit.Link("/objections/new"), view.Say("nav_object"));
  view.body().SetValue("VERIFY_URL", visit.Link("/verify"));
  return view.Answer();
}

}  // namespace santong::pages
