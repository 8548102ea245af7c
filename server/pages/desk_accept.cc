// The desk: many proposals of a cleanup accepted at once (批量审核). Each is a call of its own with
// the etag that its row was read with, so that one that cannot be accepted keeps no other back.
#include "absl/strings/str_cat.h"
#include "santong/v1/cleanup_service.pb.h"
#include "server/pages/desk.h"
#include "server/pages/desk_record.h"
#include "server/pages/desk_routes.h"
#include "server/pages/desk_view.h"
#include "server/pages/refusal.h"
#include "server/pages/request_id.h"

namespace santong::pages {
namespace {

using gateway::HttpResponse;

std::string CampaignOf(const Visit& visit) { return absl::StrCat("campaigns/", visit.captured[0]); }

// The board as the clerk had it.
std::string BoardLink(const Visit& visit) {
  return absl::StrCat(visit.Link(DeskPath(CampaignOf(visit)), {{"organ", visit.Query("organ")},
                                                               {"state", visit.Query("state")}}),
                      "#items");
}

bool IsRehearsal(const Visit& visit) { return !visit.form.Value("rehearse").empty(); }

grpc::Status Accept(const Site& site, const Visit& visit, const Clerk& clerk,
                    const std::string& item) {
  v1::ReviewItemRequest request;
  request.set_name(item);
  v1::ActOptions& options = *request.mutable_options();
  options.set_etag(visit.form.Value(absl::StrCat("etag:", item)));
  options.set_request_id(RequestIdOf(visit.form.Value("request_id"), item));
  options.set_validate_only(IsRehearsal(visit));
  v1::CampaignItem reviewed;
  return CallAs(site, visit, clerk.token, "santong.v1.CleanupService/ReviewItem", request,
                &reviewed);
}

void ShowResult(const std::string& item, const grpc::Status& status, const Visit& visit,
                Dictionary& body) {
  Dictionary* row = body.AddSectionDictionary("RESULT");
  row->SetValue("URL", visit.Link(DeskPath(item)));
  row->SetValue("TITLE", visit.form.Value(absl::StrCat("title:", item)));
  row->SetValue("TONE", status.ok() ? "good" : "ended");
  row->SetValue("WORDS", visit.words.Say(!status.ok()         ? "desk_not_accepted"
                                         : IsRehearsal(visit) ? "desk_acceptable"
                                                              : "desk_accepted"));
  if (!status.ok()) row->SetValue("WHY", AllWords(RefusalOf(status, visit)));
}

}  // namespace

HttpResponse DeskBoard(const Site&, const Visit& visit) { return Redirect(BoardLink(visit)); }

HttpResponse DeskAccept(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  if (!IsOwnForm(visit, *clerk)) return ForeignForm(site, visit);
  const std::vector<std::string> items = visit.form.Values("item");
  if (items.empty()) {
    return RefusalPage(site, visit,
                       Refusal{.http_status = 400, .words = visit.words.Say("desk_accept_none")});
  }
  View view(site, visit, "desk_accepted.html", visit.words.Say("desk_accepted_title"));
  FillDesk(site, visit, *clerk, view);
  size_t accepted = 0;
  for (const std::string& item : items) {
    const grpc::Status status = Accept(site, visit, *clerk, item);
    if (status.error_code() == grpc::StatusCode::UNAUTHENTICATED) return ToLogin(visit);
    if (status.ok()) ++accepted;
    ShowResult(item, status, visit, view.body());
  }
  view.body().SetValue(
      "SUMMARY",
      visit.words.Say(IsRehearsal(visit) ? "desk_accept_rehearsed" : "desk_accept_summary",
                      {absl::StrCat(accepted), absl::StrCat(items.size() - accepted)}));
  view.body().SetValue("BOARD_URL", BoardLink(visit));
  return view.Answer();
}

}  // namespace santong::pages
