// task: what waits, most urgent first.
#include <CLI/CLI.hpp>

#include "client/cli/commands/nouns.h"
#include "client/cli/exit_code.h"
#include "client/cli/output/record.h"
#include "client/lib/methods.h"

namespace santong::cli {
namespace {

using google::protobuf::Message;

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
}

}  // namespace santong::cli
