// The desk: logging in and out.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "santong/v1/task_service.pb.h"
#include "server/pages/desk.h"
#include "server/pages/desk_routes.h"
#include "server/pages/desk_view.h"
#include "server/pages/refusal.h"

namespace santong::pages {
namespace {

using gateway::HttpResponse;

// The page of the desk that was asked for before the log-in; empty for anything else, as a link
// from elsewhere may have it.
std::string AskedFor(const Visit& visit) {
  const std::string to = visit.Query("to");
  const bool plain = std::all_of(to.begin(), to.end(), [](char c) {
    return absl::ascii_isgraph(static_cast<unsigned char>(c)) && c != '\\';
  });
  const bool desks = absl::StartsWith(to, "/desk/") || absl::StartsWith(to, "/desk?");
  return plain && desks && !absl::StrContains(to, "//") ? to : "";
}

// The log-in itself keeps it.
std::string LoginUrl(const Visit& visit) {
  return visit.Link("/desk/login", {{"to", AskedFor(visit)}});
}

}  // namespace

HttpResponse DeskLogin(const Site& site, const Visit& visit) {
  View view(site, visit, "desk_login.html", visit.words.Say("desk_login_title"));
  view.body().SetValue("LOGIN_URL", LoginUrl(visit));
  return view.Answer();
}

HttpResponse DeskLoggedIn(const Site& site, const Visit& visit) {
  // Another site would log the clerk in as somebody else, whose acts theirs would then be.
  if (!IsFromHere(visit)) return ForeignForm(site, visit);
  const std::string token = visit.form.Value("token");
  grpc::Status status(grpc::StatusCode::UNAUTHENTICATED, "");
  if (IsToken(token)) {
    v1::ListTasksRequest request;
    request.set_page_size(1);
    v1::ListTasksResponse response;
    status = CallAs(site, visit, token, "santong.v1.TaskService/ListTasks", request, &response);
  }
  if (status.ok()) {
    const std::string to = AskedFor(visit);
    HttpResponse response = Redirect(to.empty() ? visit.Link("/desk") : to);
    response.headers.emplace_back("Set-Cookie", CookieOf(token, visit.request.tls));
    return response;
  }
  if (status.error_code() != grpc::StatusCode::UNAUTHENTICATED &&
      status.error_code() != grpc::StatusCode::PERMISSION_DENIED) {
    return RefusalPage(site, visit, status);
  }
  const std::string title = visit.words.Say("desk_login_title");
  View view(site, visit, "desk_login.html", visit.words.Say("title_wrong", {title}));
  view.body().SetValue("LOGIN_URL", LoginUrl(visit));
  ShowWrong({{"token", visit.words.Say("desk_login_wrong")}}, view.body());
  view.body().ShowSection("WRONG_TOKEN");
  return view.Answer(401);
}

HttpResponse DeskLogout(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (clerk.has_value() && !IsOwnForm(visit, *clerk)) return ForeignForm(site, visit);
  HttpResponse response = Redirect(visit.Link("/desk/login"));
  response.headers.emplace_back("Set-Cookie", EndedCookie(visit.request.tls));
  return response;
}

}  // namespace santong::pages
