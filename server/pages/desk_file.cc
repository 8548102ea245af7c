// The desk: a published document is filed (报送备案) with the level above, a department's with its
// own government. The papers that the policy of the place that receives it asks for stand in the
// form.
#include "absl/strings/str_cat.h"
#include "santong/v1/admin_service.pb.h"
#include "santong/v1/document_service.pb.h"
#include "santong/v1/filing_service.pb.h"
#include "server/domain/document/filing_level.h"
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

constexpr char kMaterialsLeaf[] = "filing.materials";
constexpr int kLeavesMax = 1000;
constexpr const char* kFields[] = {"materials"};

// The papers that whoever receives it asks for; none where the register does not say.
void AddMaterialsAskedFor(const Site& site, const Visit& visit, const Clerk& clerk,
                          const v1::Document& document, v1::CreateFilingRequest* request) {
  v1::GetJurisdictionRequest get;
  get.set_name(document.jurisdiction());
  v1::GetOrganRequest get_lead;
  if (document.issuers_size() > 0) get_lead.set_name(document.issuers(0).organ());
  v1::Organ lead;
  const bool known =
      CallAs(site, visit, clerk.token, "santong.v1.AdminService/GetOrgan", get_lead, &lead).ok();
  v1::Jurisdiction place;
  v1::ListPolicyLeavesRequest list;
  list.set_page_size(kLeavesMax);
  v1::ListPolicyLeavesResponse leaves;
  if (!CallAs(site, visit, clerk.token, "santong.v1.AdminService/GetJurisdiction", get, &place)
           .ok()) {
    return;
  }
  const std::string receiver =
      document::ReviewingJurisdiction(known ? &lead : nullptr, place.name(), place.parent());
  list.set_jurisdiction(receiver.empty() ? place.name() : receiver);
  if (!CallAs(site, visit, clerk.token, "santong.v1.AdminService/ListPolicyLeaves", list, &leaves)
           .ok()) {
    return;
  }
  for (const v1::PolicyLeaf& leaf : leaves.leaves()) {
    if (leaf.key() != kMaterialsLeaf) continue;
    for (const std::string& title : leaf.list().items()) request->add_materials()->set_title(title);
  }
}

grpc::Status Fetch(const Site& site, const Visit& visit, const Clerk& clerk,
                   v1::Document* document) {
  v1::GetDocumentRequest get;
  get.set_name(absl::StrCat("documents/", visit.captured[0]));
  return CallAs(site, visit, clerk.token, "santong.v1.DocumentService/GetDocument", get, document);
}

HttpResponse FilePage(const Site& site, const Visit& visit, const Clerk& clerk,
                      const v1::Document& document, const v1::CreateFilingRequest& request,
                      const std::vector<Wrong>& wrong, const std::string& said) {
  const std::string label = visit.words.Say("desk_create_filing");
  View view(site, visit, "desk_act.html",
            wrong.empty() ? label : visit.words.Say("title_wrong", {label}));
  FillDesk(site, visit, clerk, view);
  Dictionary& body = view.body();
  const Offers labels = {{"title", {visit.words.Say("desk_paper"), {}}},
                         {"document_title", {visit.words.Say("desk_paper_title"), {}}}};
  FillAct({.label = label,
           .resource = document.name(),
           .resource_title = document.title(),
           .path = "filing",
           .said = said},
          NamedByLabels(request, visit, wrong, labels), visit, body);
  Show(body, "ABOUT", visit.words.Say("desk_about_CreateFiling"));
  ShowFields(request, visit, wrong, labels, *Include(body, "FIELDS", "desk_fields.html"),
             {.only = kFields});
  return view.Answer(wrong.empty() ? 200 : 400);
}

}  // namespace

HttpResponse DeskFile(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  v1::Document document;
  const grpc::Status status = Fetch(site, visit, *clerk, &document);
  if (!status.ok()) return DeskRefusal(site, visit, status);
  v1::CreateFilingRequest request;
  AddMaterialsAskedFor(site, visit, *clerk, document, &request);
  return FilePage(site, visit, *clerk, document, request, {}, "");
}

HttpResponse DeskCreateFiling(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  if (!IsOwnForm(visit, *clerk)) return ForeignForm(site, visit);
  v1::Document document;
  grpc::Status status = Fetch(site, visit, *clerk, &document);
  if (!status.ok()) return DeskRefusal(site, visit, status);
  const bool rehearsed = !visit.form.Value("rehearse").empty();
  v1::CreateFilingRequest request;
  ReadFields(visit.form, {}, &request);
  request.set_document(document.name());
  request.mutable_options()->set_request_id(visit.form.Value("request_id"));
  request.mutable_options()->set_validate_only(rehearsed);
  v1::Filing filing;
  status =
      CallAs(site, visit, clerk->token, "santong.v1.FilingService/CreateFiling", request, &filing);
  if (status.ok() && !rehearsed)
    return Redirect(visit.Link(DeskPath(filing.name()), {{"done", "CreateFiling"}}));
  std::vector<Wrong> wrong;
  if (!status.ok()) {
    auto in_form = WrongInForm(RefusalOf(status, visit));
    if (!in_form.has_value()) return DeskRefusal(site, visit, status);
    wrong = *std::move(in_form);
    // Where there is no paper at all, the first is asked for.
    for (Wrong& one : wrong) {
      if (one.name == kFields[0]) one.name = "materials[0].title";
    }
  }
  return FilePage(site, visit, *clerk, document, request, wrong,
                  wrong.empty() ? visit.words.Say("desk_rehearsed") : "");
}

}  // namespace santong::pages
