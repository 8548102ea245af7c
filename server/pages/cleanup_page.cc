// Published cleanups and what became of each document.
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/pages/document_words.h"
#include "server/pages/refusal.h"
#include "server/pages/routes.h"

namespace santong::pages {
namespace {

constexpr int kCampaignsShownMax = 100;
constexpr int kItemsShown = 200;

// 拟 stands before what is only announced: the document counts as before.
std::string ResultWords(int disposition, bool planned, const Words& words) {
  const std::string result = words.Say(v1::Disposition_descriptor(), disposition);
  return planned ? words.Say("cleanup_planned", {result}) : result;
}

// The day that goes with a result; of an end, the first on which the document no longer counts.
std::string DayWords(const v1::CleanupDecision& decision, const Words& words) {
  if (!decision.effective_date().empty())
    return words.Say("cleanup_from", {decision.effective_date()});
  return decision.amend_by_date().empty() ? decision.last_valid_date() : decision.amend_by_date();
}

}  // namespace

gateway::HttpResponse CleanupsPage(const Site& site, const Visit& visit) {
  v1::ListCampaignsRequest request;
  request.set_page_size(kCampaignsShownMax);
  v1::ListCampaignsResponse response;
  const grpc::Status status =
      visit.api.Call(&v1::CleanupService::Stub::ListCampaigns, request, &response);
  if (!status.ok()) return RefusalPage(site, visit, status);
  View view(site, visit, "cleanups.html", visit.words.Say("cleanups_title"));
  if (response.campaigns().empty()) view.body().ShowSection("NONE");
  for (const v1::Campaign& campaign : response.campaigns()) {
    Dictionary* entry = view.body().AddSectionDictionary("CAMPAIGN");
    entry->SetValue("TITLE", campaign.title());
    entry->SetValue(
        "URL", visit.Link(absl::StrCat("/cleanups/",
                                       campaign.name().substr(campaign.name().find('/') + 1))));
    entry->SetValue("SENTENCE",
                    view.Say("cleanup_sentence",
                             {campaign.published_date(), absl::StrCat(campaign.item_count())}));
  }
  return view.Answer();
}

gateway::HttpResponse CleanupPage(const Site& site, const Visit& visit) {
  v1::GetCampaignRequest asked;
  asked.set_name(absl::StrCat("campaigns/", visit.captured[0]));
  v1::Campaign campaign;
  grpc::Status status = visit.api.Call(&v1::CleanupService::Stub::GetCampaign, asked, &campaign);
  if (!status.ok()) return RefusalPage(site, visit, status);
  v1::ListItemsRequest request;
  request.set_parent(campaign.name());
  request.set_page_size(kItemsShown);
  request.set_page_token(visit.Query("page"));
  v1::ListItemsResponse response;
  status = visit.api.Call(&v1::CleanupService::Stub::ListItems, request, &response);
  if (!status.ok()) return RefusalPage(site, visit, status);

  View view(site, visit, "cleanup.html", campaign.title());
  Dictionary& body = view.body();
  body.SetValue("NAME", campaign.title());
  body.SetValue("SENTENCE", view.Say("cleanup_sentence", {campaign.published_date(),
                                                          absl::StrCat(campaign.item_count())}));
  if (!campaign.notice().empty())
    AddLink(body, "NOTICE", visit.Link(PathOf(campaign.notice())), view.Say("cleanup_notice"));
  if (!campaign.closed_list_clause().empty()) {
    Dictionary* clause = body.AddSectionDictionary("CLAUSE");
    clause->SetValue("WORDS", campaign.closed_list_clause());
    clause->SetValue(
        "COUNT", view.Say("cleanup_clause_count", {absl::StrCat(campaign.closed_list_count())}));
  }
  std::map<std::pair<int, bool>, int64_t> totals;  // by disposition, and whether only announced
  for (const v1::OrganProgress& organ : campaign.progress()) {
    for (const v1::DispositionCount& count : organ.decided()) {
      totals[{count.disposition(), false}] += count.count() - count.planned();
      totals[{count.disposition(), true}] += count.planned();
    }
  }
  for (const auto& [result, count] : totals) {
    if (count == 0) continue;
    Dictionary* total = body.AddSectionDictionary("TOTAL");
    total->SetValue("WORDS", ResultWords(result.first, result.second, visit.words));
    total->SetValue("COUNT", absl::StrCat(count));
  }
  for (const v1::CampaignItem& item : response.items()) {
    Dictionary* row = body.AddSectionDictionary("ITEM");
    row->SetValue("TITLE", item.title());
    row->SetValue("URL", visit.Link(PathOf(item.document())));
    row->SetValue("NUMBER", item.registration_number().empty() ? item.document_number()
                                                               : item.registration_number());
    row->SetValue("ORGAN", item.issuer_names().empty() ? "" : item.issuer_names(0));
    row->SetValue("RESULT", ResultWords(item.decision().disposition(), item.decision().planned(),
                                        visit.words));
    row->SetValue("REASON", item.decision().reason());
    Show(*row, "DAY", DayWords(item.decision(), visit.words));
  }
  if (!response.next_page_token().empty()) {
    AddLink(body, "NEXT", visit.Link(visit.request.path, {{"page", response.next_page_token()}}),
            view.Say("next_page"));
  }
  return view.Answer();
}

}  // namespace santong::pages
