// The desk: what should be filed and was not, with the level above and with the standing committee
// (应备未备).
#include "absl/strings/str_cat.h"
#include "santong/v1/filing_service.pb.h"
#include "server/pages/desk.h"
#include "server/pages/desk_offers.h"
#include "server/pages/desk_record.h"
#include "server/pages/desk_routes.h"
#include "server/pages/desk_view.h"

namespace santong::pages {
namespace {

void ShowMissing(const v1::MissingFiling& missing, const Offer& organs, absl::CivilDay today,
                 const Visit& visit, Dictionary* row) {
  const bool committee = missing.kind() == v1::CLOCK_KIND_CONGRESS_FILING;
  row->SetValue("DUE", missing.due_date());
  row->SetValue("LEFT", DaysLeft(missing.due_date(), today, visit.words));
  row->SetValue("TONE", missing.overdue() ? "ended" : "wait");
  row->SetValue("WITH",
                visit.words.Say(committee ? "desk_missing_committee" : "desk_missing_above"));
  row->SetValue("TITLE", missing.title().empty() ? missing.document() : missing.title());
  row->SetValue("URL", visit.Link(DeskPath(missing.document())));
  row->SetValue("ORGAN", WordsOf(organs, missing.organ()));
  // The other is made as a filing of its own.
  if (committee)
    AddLink(*row, "RECORD",
            visit.Link(absl::StrCat(DeskPath(missing.document()), "/RecordCongressFiling")),
            visit.words.Say("desk_missing_record"));
}

}  // namespace

gateway::HttpResponse DeskMissing(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  v1::ListFilingsRequest request;
  request.set_missing(true);
  request.set_overdue_only(visit.Query("overdue") == "yes");
  v1::ListFilingsResponse response;
  const grpc::Status status =
      CallAs(site, visit, clerk->token, "santong.v1.FilingService/ListFilings", request, &response);
  if (!status.ok()) return DeskRefusal(site, visit, status);
  Offers offers = OrgansOffered(site, visit, *clerk);
  View view(site, visit, "desk_missing.html", visit.words.Say("desk_missing"));
  FillDesk(site, visit, *clerk, view);
  Dictionary& body = view.body();
  int overdue = 0;
  for (const v1::MissingFiling& missing : response.missing()) {
    overdue += missing.overdue() ? 1 : 0;
    ShowMissing(missing, offers["organ"], site.options().today(), visit,
                body.AddSectionDictionary("MISSING"));
  }
  const int shown = response.missing_size();
  body.SetValue("SUMMARY",
                visit.words.Say("desk_summary", {absl::StrCat(shown), absl::StrCat(overdue)}));
  if (response.more_missing()) {
    body.SetValueAndShowSection(
        "CUT", visit.words.Say("desk_missing_cut", {absl::StrCat(response.missing_size())}),
        "MORE");
  }
  body.ShowSection(shown == 0 ? "NONE" : "SOME");
  AddLink(body, "FILTER", visit.Link("/desk/filings/missing"), visit.words.Say("desk_all"));
  AddLink(body, "FILTER", visit.Link("/desk/filings/missing", {{"overdue", "yes"}}),
          visit.words.Say("desk_overdue_only"));
  AddLink(body, "FILTER", visit.Link("/desk/filings"), visit.words.Say("desk_filings"));
  return view.Answer();
}

}  // namespace santong::pages
