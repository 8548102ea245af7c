// What the pages of the desk share.
#pragma once

#include <string>
#include <vector>

#include "server/pages/clock_words.h"
#include "server/pages/desk.h"
#include "server/pages/refusal.h"
#include "server/pages/view.h"

namespace santong::pages {

// The head of the desk: where one can go, the seal of its forms, the way out.
void FillDesk(const Site& site, const Visit& visit, const Clerk& clerk, View& view);
// The form of one act (desk_act.html), but for its fields.
struct ActForm {
  std::string label;           // what is done
  std::string resource;        // to what: documents/7
  std::string resource_title;  // the name where it has none
  std::string path;            // of the act below the resource's: "filing"
  std::string etag{};
  std::string said{};  // what became of it; may be empty
};
void FillAct(const ActForm& form, const std::vector<Wrong>& wrong, const Visit& visit,
             Dictionary& body);
// To another page of the desk, to be asked for with GET.
gateway::HttpResponse Redirect(const std::string& url);
// To the log-in, which leads back to the page that was asked for.
gateway::HttpResponse ToLogin(const Visit& visit);
// Whether a form of the desk came when nobody was logged in any more, and the page that keeps what
// it held until its clerk is, to be sent again: an empty form after the log-in would lose it.
bool CameTooLate(const Visit& visit);
gateway::HttpResponse KeptForm(const Site& site, const Visit& visit);
// A refusal; back to the login where the token no longer counts.
gateway::HttpResponse DeskRefusal(const Site& site, const Visit& visit, const grpc::Status& status);
// A form that this desk did not give out.
gateway::HttpResponse ForeignForm(const Site& site, const Visit& visit);

}  // namespace santong::pages
