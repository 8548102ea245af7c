// admin standby: what a server is to its twin, and making a standby the first.
#include <CLI/CLI.hpp>

#include "client/cli/commands/nouns.h"
#include "client/cli/exit_code.h"
#include "client/cli/output/record.h"
#include "client/lib/methods.h"
#include "santong/v1/standby_service.pb.h"

namespace santong::cli {
namespace {

using google::protobuf::Message;

// Says what is lost.
int ShowPromoted(Session& session, const Message&, const Message& response) {
  const auto& promoted = static_cast<const v1::PromoteStandbyResponse&>(response);
  const int exit_code = session.Print(promoted, DetailTable(promoted, session.language()));
  if (exit_code != kExitOk) return exit_code;
  if (promoted.fenced() || promoted.standby_required()) {
    session.Say(say::kPromotedWhole, promoted.standby_term());
  } else {
    session.Say(say::kPromotedTail, promoted.standby_term(), promoted.last_event_sequence(),
                promoted.first_last_event_sequence(), promoted.heard_millis_ago());
  }
  return kExitOk;
}

}  // namespace

void AddStandbyCommands(Commands& commands, CLI::App& admin) {
  CLI::App& noun = *commands.Noun(admin, "standby", say::kHelpStandby);
  AddCall(commands, noun, {"show", &say::kHelpStandbyShow, &client::kGetStandby, {}});
  AddCall(commands, noun,
          {"promote",
           &say::kHelpStandbyPromote,
           &client::kPromoteStandby,
           {{"--first-is-off", "first_is_off", Form::kPlain, false, &say::kHelpFirstIsOff}},
           {},
           nullptr,
           nullptr,
           ShowPromoted});
}

}  // namespace santong::cli
