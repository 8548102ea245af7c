#include "client/cli/tree.h"

#include <CLI/CLI.hpp>

#include "client/cli/commands/nouns.h"
#include "client/cli/settings.h"

namespace santong::cli {
namespace {

// The settings as flags of an app, and what names the file that they may come from.
void AddSettings(CLI::App& app, Language language, std::map<std::string, std::string>* flags) {
  for (const Setting& setting : AllSettings()) {
    const std::string key = setting.key;
    const std::string name = key == "output" ? "-o,--output" : FlagName(setting);
    if (setting.is_switch) {
      app.add_flag_function(
             name, [=](int64_t count) { (*flags)[key] = count > 0 ? "true" : "false"; },
             setting.help->In(language))
          ->check(CLI::IsMember({"true", "false"}).description(""));  // --tls=false
    } else {
      app.add_option_function<std::string>(
             name, [=](const std::string& text) { (*flags)[key] = text; },
             setting.help->In(language))
          ->type_name(absl::AsciiStrToUpper(key));
    }
  }
  const std::pair<const char*, const Words*> files[] = {{"config", &say::kHelpConfigFlag},
                                                        {"profile", &say::kHelpProfile}};
  for (const auto& [key, help] : files) {
    app.add_option_function<std::string>(
           std::string("--") + key,
           [flags, key = std::string(key)](const std::string& text) { (*flags)[key] = text; },
           help->In(language))
        ->type_name(absl::AsciiStrToUpper(key));
  }
}

void SetHelpWords(CLI::App& root, Language language) {
  root.set_help_flag("-h,--help", say::kHelpHelp.In(language));
  const auto formatter = std::make_shared<CLI::Formatter>();
  const std::pair<const char*, const Words*> labels[] = {
      {"Usage", &say::kLabelUsage},
      {"Positionals", &say::kLabelPositionals},
      {"OPTIONS", &say::kLabelOptions},
      {"SUBCOMMAND", &say::kLabelSubcommand},
      {"SUBCOMMANDS", &say::kLabelSubcommand},
      {"REQUIRED", &say::kLabelRequired},
  };
  for (const auto& [key, words] : labels) formatter->label(key, words->In(language));
  root.formatter(formatter);
}

}  // namespace

Tree::Tree(Language language)
    : root_(std::make_unique<CLI::App>(say::kHelpProgram.In(language), "santong")),
      commands_(std::make_unique<Commands>(*root_, language)) {
  root_->option_defaults()->group(say::kLabelOptions.In(language));
  SetHelpWords(*root_, language);
  root_->set_version_flag("--version", std::string("santong ") + SANTONG_VERSION,
                          say::kHelpVersion.In(language));
  root_->require_subcommand(1);
  root_->fallthrough();
  AddSettings(*root_, language, &flags_);
  root_->add_option("--columns", columns_, say::kHelpColumns.In(language))
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("COLUMNS");
  root_->add_flag("--no-headers", no_headings_, say::kHelpNoHeaders.In(language));
  AddDocumentCommands(*commands_);
  AddCatalogCommands(*commands_);
  AddFilingCommands(*commands_);
  AddObjectionCommands(*commands_);
  AddCleanupCommands(*commands_);
  AddTaskCommands(*commands_);
  AddStatisticsCommands(*commands_);
  AddLogCommands(*commands_);
  AddVerifyCommand(*commands_, *root_);
  AddAdminCommands(*commands_);
  AddPolicyCommands(*commands_, *root_);
  AddCalendarCommands(*commands_, *root_);
  AddWorkflowCommands(*commands_);
  AddImportCommand(*commands_, *root_);
  AddConfigCommands(*commands_);
  AddServerCommands(*commands_);
  AddShellCommands(*commands_);
}

Tree::~Tree() = default;

std::map<std::string, std::string> SettingFlags(const std::vector<std::string>& arguments) {
  std::map<std::string, std::string> flags;
  CLI::App app;
  app.allow_extras();
  app.set_help_flag("");
  AddSettings(app, Language::kChinese, &flags);
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError&) {
    flags.clear();
  }
  return flags;
}

}  // namespace santong::cli
