// admin principal, admin token: who may call.
#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "client/cli/commands/nouns.h"
#include "client/cli/exit_code.h"
#include "client/cli/local_error.h"
#include "client/cli/output/record.h"
#include "client/lib/methods.h"
#include "santong/v1/principal.pb.h"

namespace santong::cli {
namespace {

using google::protobuf::Message;

const std::vector<std::string> kPrincipal = {"name",         "display_name", "organ",
                                             "jurisdiction", "roles",        "disabled"};
const std::vector<std::string> kToken = {"name", "purpose", "create_time", "expire_time",
                                         "revoke_time"};
constexpr mode_t kOwnerOnly = 0600;

std::vector<Flag> PrincipalFlags(const Flag& name) {
  return {name,
          {"--name", "principal.display_name", Form::kPlain, false, &say::kHelpDisplayName},
          {"--organ", "principal.organ", Form::kOrgan},
          {"--jurisdiction", "principal.jurisdiction", Form::kJurisdiction},
          {"--role", "principal.roles"},
          {"--certificate-subject", "principal.certificate_subject"},
          {"--disabled", "principal.disabled"}};
}

// That a new file can be made there; none is named by an empty path.
absl::Status CanWriteNew(const std::string& path) {
  if (path.empty()) return absl::OkStatus();
  if (access(path.c_str(), F_OK) == 0) return Misuse(say::kFileExists, path);
  const auto folder = std::filesystem::absolute(path).parent_path();
  return access(folder.c_str(), W_OK | X_OK) == 0 ? absl::OkStatus()
                                                  : Misuse(say::kFileNotWritten, path);
}

// Writes the secret to a new file that only its owner may read; never over another.
absl::Status WriteSecret(const std::string& path, const std::string& secret) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly);
  if (file < 0) return Misuse(say::kFileNotWritten, path);
  const std::string line = secret + "\n";
  const bool written = write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  return close(file) == 0 && written ? absl::OkStatus() : Misuse(say::kFileNotWritten, path);
}

void AddTokenCreate(Commands& commands, CLI::App& noun) {
  const auto path = std::make_shared<std::string>();
  CallSpec spec{"create",
                &say::kHelpTokenCreate,
                &client::kCreateToken,
                {{"PRINCIPAL", "parent", Form::kPrincipal, true},
                 {"--purpose", "purpose"},
                 {"--expires", "expire_time", Form::kInstant}}};
  // Before the call, so that no token is made whose secret is lost.
  spec.prepare = [path](Session& session, Message*) {
    return path->empty() ? session.CheckPrintsWhole() : CanWriteNew(*path);
  };
  spec.show = [path](Session& session, const Message&, const Message& response) -> int {
    v1::Token token = static_cast<const v1::Token&>(response);
    if (token.secret().empty()) return session.Fail(Misuse(say::kSecretGone, token.name()));
    if (!path->empty()) {
      const absl::Status status = WriteSecret(*path, token.secret());
      if (!status.ok()) return session.Fail(status);
      token.clear_secret();
      session.Say(say::kSecretWritten, token.name(), *path);
    } else {
      session.Say(say::kSecretOnce, token.name());
    }
    return session.Print(token, DetailTable(token, session.language()));
  };
  AddCall(commands, noun, spec)
      ->add_option("--out", *path, say::kHelpTokenOut.In(commands.language()));
}

}  // namespace

void AddPrincipalCommands(Commands& commands, CLI::App& admin) {
  CLI::App& noun = *commands.Noun(admin, "principal", say::kHelpPrincipal);
  AddCall(
      commands, noun,
      {"create", &say::kHelpPrincipalCreate, &client::kCreatePrincipal,
       PrincipalFlags({"PRINCIPAL", "principal_id", Form::kPlain, true}), kPrincipal, &say::kMade});
  AddCall(commands, noun,
          {"get",
           &say::kHelpGet,
           &client::kGetPrincipal,
           {{"PRINCIPAL", "name", Form::kPrincipal, true}}});
  AddCall(commands, noun, {"list", &say::kHelpList, &client::kListPrincipals, {}, kPrincipal});
  auto flags = PrincipalFlags({"PRINCIPAL", "principal.name", Form::kPrincipal, true});
  flags.push_back({"--etag", "principal.etag", Form::kPlain, false, &say::kHelpEtag});
  AddCall(
      commands, noun,
      {"update", &say::kHelpUpdate, &client::kUpdatePrincipal, flags, kPrincipal, &say::kWritten});
  CLI::App& token = *commands.Noun(admin, "token", say::kHelpToken);
  AddTokenCreate(commands, token);
  AddCall(commands, token,
          {"list",
           &say::kHelpList,
           &client::kListTokens,
           {{"PRINCIPAL", "parent", Form::kPrincipal, true}},
           kToken});
  AddCall(commands, token,
          {"revoke",
           &say::kHelpTokenRevoke,
           &client::kRevokeToken,
           {{"TOKEN", "name", Form::kPlain, true, &say::kHelpTokenName}},
           kToken,
           &say::kTokenRevoked});
}

}  // namespace santong::cli
