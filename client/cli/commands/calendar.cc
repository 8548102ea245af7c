// calendar: the arrangement of working days, a file a year. Also under admin.
#include <CLI/CLI.hpp>

#include "client/cli/commands/nouns.h"
#include "client/cli/exit_code.h"
#include "client/cli/message_file.h"
#include "client/cli/output/record.h"
#include "client/lib/methods.h"
#include "santong/v1/admin_service.pb.h"

namespace santong::cli {
namespace {

struct LoadArguments {
  std::vector<std::string> files;
  bool dry_run = false;
};

// One file after the other; a later one is not loaded once one failed. Prints the due days that
// moved.
int Load(Session& session, const LoadArguments& arguments) {
  const auto client = session.Client();
  if (!client.ok()) return session.Fail(client.status());
  v1::CreateCalendarResponse all;
  for (const std::string& file : arguments.files) {
    v1::CreateCalendarRequest request;
    absl::Status status = MergeFile(file, request.mutable_calendar());
    if (!status.ok()) return session.Fail(status);
    request.set_validate_only(arguments.dry_run);
    const auto loaded =
        (*client)->Call<v1::CreateCalendarResponse>(client::kCreateCalendar, request);
    if (!loaded.ok()) {
      session.Say(say::kInFile, file);
      return session.Fail(loaded.status());
    }
    session.Say(say::kCalendarLoaded, loaded->calendar().year(), loaded->calendar().version(),
                loaded->moved_size());
    all.MergeFrom(*loaded);
  }
  if (arguments.dry_run) session.Say(say::kRehearsed);
  if (all.moved_size() == 0 && session.settings().Text("output") == "table") return kExitOk;
  std::vector<const google::protobuf::Message*> moved;
  for (const auto& one : all.moved()) moved.push_back(&one);
  return session.Print(all, ListTable(moved, {"resource", "clock", "old_due_date", "new_due_date"},
                                      session.language()));
}

}  // namespace

void AddCalendarCommands(Commands& commands, CLI::App& parent) {
  CLI::App& calendar = *commands.Noun(parent, "calendar", say::kHelpCalendar);
  const auto arguments = std::make_shared<LoadArguments>();
  auto* load = commands.Verb(calendar, "load", say::kHelpCalendarLoad,
                             [arguments](Session& session) { return Load(session, *arguments); });
  load->add_option("FILE", arguments->files, say::kHelpCalendarFile.In(commands.language()))
      ->required();
  load->add_flag("--dry-run", arguments->dry_run, say::kHelpDryRun.In(commands.language()));
  AddCall(commands, calendar,
          {"list",
           &say::kHelpList,
           &client::kListCalendars,
           {},
           {"name", "year", "version", "source", "create_time"}});
  AddCall(
      commands, calendar,
      {"get", &say::kHelpGet, &client::kGetCalendar, {{"CALENDAR", "name", Form::kPlain, true}}});
}

}  // namespace santong::cli
