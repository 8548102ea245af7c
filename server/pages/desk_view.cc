#include "server/pages/desk_view.h"

#include "absl/strings/str_cat.h"
#include "server/pages/desk_record.h"
#include "server/pages/refusal.h"

namespace santong::pages {
namespace {

// Where one can go; where one is, is said.
void AddPlace(const char* path, const char* word, const Visit& visit, Dictionary& head) {
  Dictionary* place = head.AddSectionDictionary("DESK_NAV");
  place->SetValue("URL", visit.Link(path));
  place->SetValue("WORDS", visit.words.Say(word));
  if (visit.request.path == path) place->ShowSection("CURRENT");
}

// What the address asked for, but for how the page looks.
gateway::Fields FieldsAsked(const Visit& visit) {
  gateway::Fields fields;
  for (const auto& [name, value] : visit.request.query) {
    if (name != "lang" && name != "mode") fields.emplace_back(name, value);
  }
  return fields;
}

}  // namespace

void FillDesk(const Site& site, const Visit& visit, const Clerk& clerk, View& view) {
  view.frame().AddSectionDictionary("DESK")->SetValue("DESK_STYLE_URL", site.AssetUrl("desk.css"));
  view.body().SetValue("SEAL", clerk.seal);
  Dictionary& head = *Include(view.body(), "DESK_HEAD", "desk_head.html");
  head.SetValue("SEAL", clerk.seal);
  head.SetValue("LOGOUT_URL", visit.Link("/desk/logout"));
  AddPlace("/desk", "desk_title", visit, head);
  AddPlace("/desk/documents", "desk_documents", visit, head);
  AddPlace("/desk/filings", "desk_filings", visit, head);
  AddPlace("/desk/objections", "desk_objections", visit, head);
  AddPlace("/desk/campaigns", "desk_campaigns", visit, head);
  AddPlace("/desk/statistics", "desk_statistics", visit, head);
  AddPlace("/desk/new", "desk_new", visit, head);
}

void FillAct(const ActForm& form, const std::vector<Wrong>& wrong, const Visit& visit,
             Dictionary& body) {
  body.SetValue("LABEL", form.label);
  body.SetValue("RESOURCE_TITLE",
                form.resource_title.empty() ? form.resource : form.resource_title);
  body.SetValue("RESOURCE_URL", visit.Link(DeskPath(form.resource)));
  body.SetValue("ACT_URL", visit.Link(absl::StrCat(DeskPath(form.resource), "/", form.path)));
  body.SetValue("REQUEST_ID", RequestIdAgain(wrong, visit));
  body.SetValue("ETAG", form.etag);
  Show(body, "SAID", form.said);
  ShowWrong(wrong, body);
}

gateway::HttpResponse Redirect(const std::string& url) {
  return {303, {{"Location", url}, {"Cache-Control", "no-store"}}, ""};
}

gateway::HttpResponse ToLogin(const Visit& visit) {
  const gateway::Fields fields = FieldsAsked(visit);
  // The desk itself is where a log-in leads without being told.
  const bool elsewhere = visit.request.path != "/desk" || !fields.empty();
  return Redirect(visit.Link(
      "/desk/login", {{"to", elsewhere ? visit.Link(visit.request.path, fields) : std::string()}}));
}

bool CameTooLate(const Visit& visit) {
  return !visit.form.Value("seal").empty() && !ClerkOf(visit.request).has_value() &&
         visit.request.path != "/desk/logout";
}

gateway::HttpResponse KeptForm(const Site& site, const Visit& visit) {
  View view(site, visit, "desk_kept.html", visit.words.Say("desk_kept_title"));
  Dictionary& body = view.body();
  body.SetValue("LOGIN_URL", visit.Link("/desk/login"));
  body.SetValue("ACTION_URL", visit.Link(visit.request.path, FieldsAsked(visit)));
  if (!visit.form.files.empty()) body.ShowSection("FILES");
  for (const auto& [name, value] : visit.form.fields) {
    Dictionary* hidden = body.AddSectionDictionary("HIDDEN");
    hidden->SetValue("NAME", name);
    hidden->SetValue("VALUE", value);
  }
  return view.Answer(401);
}

gateway::HttpResponse DeskRefusal(const Site& site, const Visit& visit,
                                  const grpc::Status& status) {
  if (status.error_code() == grpc::StatusCode::UNAUTHENTICATED) return ToLogin(visit);
  return RefusalPage(site, visit, status);
}

gateway::HttpResponse ForeignForm(const Site& site, const Visit& visit) {
  return RefusalPage(site, visit,
                     Refusal{.http_status = 403, .words = visit.words.Say("desk_foreign_form")});
}

}  // namespace santong::pages
