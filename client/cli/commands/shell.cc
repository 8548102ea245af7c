// completion, man: what the tree of commands gives to shells and to man.
#include <CLI/CLI.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "client/cli/commands/nouns.h"
#include "client/cli/exit_code.h"

namespace santong::cli {
namespace {

constexpr char kBash[] = R"bash(# bash completion for santong: eval "$(santong completion bash)"
_santong() {
  local IFS=$'\n' word="${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=($(santong __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
  if [[ ${#COMPREPLY[@]} -eq 0 ]]; then
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _santong santong
)bash";

constexpr char kZsh[] = R"zsh(#compdef santong
# zsh completion for santong: source <(santong completion zsh)
_santong() {
  local -a candidates
  candidates=("${(@f)$(santong __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "${candidates[1]}" ]]; then compadd -- $candidates; else _files; fi
}
compdef _santong santong
)zsh";

constexpr char kFish[] = R"fish(# fish completion for santong: santong completion fish | source
complete -c santong -a '(santong __complete (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'
)fish";

// roff reads a leading '.' or '\'' as a request and '\' as an escape.
std::string Roff(const std::string& text) {
  std::string out;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (!out.empty()) out += "\n";
    if (!line.empty() && (line[0] == '.' || line[0] == '\'')) out += "\\&";
    absl::StrAppend(&out, absl::StrReplaceAll(line, {{"\\", "\\e"}, {"-", "\\-"}}));
  }
  return out;
}

void AppendOptions(const CLI::App& app, std::string* out) {
  for (const CLI::Option* option : app.get_options()) {
    const std::string type = option->get_type_name();
    const bool shows_type = !option->get_positional() && option->get_items_expected_max() > 0;
    absl::StrAppend(out, ".TP\n.B ", Roff(option->get_name(true, true)),
                    shows_type && !type.empty() ? absl::StrCat(" ", Roff(type)) : "", "\n",
                    Roff(option->get_description()), "\n");
  }
}

void AppendCommands(const CLI::App& app, const std::string& path, std::string* out) {
  for (const CLI::App* command : app.get_subcommands({})) {
    const std::string name = absl::StrCat(path, " ", command->get_name());
    if (command->get_subcommands({}).empty()) {
      absl::StrAppend(out, ".SS ", Roff(name), "\n", Roff(command->get_description()), "\n");
      AppendOptions(*command, out);
    } else {
      AppendCommands(*command, name, out);
    }
  }
}

void AppendSettings(Language language, std::string* out) {
  absl::StrAppend(out, ".SH ", say::kManSettings.In(language), "\n",
                  Roff(say::kManSettingsText.In(language)), "\n");
  for (const Setting& setting : AllSettings()) {
    absl::StrAppend(out, ".TP\n.B ", Roff(FlagName(setting)), ", ", EnvironmentName(setting), ", ",
                    setting.key, ":\n", Roff(setting.help->In(language)), "\n");
  }
}

void AppendExitCodes(Language language, std::string* out) {
  const std::pair<int, const Words*> codes[] = {
      {kExitOk, &say::kExit0},          {kExitUnexpected, &say::kExit1},
      {kExitUsage, &say::kExit2},       {kExitNotFound, &say::kExit3},
      {kExitDenied, &say::kExit4},      {kExitPrecondition, &say::kExit5},
      {kExitUnavailable, &say::kExit6}, {kExitPartial, &say::kExit7},
      {kExitOverdue, &say::kExit8},     {kExitInterrupted, &say::kExit130}};
  absl::StrAppend(out, ".SH ", say::kManExitCodes.In(language), "\n");
  for (const auto& [code, words] : codes) {
    absl::StrAppend(out, ".TP\n.B ", code, "\n", Roff(words->In(language)), "\n");
  }
}

std::string ManPage(const CLI::App& root, Language language) {
  std::string page = absl::StrCat(
      ".TH SANTONG 1 \"\" \"santong ", SANTONG_VERSION, "\"\n.SH ", say::kManName.In(language),
      "\nsantong \\- ", Roff(root.get_description()), "\n.SH ", say::kManSynopsis.In(language),
      "\n.B santong\n", Roff(say::kManSynopsisText.In(language)), "\n.SH ",
      say::kManCommands.In(language), "\n");
  AppendCommands(root, "santong", &page);
  AppendSettings(language, &page);
  AppendExitCodes(language, &page);
  return page;
}

}  // namespace

void AddShellCommands(Commands& commands) {
  CLI::App& noun = *commands.Noun(commands.root(), "completion", say::kHelpCompletion);
  const std::pair<const char*, const char*> scripts[] = {
      {"bash", kBash}, {"zsh", kZsh}, {"fish", kFish}};
  for (const auto& [shell, script] : scripts) {
    commands.Verb(noun, shell, say::kHelpCompletionShell, [script = script](Session& session) {
      session.out() << script << std::flush;
      return 0;
    });
  }
  commands.Verb(commands.root(), "man", say::kHelpMan, [&commands](Session& session) {
    session.out() << ManPage(commands.root(), session.language()) << std::flush;
    return 0;
  });
}

}  // namespace santong::cli
