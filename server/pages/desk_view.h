// What the pages of the desk share.
#pragma once

#include <string>

#include "absl/time/civil_time.h"
#include "server/pages/desk.h"
#include "server/pages/view.h"

namespace santong::pages {

// The head of the desk: where one can go, the seal of its forms, the way out.
void FillDesk(const Site& site, const Visit& visit, const Clerk& clerk, View& view);
// "还有3天", "今天到期", "逾期2天" of a due day, YYYY-MM-DD; empty where there is none.
std::string DaysLeft(const std::string& due, absl::CivilDay today, const Words& words);
// To another page of the desk, to be asked for with GET.
gateway::HttpResponse Redirect(const std::string& url);
// A refusal; back to the login where the token no longer counts.
gateway::HttpResponse DeskRefusal(const Site& site, const Visit& visit, const grpc::Status& status);
// A form that this desk did not give out.
gateway::HttpResponse ForeignForm(const Site& site, const Visit& visit);

}  // namespace santong::pages
