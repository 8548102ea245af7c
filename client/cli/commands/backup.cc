// admin backup: copies of the store, kept where the server's configuration says.
#include <CLI/CLI.hpp>

#include "client/cli/commands/nouns.h"
#include "client/cli/exit_code.h"
#include "client/cli/output/record.h"
#include "client/lib/methods.h"
#include "santong/v1/backup_service.pb.h"

namespace santong::cli {
namespace {

using google::protobuf::Message;

const std::vector<std::string> kBackup = {"name",         "create_time",         "bytes",
                                          "copied_bytes", "last_event_sequence", "log_size"};

// Says each time what a backup does not hold: without the keys it is of no use.
int ShowMade(Session& session, const Message&, const Message& response) {
  const auto& backup = static_cast<const v1::Backup&>(response);
  const int exit_code = session.Print(backup, DetailTable(backup, session.language()));
  if (exit_code != kExitOk) return exit_code;
  session.Say(say::kBackupMade, backup.name(), backup.last_event_sequence());
  session.Say(say::kBackupWithoutKeys);
  return kExitOk;
}

int ShowVerified(Session& session, const Message&, const Message& response) {
  const auto& found = static_cast<const v1::VerifyBackupResponse&>(response);
  const int exit_code = session.Print(found, DetailTable(found, session.language()));
  if (exit_code != kExitOk) return exit_code;
  const bool sound = found.problems_size() == 0;
  session.Say(sound ? say::kBackupSound : say::kBackupDamaged, found.backup().name(),
              found.problems_size());
  return sound ? kExitOk : kExitUnexpected;
}

absl::Status CompleteName(Session&, Message* request) {
  auto& asked = static_cast<v1::VerifyBackupRequest&>(*request);
  asked.set_name(ResourceName("backups", asked.name()));
  return absl::OkStatus();
}

}  // namespace

void AddBackupCommands(Commands& commands, CLI::App& admin) {
  CLI::App& noun = *commands.Noun(admin, "backup", say::kHelpBackup);
  AddCall(commands, noun,
          {"create",
           &say::kHelpBackupCreate,
           &client::kCreateBackup,
           {},
           {},
           nullptr,
           nullptr,
           ShowMade});
  AddCall(commands, noun, {"list", &say::kHelpList, &client::kListBackups, {}, kBackup});
  AddCall(commands, noun,
          {"verify",
           &say::kHelpBackupVerify,
           &client::kVerifyBackup,
           {{"BACKUP", "name", Form::kPlain, true, &say::kHelpBackupName},
            {"--problems-max", "problems_max"}},
           {},
           nullptr,
           CompleteName,
           ShowVerified});
  AddCall(commands, noun,
          {"prune",
           &say::kHelpBackupPrune,
           &client::kPruneBackups,
           {{"--keep", "keep", Form::kPlain, true, &say::kHelpBackupKeep}}});
}

}  // namespace santong::cli
