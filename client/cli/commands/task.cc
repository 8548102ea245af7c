// task: what waits, most urgent first; also as a calendar; what is put away.
#include <CLI/CLI.hpp>

#include "absl/time/clock.h"
#include "client/cli/commands/nouns.h"
#include "client/cli/exit_code.h"
#include "client/cli/output/record.h"
#include "client/ical/task_calendar.h"
#include "client/lib/methods.h"
#include "santong/v1/task_service.pb.h"

namespace santong::cli {
namespace {

using google::protobuf::Message;

constexpr int kEverything = 1'000'000;

int WriteCalendar(Session& session, const std::string& path) {
  auto client = session.Client();
  if (!client.ok()) return session.Fail(client.status());
  v1::ListTasksRequest request;
  v1::ListTasksResponse tasks;
  if (absl::Status status = (*client)->List(client::kListTasks, &request, &tasks, kEverything);
      !status.ok()) {
    return session.Fail(status);
  }
  const std::string text = ical::FormatTasks(
      tasks.tasks(), [&](const char* field) { return FieldWord(field, session.language()); },
      absl::Now());
  return WriteFile(session, path.empty() ? "-" : path, text);
}

}  // namespace

void AddTaskCommands(Commands& commands) {
  CLI::App& task = *commands.Noun(commands.root(), "task", say::kHelpTask);
  const auto fail_if_overdue = std::make_shared<bool>(false);
  CallSpec spec{"list",
                &say::kHelpTaskList,
                &client::kListTasks,
                {{"--kind", "kinds"}, {"--overdue-only", "overdue_only"}}};
  spec.show = [fail_if_overdue](Session& session, const Message&, const Message& response) {
    const auto& tasks = static_cast<const v1::ListTasksResponse&>(response);
    Table table = ListTable(EntriesOf(response),
                            {"clock.due_date", "overdue", "todo_zh", "resource", "title", "details",
                             "clock.unconfirmed", "event"},
                            session.language());
    const int exit_code = session.Print(response, std::move(table));
    if (exit_code != kExitOk || !*fail_if_overdue) return exit_code;
    for (const auto& one : tasks.tasks()) {
      if (one.overdue()) return static_cast<int>(kExitOverdue);
    }
    return static_cast<int>(kExitOk);
  };
  AddCall(commands, task, spec)
      ->add_flag("--fail-if-overdue", *fail_if_overdue,
                 say::kHelpFailIfOverdue.In(commands.language()));
  AddCall(
      commands, task,
      {"dismiss",
       &say::kHelpTaskDismiss,
       &client::kDismissCitation,
       {{"DOCUMENT", "name", Form::kDocument, true}, {"--event", "event"}, {"--reason", "reason"}},
       {"name", "state", "title"},
       &say::kDocumentMoved});
  const auto path = std::make_shared<std::string>();
  auto* calendar = commands.Verb(task, "calendar", say::kHelpTaskCalendar,
                                 [=](Session& session) { return WriteCalendar(session, *path); });
  calendar->add_option("FILE", *path, say::kHelpTaskCalendarFile.In(commands.language()));
}

}  // namespace santong::cli
