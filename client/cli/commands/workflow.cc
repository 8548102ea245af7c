// workflow: the transition tables, as the server executes them.
#include <CLI/CLI.hpp>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/commands/nouns.h"
#include "client/lib/methods.h"
#include "santong/v1/admin_service.pb.h"

namespace santong::cli {
namespace {

using google::protobuf::Message;

std::map<std::string, std::string> Titles(const v1::Workflow& workflow, Language language) {
  std::map<std::string, std::string> titles;
  for (const auto& state : workflow.states()) {
    titles[state.name()] = language == Language::kChinese ? state.title_zh() : state.name();
  }
  return titles;
}

const std::string& ActionOf(const v1::WorkflowRow& row, Language language) {
  return language == Language::kChinese ? row.action_zh() : row.action();
}

Table Rows(const v1::Workflow& workflow, Language language) {
  auto titles = Titles(workflow, language);
  const bool chinese = language == Language::kChinese;
  Table table;
  for (const char* key :
       {"from", "action", "method", "roles", "to", "conditions", "clocks", "event", "article"}) {
    table.columns.push_back({key, FieldWord(key, language)});
  }
  for (const auto& row : workflow.rows()) {
    std::vector<std::string> conditions, names, clocks;
    for (const auto& condition : row.conditions()) {
      conditions.push_back(chinese ? condition.title_zh() : condition.name());
      names.push_back(condition.name());
    }
    for (const auto& clock : row.clocks()) {
      clocks.push_back(
          absl::StrCat(clock.clock(), " ", clock.change(),
                       clock.only_for().empty() ? "" : absl::StrCat(" (", clock.only_for(), ")")));
    }
    table.rows.push_back(
        {{titles[row.from()], row.from()},
         {ActionOf(row, language), row.action()},
         Plain(row.method()),
         Plain(absl::StrJoin(row.roles(), " ")),
         {titles[row.to()], row.to()},
         {absl::StrJoin(conditions, say::kSemicolon.In(language)), absl::StrJoin(names, " ")},
         Plain(absl::StrJoin(clocks, say::kSemicolon.In(language))),
         Plain(row.event()),
         Plain(row.article())});
  }
  return table;
}

// A Mermaid state diagram; drawn by many viewers of Markdown.
std::string Mermaid(const v1::Workflow& workflow, Language language) {
  std::string text = "stateDiagram-v2\n";
  for (const auto& [name, title] : Titles(workflow, language)) {
    absl::StrAppend(&text, "  ", name, " : ", title, "\n");
  }
  for (const auto& row : workflow.rows()) {
    absl::StrAppend(&text, "  ", row.from().empty() ? "[*]" : row.from(), " --> ",
                    row.to().empty() ? row.from() : row.to(), " : ", ActionOf(row, language), "\n");
  }
  for (const auto& state : workflow.states()) {
    if (state.terminal()) absl::StrAppend(&text, "  ", state.name(), " --> [*]\n");
  }
  return text;
}

// The same for a terminal: each state with the arrows that leave it.
std::string Arrows(const v1::Workflow& workflow, Language language) {
  auto titles = Titles(workflow, language);
  std::string text;
  const auto leave = [&](const std::string& from, const std::string& title) {
    std::string arrows;
    for (const auto& row : workflow.rows()) {
      if (row.from() != from) continue;
      absl::StrAppend(&arrows, "  ── ", ActionOf(row, language), " ──▶ ",
                      titles[row.to().empty() ? row.from() : row.to()], "\n");
    }
    if (!title.empty() || !arrows.empty()) {
      absl::StrAppend(&text, title.empty() ? say::kStart.In(language) : title, "\n",
                      arrows.empty() ? absl::StrCat("  ", say::kEnd.In(language), "\n") : arrows,
                      "\n");
    }
  };
  leave("", "");
  for (const auto& state : workflow.states()) leave(state.name(), titles[state.name()]);
  return text;
}

}  // namespace

void AddWorkflowCommands(Commands& commands) {
  CLI::App& noun = *commands.Noun(commands.root(), "workflow", say::kHelpWorkflow);
  const auto diagram = std::make_shared<std::string>();
  CallSpec spec{"show",
                &say::kHelpWorkflowShow,
                &client::kGetWorkflow,
                {{"NAME", "name", Form::kPlain, true, &say::kHelpWorkflowName}}};
  spec.prepare = [](Session&, Message* request) {
    auto* get = static_cast<v1::GetWorkflowRequest*>(request);
    get->set_name(ResourceName("workflows", get->name()));
    return absl::OkStatus();
  };
  spec.show = [diagram](Session& session, const Message&, const Message& response) {
    const auto& workflow = static_cast<const v1::Workflow&>(response);
    if (diagram->empty()) return session.Print(workflow, Rows(workflow, session.language()));
    session.out() << (*diagram == "mermaid" ? Mermaid(workflow, session.language())
                                            : Arrows(workflow, session.language()))
                  << std::flush;
    return 0;
  };
  AddCall(commands, noun, spec)
      ->add_option("--diagram", *diagram, say::kHelpDiagram.In(commands.language()))
      ->expected(0, 1)
      ->default_str("mermaid")
      ->check(CLI::IsMember({"mermaid", "text"}));
}

}  // namespace santong::cli
