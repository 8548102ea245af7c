#include "client/cli/program.h"

#include <CLI/CLI.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/cli/complete.h"
#include "client/cli/exit_code.h"
#include "client/cli/local_error.h"
#include "client/cli/session.h"
#include "client/cli/tree.h"
#include "server/domain/text/similar.h"

namespace santong::cli {
namespace {

// What only certain words may stand for, whoever set it.
absl::Status CheckSettings(const Settings& settings) {
  const std::pair<const char*, std::vector<std::string>> choices[] = {
      {"output", {"table", "json", "yaml", "csv", "name"}},
      {"lang", {"zh", "zh-CN", "en"}},
      {"ambiguous_width", {"1", "2"}},
      {"tls", {"true", "false"}},
      {"no_color", {"true", "false"}}};
  for (const auto& [key, known] : choices) {
    const Value& value = settings.Get(key);
    if (std::find(known.begin(), known.end(), value.text) == known.end()) {
      return Misuse(say::kSettingChoice, value.origin, value.text, absl::StrJoin(known, ", "));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Settings> LoadSettings(const std::map<std::string, std::string>& flags,
                                      const Settings::Environment& environment) {
  auto settings = Settings::Load(flags, environment);
  if (!settings.ok()) return settings.status();
  if (absl::Status status = CheckSettings(*settings); !status.ok()) return status;
  return settings;
}

// The language alone, for the words of what is wrong with the settings: no file is read.
Settings LanguageAlone(const std::map<std::string, std::string>& flags,
                       const Settings::Environment& environment) {
  std::map<std::string, std::string> language;
  if (const auto it = flags.find("lang"); it != flags.end()) language.insert(*it);
  auto settings = Settings::Load(language, [&environment](const char* name) -> const char* {
    const absl::string_view asked = name;
    if (asked == "XDG_CONFIG_HOME") return "/dev/null";  // holds no file
    const bool names_language =
        asked == "SANTONG_LANG" || asked == "LANG" || asked == "LC_MESSAGES" || asked == "LC_ALL";
    return names_language ? environment(name) : nullptr;
  });
  return *std::move(settings);
}

// The command that the arguments reached before they went wrong.
const CLI::App& Reached(const CLI::App& app) {
  const auto parsed = app.get_subcommands();
  return parsed.empty() ? app : Reached(*parsed.back());
}

std::string PathOf(const CLI::App& app) {
  const CLI::App* parent = app.get_parent();
  return parent == nullptr ? "santong" : absl::StrCat(PathOf(*parent), " ", app.get_name());
}

// The words that were expected where another stood.
std::vector<std::string> Expected(const CLI::App& app, const std::string& word) {
  std::vector<std::string> words;
  if (absl::StartsWith(word, "-")) {
    for (const CLI::App* a = &app; a != nullptr; a = a->get_parent()) {
      for (const auto* option : a->get_options()) {
        for (const auto& name : option->get_lnames()) words.push_back("--" + name);
      }
    }
  } else {
    for (const auto* command : app.get_subcommands({})) words.push_back(command->get_name());
  }
  return words;
}

// The first flag that nobody knows, or else the first word; empty when all are known.
std::string FirstUnknown(const CLI::App& root) {
  const auto left = root.remaining(/*recurse=*/true);
  for (const std::string& word : left) {
    if (absl::StartsWith(word, "-")) return word;
  }
  return left.empty() ? "" : left.front();
}

int FailUsage(Session& session, const CLI::App& root, const CLI::ParseError& error) {
  const CLI::App& reached = Reached(root);
  const auto is = [&error](CLI::ExitCodes code) {
    return error.get_exit_code() == static_cast<int>(code);
  };
  const bool wants_command = !reached.get_subcommands({}).empty();
  const std::string word = FirstUnknown(root);
  const std::string what = error.what();
  if (!word.empty() && (is(CLI::ExitCodes::ExtrasError) || wants_command)) {
    const std::string meant = text::MostSimilar(word, Expected(reached, word));
    if (meant.empty()) {
      session.Say(say::kUsageUnknown, word);
    } else {
      session.Say(say::kUsageMeant, word, meant);
    }
  } else if (is(CLI::ExitCodes::RequiredError) && wants_command) {
    session.Say(say::kUsageSubcommand, absl::StrJoin(Expected(reached, ""), ", "));
  } else if (is(CLI::ExitCodes::RequiredError)) {
    session.Say(say::kUsageRequired, std::string(absl::StripSuffix(what, " is required")));
  } else if (is(CLI::ExitCodes::ArgumentMismatch) && absl::EndsWith(what, " missing")) {
    session.Say(say::kUsageNoValue, what.substr(0, what.find(':')));
  } else if (is(CLI::ExitCodes::ArgumentMismatch) && absl::StrContains(what, ": At Most 1 ")) {
    session.Say(say::kUsageOnce, what.substr(0, what.find(':')));
  } else if (is(CLI::ExitCodes::ConversionError)) {
    session.Say(say::kUsageNotTaken, std::string(absl::StripPrefix(what, "Could not convert: ")));
  } else {
    session.Say(say::kUsage, what);
  }
  session.Say(say::kUsageHelp, PathOf(reached));
  return kExitUsage;
}

}  // namespace

int RunProgram(const std::vector<std::string>& arguments, const Settings::Environment& environment,
               std::ostream& out, std::ostream& err) {
  const auto flags = SettingFlags(arguments);
  auto settings = LoadSettings(flags, environment);
  if (!settings.ok())
    return Session(LanguageAlone(flags, environment), out, err).Fail(settings.status());
  Session session(*std::move(settings), out, err);
  Tree tree(session.language());
  if (!arguments.empty() && arguments[0] == kCompleteCommand) {
    return Complete(session, tree.root(), {arguments.begin() + 1, arguments.end()});
  }
  try {
    tree.root().parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    const CLI::App& reached = Reached(tree.root());
    const CLI::App* parent = reached.get_parent();
    out << reached.help(parent == nullptr ? "" : PathOf(*parent)) << std::flush;
    return kExitOk;
  } catch (const CLI::CallForVersion& version) {
    out << version.what() << "\n" << std::flush;
    return kExitOk;
  } catch (const CLI::ParseError& error) {
    return FailUsage(session, tree.root(), error);
  }
  // A verb may have a flag of a setting's name for itself: the address of whoever objects is not
  // the server's.
  settings = LoadSettings(tree.flags(), environment);
  if (!settings.ok()) return session.Fail(settings.status());
  Session chosen(*std::move(settings), out, err);
  chosen.set_columns(tree.columns());
  chosen.set_headings(tree.headings());
  const int exit_code = tree.commands().chosen()(chosen);
  // A disk that is full loses what was printed; that is no success.
  if (exit_code != kExitOk || out.flush().good()) return exit_code;
  chosen.Say(say::kOutputNotWritten);
  return kExitUnexpected;
}

}  // namespace santong::cli
