#include "server/pages/desk_campaign.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "santong/v1/cleanup_service.pb.h"
#include "server/pages/desk_record.h"
#include "server/pages/desk_view.h"
#include "server/pages/desk_words.h"
#include "server/pages/request_id.h"
#include "server/pages/view.h"

namespace santong::pages {
namespace {

constexpr int kItemsPerPage = 50;
constexpr char kReviewItem[] = "santong.v1.CleanupService/ReviewItem";

std::string StateWords(v1::CleanupItemState state, const Visit& visit) {
  return ValueLabel(*v1::CleanupItemState_descriptor()->FindValueByNumber(state), visit.language);
}

// The board with the items of one organ, or of one state, below it. Empty: all.
std::string ItemsLink(const Visit& visit, const std::string& campaign, const std::string& organ,
                      const std::string& state) {
  return absl::StrCat(visit.Link(DeskPath(campaign), {{"organ", organ}, {"state", state}}),
                      "#items");
}

int64_t Decided(const v1::OrganProgress& organ) {
  return organ.items() - organ.pending() - organ.proposed() - organ.returned();
}

// "保留 3，废止 1"
std::string Decisions(const v1::OrganProgress& organ, const Visit& visit) {
  std::string words;
  for (const v1::DispositionCount& count : organ.decided()) {
    absl::StrAppend(
        &words, words.empty() ? "" : visit.words.Say("comma"),
        ValueLabel(*v1::Disposition_descriptor()->FindValueByNumber(count.disposition()),
                   visit.language),
        " ", count.count());
  }
  return words;
}

void ShowOrgan(const v1::OrganProgress& organ, const std::string& name, const Visit& visit,
               const std::string& campaign, Dictionary& body) {
  Dictionary* row = body.AddSectionDictionary("ORGAN");
  AddLink(*row, "NAME", ItemsLink(visit, campaign, organ.organ(), ""), name);
  row->SetValue("ITEMS", absl::StrCat(organ.items()));
  row->SetIntValue("WIDTH",
                   static_cast<int>(Decided(organ) * 100 / std::max<int64_t>(organ.items(), 1)));
  struct Cell {
    v1::CleanupItemState state;
    int64_t count;
  };
  for (const Cell& cell : {Cell{v1::CLEANUP_ITEM_STATE_PENDING, organ.pending()},
                           Cell{v1::CLEANUP_ITEM_STATE_PROPOSED, organ.proposed()},
                           Cell{v1::CLEANUP_ITEM_STATE_RETURNED, organ.returned()},
                           Cell{v1::CLEANUP_ITEM_STATE_REVIEWED, Decided(organ)}}) {
    Dictionary* column = row->AddSectionDictionary("CELL");
    if (cell.count == 0) continue;
    AddLink(*column, "COUNT",
            ItemsLink(visit, campaign, organ.organ(), v1::CleanupItemState_Name(cell.state)),
            absl::StrCat(cell.count));
  }
  row->SetValue("DECISIONS", Decisions(organ, visit));
  if (organ.late() > 0) row->SetValueAndShowSection("N", absl::StrCat(organ.late()), "LATE");
}

void Add(const v1::OrganProgress& organ, v1::OrganProgress* sum) {
  sum->set_items(sum->items() + organ.items());
  sum->set_pending(sum->pending() + organ.pending());
  sum->set_proposed(sum->proposed() + organ.proposed());
  sum->set_returned(sum->returned() + organ.returned());
  sum->set_late(sum->late() + organ.late());
  for (const v1::DispositionCount& count : organ.decided()) {
    auto* all = sum->mutable_decided();
    auto found = std::find_if(all->begin(), all->end(), [&](const v1::DispositionCount& one) {
      return one.disposition() == count.disposition();
    });
    v1::DispositionCount& into = found == all->end() ? *all->Add() : *found;
    into.set_disposition(count.disposition());
    into.set_count(into.count() + count.count());
  }
}

void ShowBoard(const v1::Campaign& campaign, const Visit& visit, Dictionary& body) {
  Dictionary* board = body.AddSectionDictionary("BOARD");
  for (v1::CleanupItemState state :
       {v1::CLEANUP_ITEM_STATE_PENDING, v1::CLEANUP_ITEM_STATE_PROPOSED,
        v1::CLEANUP_ITEM_STATE_RETURNED, v1::CLEANUP_ITEM_STATE_REVIEWED}) {
    board->AddSectionDictionary("STATE")->SetValue("WORDS", StateWords(state, visit));
  }
  v1::OrganProgress sum;
  for (const v1::OrganProgress& organ : campaign.progress()) {
    ShowOrgan(organ,
              organ.organ().empty() ? visit.words.Say("desk_organ_unknown") : organ.display_name(),
              visit, campaign.name(), *board);
    Add(organ, &sum);
  }
  ShowOrgan(sum, visit.words.Say("desk_all_organs"), visit, campaign.name(), *board);
}

v1::ListItemsRequest ItemsAsked(const Visit& visit, const std::string& campaign) {
  v1::ListItemsRequest list;
  list.set_parent(campaign);
  list.set_page_size(kItemsPerPage);
  list.set_page_token(visit.Query("page"));
  list.set_organ(visit.Query("organ"));
  v1::CleanupItemState state;
  if (v1::CleanupItemState_Parse(visit.Query("state"), &state)) list.add_states(state);
  return list;
}

// What an organ proposes, or what was decided: the day that goes with it, and why.
std::string DetailsOf(const v1::CleanupDecision& made, const Visit& visit) {
  std::string words;
  for (const auto& [field, day] : {std::pair("last_valid_date", made.last_valid_date()),
                                   std::pair("amend_by_date", made.amend_by_date())}) {
    if (!day.empty())
      absl::StrAppend(&words, FieldLabel(field, visit.language), visit.words.Say("colon"), day,
                      visit.words.Say("comma"));
  }
  if (!made.effective_date().empty())
    absl::StrAppend(&words, visit.words.Say("cleanup_from", {made.effective_date()}),
                    visit.words.Say("comma"));
  return absl::StrCat(words, made.reason());
}

// Whether the holder of this token may review at all: a rehearsal tells.
bool MayReview(const Site& site, const Visit& visit, const Clerk& clerk, const std::string& item) {
  v1::ReviewItemRequest request;
  request.set_name(item);
  request.mutable_options()->set_validate_only(true);
  v1::CampaignItem rehearsed;
  return CallAs(site, visit, clerk.token, kReviewItem, request, &rehearsed).error_code() !=
         grpc::StatusCode::PERMISSION_DENIED;
}

// Lets the clerk accept several proposals of the list at once; where there is one, and for whom
// may.
void ShowChoice(const Site& site, const Visit& visit, const Clerk& clerk,
                const v1::ListItemsResponse& items, const std::string& campaign,
                const std::vector<Dictionary*>& rows, Dictionary* section) {
  const auto proposed = [](const v1::CampaignItem& item) {
    return item.state() == v1::CLEANUP_ITEM_STATE_PROPOSED;
  };
  const auto first = std::find_if(items.items().begin(), items.items().end(), proposed);
  if (first == items.items().end() || !MayReview(site, visit, clerk, first->name())) return;
  Dictionary* choice = section->AddSectionDictionary("ACCEPT");
  choice->SetValue("SEAL", clerk.seal);
  choice->SetValue("REQUEST_ID", NewRequestId());
  choice->SetValue("ACCEPT_URL",
                   visit.Link(absl::StrCat(DeskPath(campaign), "/accept"),
                              {{"organ", visit.Query("organ")}, {"state", visit.Query("state")}}));
  section->ShowSection("CHOOSE");
  for (int i = 0; i < items.items_size(); ++i) {
    Dictionary* cell = rows[i]->AddSectionDictionary("CHOICE");
    if (!proposed(items.items(i))) continue;
    Dictionary* box = cell->AddSectionDictionary("BOX");
    box->SetValue("NAME", items.items(i).name());
    box->SetValue("TITLE", items.items(i).title());
    box->SetValue("ETAG", items.items(i).etag());
  }
}

}  // namespace

void ShowCampaign(const Site& site, const Visit& visit, const Clerk& clerk,
                  const v1::Campaign& campaign, Dictionary& body) {
  if (campaign.progress_size() > 0) ShowBoard(campaign, visit, body);
  const v1::ListItemsRequest list = ItemsAsked(visit, campaign.name());
  v1::ListItemsResponse items;
  if (!CallAs(site, visit, clerk.token, "santong.v1.CleanupService/ListItems", list, &items).ok())
    return;
  Dictionary* section = body.AddSectionDictionary("ITEMS");
  if (!list.organ().empty() || list.states_size() > 0) {
    const auto organ =
        std::find_if(campaign.progress().begin(), campaign.progress().end(),
                     [&](const v1::OrganProgress& one) { return one.organ() == list.organ(); });
    const std::string named = list.organ().empty() || organ == campaign.progress().end()
                                  ? list.organ()
                                  : organ->display_name();
    const std::string state = list.states_size() == 0 ? "" : StateWords(list.states(0), visit);
    Dictionary* only = section->AddSectionDictionary("ONLY");
    only->SetValue("WORDS",
                   absl::StrCat(named, named.empty() || state.empty() ? "" : " · ", state));
    only->SetValue("URL", ItemsLink(visit, campaign.name(), "", ""));
  }
  std::vector<Dictionary*> rows;
  for (const v1::CampaignItem& item : items.items()) {
    Dictionary* row = rows.emplace_back(section->AddSectionDictionary("ENTRY"));
    row->SetValue("TITLE", item.title());
    row->SetValue("URL", visit.Link(DeskPath(item.name())));
    row->SetValue("STATE", StateWords(item.state(), visit));
    row->SetValue("NUMBER", item.registration_number().empty() ? item.document_number()
                                                               : item.registration_number());
    const bool reviewed = item.state() == v1::CLEANUP_ITEM_STATE_REVIEWED;
    const v1::CleanupDecision& made = reviewed ? item.decision() : item.proposal();
    const std::string result = ValueLabel(
        *v1::Disposition_descriptor()->FindValueByNumber(made.disposition()), visit.language);
    row->SetValue("DISPOSITION",
                  made.planned() ? visit.words.Say("cleanup_planned", {result}) : result);
    Show(*row, "DETAILS", DetailsOf(made, visit));
  }
  ShowChoice(site, visit, clerk, items, campaign.name(), rows, section);
  if (!items.next_page_token().empty()) {
    AddLink(*section, "MORE",
            visit.Link(DeskPath(campaign.name()), {{"page", items.next_page_token()},
                                                   {"organ", visit.Query("organ")},
                                                   {"state", visit.Query("state")}}),
            visit.words.Say("desk_more"));
  }
}

}  // namespace santong::pages
