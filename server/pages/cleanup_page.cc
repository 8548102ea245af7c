// Published cleanups and what became of each document.
#include <map>

#include "absl/strings/str_cat.h"
#include "server/pages/document_words.h"
#include "server/pages/refusal.h"
#include "server/pages/routes.h"

namespace santong::pages {
namespace {

constexpr int kCampaignsShownMax = 100;
constexpr int kItemsShown = 200;

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
  std::map<int, int64_t> totals;
  for (const v1::OrganProgress& organ : campaign.progress()) {
    for (const v1::DispositionCount& count : organ.decided())
      totals[count.disposition()] += count.count();
  }
  for (const auto& [disposition, count] : totals) {
    Dictionary* total = body.AddSectionDictionary("TOTAL");
    total->SetValue("WORDS", visit.words.Say(v1::Disposition_descriptor(), disposition));
    total->SetValue("COUNT", absl::StrCat(count));
  }
  for (const v1::CampaignItem& item : response.items()) {
    Dictionary* row = body.AddSectionDictionary("ITEM");
    row->SetValue("TITLE", item.title());
    row->SetValue("URL", visit.Link(PathOf(item.document())));
    row->SetValue("NUMBER", item.registration_number().empty() ? item.document_number()
                                                               : item.registration_number());
    row->SetValue("ORGAN", item.issuer_names().empty() ? "" : item.issuer_names(0));
    row->SetValue("RESULT",
                  visit.words.Say(v1::Disposition_descriptor(), item.decision().disposition()));
    row->SetValue("REASON", item.decision().reason());
    const std::string& day = item.decision().amend_by_date().empty()
                                 ? item.decision().last_valid_date()
                                 : item.decision().amend_by_date();
    Show(*row, "DAY", day);
  }
  if (!response.next_page_token().empty()) {
    AddLink(body, "NEXT", visit.Link(visit.request.path, {{"page", response.next_page_token()}}),
            view.Say("next_page"));
  }
  return view.Answer();
}

}  // namespace santong::pages
