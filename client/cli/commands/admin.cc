// admin: what the operator keeps. Organs, principals, policy, calendars and backups are files of
// their own.
#include <CLI/CLI.hpp>

#include "client/cli/commands/nouns.h"
#include "client/cli/exit_code.h"
#include "client/cli/output/record.h"
#include "client/lib/methods.h"
#include "santong/v1/admin_service.pb.h"

namespace santong::cli {
namespace {

using google::protobuf::Message;

const std::vector<std::string> kJurisdiction = {"name", "display_name", "parent"};

void AddJurisdictionCommands(Commands& commands, CLI::App& admin) {
  CLI::App& noun = *commands.Noun(admin, "jurisdiction", say::kHelpJurisdiction);
  const std::vector<Flag> fields = {
      {"--name", "jurisdiction.display_name", Form::kPlain, false, &say::kHelpDisplayName},
      {"--parent", "jurisdiction.parent", Form::kJurisdiction}};
  AddCall(commands, noun,
          {"create",
           &say::kHelpJurisdictionCreate,
           &client::kCreateJurisdiction,
           {{"CODE", "jurisdiction_id", Form::kPlain, true, &say::kHelpCode}, fields[0], fields[1]},
           kJurisdiction,
           &say::kMade});
  AddCall(commands, noun,
          {"get",
           &say::kHelpGet,
           &client::kGetJurisdiction,
           {{"CODE", "name", Form::kJurisdiction, true, &say::kHelpCode}}});
  AddCall(commands, noun,
          {"list", &say::kHelpList, &client::kListJurisdictions, {}, kJurisdiction});
  AddCall(commands, noun,
          {"update",
           &say::kHelpUpdate,
           &client::kUpdateJurisdiction,
           {{"CODE", "jurisdiction.name", Form::kJurisdiction, true, &say::kHelpCode},
            fields[0],
            fields[1],
            {"--etag", "jurisdiction.etag", Form::kPlain, false, &say::kHelpEtag}},
           kJurisdiction,
           &say::kWritten});
}

// Says yes or no first; a store with problems is a failure.
int ShowVerified(Session& session, const Message&, const Message& response) {
  const auto& found = static_cast<const v1::VerifyStoreResponse&>(response);
  const int exit_code = session.Print(found, DetailTable(found, session.language()));
  if (exit_code != kExitOk) return exit_code;
  session.Say(found.problems_size() == 0 ? say::kStoreSound : say::kStoreDamaged,
              found.problems_size());
  return found.problems_size() == 0 ? kExitOk : kExitUnexpected;
}

// Each warning is said, so the table has none.
int ShowInfo(Session& session, const Message&, const Message& response) {
  const auto& info = static_cast<const v1::GetServerInfoResponse&>(response);
  v1::GetServerInfoResponse shown = info;
  shown.clear_warnings();
  const int exit_code = session.Print(info, DetailTable(shown, session.language()));
  SayWarnings(session, info.warnings());
  return exit_code;
}

}  // namespace

void SayWarnings(Session& session,
                 const google::protobuf::RepeatedPtrField<v1::PlaceWarning>& warnings) {
  const bool is_chinese = session.language() == Language::kChinese;
  for (const v1::PlaceWarning& warning : warnings)
    session.Say(say::kWarning, is_chinese ? warning.text_zh() : warning.text_en());
}

void AddAdminCommands(Commands& commands) {
  CLI::App& admin = *commands.Noun(commands.root(), "admin", say::kHelpAdmin);
  AddJurisdictionCommands(commands, admin);
  AddOrganCommands(commands, admin);
  AddPolicyCommands(commands, admin);
  AddCalendarCommands(commands, admin);
  AddPrincipalCommands(commands, admin);
  AddBackupCommands(commands, admin);
  AddStandbyCommands(commands, admin);
  AddCall(commands, admin,
          {"verify",
           &say::kHelpVerify,
           &client::kVerifyStore,
           {{"--problems-max", "problems_max"}},
           {},
           nullptr,
           nullptr,
           ShowVerified});
  AddCall(commands, admin,
          {"info", &say::kHelpInfo, &client::kGetServerInfo, {}, {}, nullptr, nullptr, ShowInfo});
}

}  // namespace santong::cli
