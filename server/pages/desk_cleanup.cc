// The desk: a new cleanup (部署清理), which is opened from its record once it is planned.
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "santong/v1/admin_service.pb.h"
#include "santong/v1/cleanup_service.pb.h"
#include "server/pages/desk.h"
#include "server/pages/desk_form.h"
#include "server/pages/desk_record.h"
#include "server/pages/desk_routes.h"
#include "server/pages/desk_view.h"
#include "server/pages/refusal.h"
#include "server/pages/view.h"

namespace santong::pages {
namespace {

using gateway::HttpResponse;

constexpr int kJurisdictionsMax = 300;
constexpr const char* kFields[] = {"title",       "campaign_kind", "jurisdiction",     "subject",
                                   "changed_law", "cutoff_date",   "proposal_due_date"};
constexpr std::array kConditionFields = std::to_array<ConditionField>({
    {"JurisdictionIsKnown", "jurisdiction"},
    {"KindIsStated", "campaign_kind"},
    {"SpecialHasItsCause", "subject"},
    {"CutoffIsNotAhead", "cutoff_date"},
    {"ProposalsHaveTime", "proposal_due_date"},
});

// The places of the register by their names; none where they are too many to choose from, or where
// the register does not say: the form asks for the resource name then.
Offers PlacesOffered(const Site& site, const Visit& visit, const Clerk& clerk) {
  v1::ListJurisdictionsRequest list;
  list.set_page_size(kJurisdictionsMax);
  v1::ListJurisdictionsResponse places;
  if (!CallAs(site, visit, clerk.token, "santong.v1.AdminService/ListJurisdictions", list, &places)
           .ok() ||
      !places.next_page_token().empty()) {
    return {};
  }
  Offer offer;
  for (const v1::Jurisdiction& place : places.jurisdictions())
    offer.choices.push_back({place.name(), place.display_name()});
  Offers offers;
  offers.insert_or_assign("jurisdiction", std::move(offer));
  return offers;
}

HttpResponse PlanPage(const Site& site, const Visit& visit, const Clerk& clerk,
                      const v1::Campaign& campaign, const Offers& offers,
                      const std::vector<Wrong>& wrong, const std::string& said) {
  const std::string label = visit.words.Say("desk_new_campaign");
  View view(site, visit, "desk_act.html",
            wrong.empty() ? label : visit.words.Say("title_wrong", {label}));
  FillDesk(site, visit, clerk, view);
  Dictionary& body = view.body();
  body.SetValue("LABEL", label);
  body.SetValue("RESOURCE_TITLE", visit.words.Say("desk_campaigns"));
  body.SetValue("RESOURCE_URL", visit.Link("/desk/campaigns"));
  body.SetValue("ACT_URL", visit.Link("/desk/campaigns/new"));
  body.SetValue("REQUEST_ID", RequestIdAgain(wrong, visit));
  Show(body, "SAID", said);
  Show(body, "ABOUT", visit.words.Say("desk_about_CreateCampaign"));
  ShowWrong(NamedByLabels(campaign, visit, wrong, offers), body);
  ShowFields(campaign, visit, wrong, offers, *Include(body, "FIELDS", "desk_fields.html"),
             {.only = kFields});
  return view.Answer(wrong.empty() ? 200 : 400);
}

}  // namespace

HttpResponse DeskNewCampaign(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  return PlanPage(site, visit, *clerk, {}, PlacesOffered(site, visit, *clerk), {}, "");
}

HttpResponse DeskCreateCampaign(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  if (!IsOwnForm(visit, *clerk)) return ForeignForm(site, visit);
  const Offers offers = PlacesOffered(site, visit, *clerk);
  const bool rehearsed = !visit.form.Value("rehearse").empty();
  v1::CreateCampaignRequest request;
  ReadFields(visit.form, offers, request.mutable_campaign());
  request.mutable_options()->set_request_id(visit.form.Value("request_id"));
  request.mutable_options()->set_validate_only(rehearsed);
  v1::Campaign campaign;
  const grpc::Status status = CallAs(
      site, visit, clerk->token, "santong.v1.CleanupService/CreateCampaign", request, &campaign);
  if (status.ok() && !rehearsed)
    return Redirect(visit.Link(DeskPath(campaign.name()), {{"done", "CreateCampaign"}}));
  std::vector<Wrong> wrong;
  if (!status.ok()) {
    Refusal refusal = RefusalOf(status, visit);
    for (Wrong& one : refusal.wrong) {
      one.name =
          FieldOfWrong(kConditionFields, std::string(absl::StripPrefix(one.name, "campaign.")));
    }
    auto in_form = WrongInForm(refusal);
    if (!in_form.has_value()) return DeskRefusal(site, visit, status);
    wrong = *std::move(in_form);
  }
  return PlanPage(site, visit, *clerk, request.campaign(), offers, wrong,
                  wrong.empty() ? visit.words.Say("desk_rehearsed") : "");
}

}  // namespace santong::pages
