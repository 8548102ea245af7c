// The desk: what waits for the clerk, and on which days it is due.
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "client/ical/task_calendar.h"
#include "santong/v1/task_service.pb.h"
#include "server/pages/desk.h"
#include "server/pages/desk_offers.h"
#include "server/pages/desk_record.h"
#include "server/pages/desk_routes.h"
#include "server/pages/desk_view.h"
#include "server/pages/desk_words.h"
#include "server/pages/refusal.h"

namespace santong::pages {
namespace {

using gateway::HttpResponse;

// Weeks of the calendar of due days.
constexpr int kWeeks = 6;
constexpr int kTasksForCalendar = 1000;
constexpr int kTasksShown = 50;

constexpr char kListTasks[] = "santong.v1.TaskService/ListTasks";

// What has a due day.
v1::ListTasksRequest DatedTasks() {
  v1::ListTasksRequest request;
  request.set_page_size(kTasksForCalendar);
  request.add_kinds(v1::TASK_KIND_CLOCK);
  request.add_kinds(v1::TASK_KIND_CLEANUP);
  request.add_kinds(v1::TASK_KIND_FILING_LIST);
  return request;
}

// What is due up to `last` and maybe some that is later, in the order of days: a call has a part of
// it, which what is overdue may fill alone.
grpc::Status ReadDated(const Site& site, const Visit& visit, const std::string& token,
                       absl::CivilDay last, v1::ListTasksResponse* all) {
  v1::ListTasksRequest request = DatedTasks();
  absl::CivilDay day = absl::CivilDay::min();
  do {
    v1::ListTasksResponse page;
    const grpc::Status status = CallAs(site, visit, token, kListTasks, request, &page);
    if (!status.ok()) return status;
    request.set_page_token(page.next_page_token());
    if (!page.tasks().empty())
      (void)absl::ParseCivilTime(page.tasks().rbegin()->clock().due_date(), &day);
    all->MergeFrom(page);
  } while (!request.page_token().empty() && day <= last);
  return grpc::Status::OK;
}

absl::CivilDay MondayOf(absl::CivilDay day) {
  while (absl::GetWeekday(day) != absl::Weekday::monday) --day;
  return day;
}

// How many due days fall on each day of the next weeks, Monday first; the calendar file has the
// same.
void ShowCalendar(const v1::ListTasksResponse& response, absl::CivilDay today, const Visit& visit,
                  Dictionary& body) {
  std::map<absl::CivilDay, int> due;
  for (const v1::Task& task : response.tasks()) {
    absl::CivilDay day;
    if (absl::ParseCivilTime(task.clock().due_date(), &day)) ++due[day];
  }
  const absl::CivilDay monday = MondayOf(today);
  for (int week = 0; week < kWeeks; ++week) {
    Dictionary* row = body.AddSectionDictionary("WEEK");
    for (int weekday = 0; weekday < 7; ++weekday) {
      const absl::CivilDay day = monday + 7 * week + weekday;
      const auto count = due.find(day);
      const int n = count == due.end() ? 0 : count->second;
      Dictionary* cell = row->AddSectionDictionary("DAY");
      cell->SetValue("DATE", absl::FormatCivilTime(day));
      cell->SetValue("NUMBER", absl::StrCat(day.day()));
      cell->SetValue("HEAT", n == 0 ? "heat-0" : n < 3 ? "heat-1" : n < 10 ? "heat-2" : "heat-3");
      if (day == today) cell->ShowSection("IS_TODAY");
      if (n > 0) cell->AddSectionDictionary("COUNT")->SetValue("N", absl::StrCat(n));
    }
  }
  body.SetValue("CALENDAR_LABEL", visit.words.Say("desk_calendar"));
}

// What is to be done. The API says it in Chinese alone: in English it is what waits, by the words
// of its clock or of its kind.
std::string TodoOf(const v1::Task& task, const Visit& visit) {
  if (visit.language == Language::kChinese) return task.todo_zh();
  const auto* clock = v1::ClockKind_descriptor()->FindValueByNumber(task.clock().kind());
  const auto* kind = v1::TaskKind_descriptor()->FindValueByNumber(task.kind());
  const bool has_clock = clock != nullptr && clock->number() != 0;
  if (!has_clock && kind == nullptr) return "";  // of a newer register
  return ValueLabel(has_clock ? *clock : *kind, visit.language);
}

void ShowTask(const v1::Task& task, absl::CivilDay today, const Visit& visit, Dictionary* row) {
  row->SetValue("ACT", TodoOf(task, visit));
  if (visit.language == Language::kEnglish) Show(*row, "TODO_ZH", task.todo_zh());
  row->SetValue("TITLE", task.title().empty() ? task.resource() : task.title());
  const std::string path = DeskPath(task.resource());
  if (task.kind() == v1::TASK_KIND_FILING_LIST) {
    row->AddSectionDictionary("LINKED")->SetValue(
        "URL", visit.Link("/desk/list", {{"name", task.resource()}}));
  } else if (path.empty()) {
    row->ShowSection("PLAIN");
  } else {
    row->AddSectionDictionary("LINKED")->SetValue("URL", visit.Link(path));
  }
  if (!task.clock().due_date().empty()) {
    row->SetValue("DUE", task.clock().due_date());
    Show(*row, "LEFT", DaysLeft(task.clock().due_date(), today, visit.words));
  }
  row->SetValue("TONE", task.overdue() ? "ended" : "wait");
  if (task.kind() == v1::TASK_KIND_CITATION) {
    Show(*row, "DETAILS", CitedChange(task, visit));
    AddLink(*row, "PUT_AWAY",
            visit.Link(absl::StrCat(path, "/DismissCitation"), {{"event", task.event()}}),
            visit.words.Say("desk_put_away"));
    return;
  }
  const char* between = visit.language == Language::kChinese ? "；" : "; ";
  std::string details;
  for (const std::string& detail : task.details())
    absl::StrAppend(&details, details.empty() ? "" : between, NamedLabel(detail, visit.language));
  Show(*row, "DETAILS", details);
}

// A page of the list. A call reads no more than some rows, however few of them are the clerk's: it
// is repeated until the page is full or the list ends, within reason.
grpc::Status ReadTasks(const Site& site, const Visit& visit, const std::string& token,
                       v1::ListTasksRequest request, v1::ListTasksResponse* response) {
  constexpr int kCallsMax = 10;
  for (int call = 0; call < kCallsMax; ++call) {
    request.set_page_size(kTasksShown - response->tasks_size());
    v1::ListTasksResponse more;
    const grpc::Status status = CallAs(site, visit, token, kListTasks, request, &more);
    if (!status.ok()) return status;
    response->mutable_tasks()->MergeFrom(more.tasks());
    response->set_next_page_token(more.next_page_token());
    if (more.next_page_token().empty() || response->tasks_size() == kTasksShown) break;
    request.set_page_token(more.next_page_token());
  }
  return grpc::Status::OK;
}

}  // namespace

HttpResponse DeskHome(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  v1::ListTasksRequest request;
  request.set_page_token(visit.Query("page"));
  request.set_overdue_only(visit.Query("overdue") == "yes");
  v1::ListTasksResponse response, dated;
  grpc::Status status = ReadTasks(site, visit, clerk->token, request, &response);
  const absl::CivilDay today = site.options().today();
  if (status.ok())
    status = ReadDated(site, visit, clerk->token, MondayOf(today) + 7 * kWeeks, &dated);
  if (!status.ok()) return DeskRefusal(site, visit, status);
  View view(site, visit, "desk_home.html", visit.words.Say("desk_title"));
  FillDesk(site, visit, *clerk, view);
  Dictionary& body = view.body();
  int overdue = 0;
  for (const v1::Task& task : response.tasks()) {
    overdue += task.overdue() ? 1 : 0;
    ShowTask(task, today, visit, body.AddSectionDictionary("TASK"));
  }
  body.SetValue(
      "SUMMARY",
      visit.words.Say(response.next_page_token().empty() ? "desk_summary" : "desk_summary_part",
                      {absl::StrCat(response.tasks_size()), absl::StrCat(overdue)}));
  body.ShowSection(response.tasks().empty() ? "NONE" : "SOME");
  ShowCalendar(dated, today, visit, body);
  AddLink(body, "FILTER", visit.Link("/desk"), visit.words.Say("desk_all"));
  AddLink(body, "FILTER", visit.Link("/desk", {{"overdue", "yes"}}),
          visit.words.Say("desk_overdue_only"));
  AddLink(body, "FILTER", visit.Link("/desk/tasks.ics"), visit.words.Say("desk_calendar_file"));
  if (!response.next_page_token().empty())
    AddLink(body, "MORE",
            visit.Link("/desk",
                       {{"page", response.next_page_token()}, {"overdue", visit.Query("overdue")}}),
            visit.words.Say("desk_more"));
  return view.Answer();
}

HttpResponse DeskCalendar(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  v1::ListTasksResponse all;
  const grpc::Status status = ReadDated(site, visit, clerk->token, absl::CivilDay::max(), &all);
  if (!status.ok()) return DeskRefusal(site, visit, status);
  HttpResponse response =
      Text("text/calendar; charset=utf-8",
           ical::FormatTasks(
               all.tasks(), [&](const char* field) { return FieldLabel(field, visit.language); },
               absl::FromCivil(site.options().today(), absl::UTCTimeZone())));
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"tasks.ics\"");
  return response;
}

}  // namespace santong::pages
