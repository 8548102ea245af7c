// config: where each setting comes from.
#include <CLI/CLI.hpp>

#include "client/cli/commands/nouns.h"

namespace santong::cli {
namespace {

Table View(const Session& session, bool origins) {
  const Language language = session.language();
  Table table;
  table.columns = {{"key", say::kColumnSetting.In(language), true},
                   {"value", say::kColumnValue.In(language), true}};
  if (origins) table.columns.push_back({"origin", say::kColumnOrigin.In(language)});
  for (const Setting& setting : AllSettings()) {
    const Value& value = session.settings().Get(setting.key);
    table.rows.push_back({Plain(setting.key), Plain(value.text)});
    if (origins) table.rows.back().push_back(Plain(value.origin));
  }
  return table;
}

}  // namespace

void AddConfigCommands(Commands& commands) {
  CLI::App& noun = *commands.Noun(commands.root(), "config", say::kHelpConfig);
  const auto origins = std::make_shared<bool>(false);
  commands
      .Verb(noun, "view", say::kHelpConfigView,
            [origins](Session& session) { return session.PrintTable(View(session, *origins)); })
      ->add_flag("--show-origin", *origins, say::kHelpShowOrigin.In(commands.language()));
  commands.Verb(noun, "path", say::kHelpConfigPath, [](Session& session) {
    session.out() << session.settings().file() << "\n";
    return 0;
  });
}

}  // namespace santong::cli
