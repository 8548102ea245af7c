// task: what waits, most urgent first; also as a calendar.
#include <CLI/CLI.hpp>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "client/cli/commands/nouns.h"
#include "client/cli/exit_code.h"
#include "client/cli/local_error.h"
#include "client/cli/output/calendar.h"
#include "client/cli/output/record.h"
#include "client/lib/methods.h"

namespace santong::cli {
namespace {

using google::protobuf::Message;

constexpr int kEverything = 1'000'000;

// The lines of an entry: whose it is, why it is due that day, and what is said of it.
CalendarEntry EntryOf(const v1::Task& task, absl::CivilDay day, Language language) {
  const v1::Clock& clock = task.clock();
  std::vector<std::string> lines = {task.resource()};
  const auto add = [&](const char* field, const std::string& text) {
    if (!text.empty()) lines.push_back(absl::StrCat(FieldWord(field, language), " ", text));
  };
  add("organ", task.organ());
  add("start_date", clock.start_date());
  add("due_date", clock.due_date());
  add("article", clock.article());
  lines.insert(lines.end(), task.details().begin(), task.details().end());
  return {absl::StrCat(task.resource(), "/", v1::ClockKind_Name(clock.kind()), "/",
                       clock.start_date(), "@santong"),
          absl::StrCat(task.todo_zh(), " ", task.title()), absl::StrJoin(lines, "\n"), day};
}

int WriteCalendar(Session& session, const std::string& path) {
  auto client = session.Client();
  if (!client.ok()) return session.Fail(client.status());
  v1::ListTasksRequest request;
  v1::ListTasksResponse tasks;
  if (absl::Status status = (*client)->List(client::kListTasks, &request, &tasks, kEverything);
      !status.ok()) {
    return session.Fail(status);
  }
  std::vector<CalendarEntry> entries;
  for (const v1::Task& task : tasks.tasks()) {
    absl::CivilDay day;
    if (absl::ParseCivilTime(task.clock().due_date(), &day)) {
      entries.push_back(EntryOf(task, day, session.language()));
    }
  }
  const std::string text = FormatCalendar("-//santong//santong//ZH", entries, absl::Now());
  if (path.empty()) {
    session.out() << text;
    return kExitOk;
  }
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) return session.Fail(Misuse(say::kFileNotWritten, path));
  return kExitOk;
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
                             "clock.unconfirmed"},
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
  const auto path = std::make_shared<std::string>();
  auto* calendar = commands.Verb(task, "calendar", say::kHelpTaskCalendar,
                                 [=](Session& session) { return WriteCalendar(session, *path); });
  calendar->add_option("FILE", *path, say::kHelpTaskCalendarFile.In(commands.language()));
}

}  // namespace santong::cli
