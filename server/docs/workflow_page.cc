// Prints a workflow: diagram, states, transitions.
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/docs/markdown.h"
#include "server/docs/pages.h"

namespace santong::docs {
namespace {

const char* TitleOf(const v1::Workflow& workflow, const std::string& state) {
  for (const v1::WorkflowState& row : workflow.states()) {
    if (row.name() == state) return row.title_zh().c_str();
  }
  return "";
}

// One arrow for each pair of different states, with the actions that lead along it. What leaves the
// state as it is stands in the table only.
std::string Diagram(const v1::Workflow& workflow) {
  std::vector<std::pair<std::string, std::string>> order;
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> arrows;
  for (const v1::WorkflowRow& row : workflow.rows()) {
    if (row.from() == row.to()) continue;
    auto& actions = arrows[{row.from(), row.to()}];
    if (actions.empty()) order.emplace_back(row.from(), row.to());
    if (actions.empty() || actions.back() != row.action_zh()) actions.push_back(row.action_zh());
  }
  std::string text = "```mermaid\nstateDiagram-v2\n";
  for (const v1::WorkflowState& state : workflow.states()) {
    absl::StrAppend(&text, "  state \"", state.title_zh(), "<br/>", state.name(), "\" as ",
                    state.name(), "\n");
  }
  for (const auto& [from, to] : order) {
    absl::StrAppend(&text, "  ", from.empty() ? "[*]" : from, " --> ", to, ": ",
                    absl::StrJoin(arrows[{from, to}], "、"), "\n");
  }
  for (const v1::WorkflowState& state : workflow.states()) {
    if (state.terminal()) absl::StrAppend(&text, "  ", state.name(), " --> [*]\n");
  }
  return absl::StrCat(text, "```\n\n");
}

std::string States(const v1::Workflow& workflow) {
  std::string text = TableHead({"state", "状态", "terminal"});
  for (const v1::WorkflowState& state : workflow.states()) {
    absl::StrAppend(&text,
                    TableRow({state.name(), state.title_zh(), state.terminal() ? "yes" : ""}));
  }
  return absl::StrCat("## States\n\n", text, "\n");
}

std::string Transitions(const v1::Workflow& workflow) {
  std::string text =
      TableHead({"#", "from", "action", "role", "to", "conditions", "event", "article"});
  int number = 0;
  for (const v1::WorkflowRow& row : workflow.rows()) {
    ++number;
    absl::StrAppend(
        &text,
        TableRow({absl::StrCat("[", number, "](#", number, ")"), row.from(),
                  absl::StrCat(row.action_zh(), " ", row.action()),
                  absl::StrJoin(row.roles(), ", "), row.to(), absl::StrCat(row.conditions_size()),
                  absl::StrCat(row.event(), row.public_event() ? " (public)" : ""),
                  row.article()}));
  }
  return absl::StrCat(
      "## Transitions\n\nA pair of state and action without a row is refused with "
      "`STATE_TRANSITION_NOT_ALLOWED`; a condition that does not hold, with "
      "`CONDITIONS_NOT_MET`, all of them at once.\n\n",
      text, "\n");
}

std::string Detail(const v1::Workflow& workflow, const v1::WorkflowRow& row, int number) {
  std::string text = absl::StrCat(
      "### <a id=\"", number, "\"></a>", number, ". ",
      row.from().empty() ? "" : absl::StrCat(TitleOf(workflow, row.from()), " → "), row.action_zh(),
      " → ", TitleOf(workflow, row.to()), "\n\n`", row.from().empty() ? "–" : row.from(), "` · `",
      row.action(), "` · ",
      row.method().empty() ? "happens by itself" : absl::StrCat("`", row.method(), "`"), " · to `",
      row.to(), "`", row.article().empty() ? "" : absl::StrCat(" · ", row.article()), "\n\n");
  if (row.conditions_size() > 0) {
    absl::StrAppend(&text, "Asks for: ",
                    absl::StrJoin(row.conditions(), "、",
                                  [](std::string* out, const v1::WorkflowCondition& condition) {
                                    absl::StrAppend(out, "[", condition.title_zh(), "](#",
                                                    condition.name(), ")");
                                  }),
                    "。\n\n");
  }
  if (row.effects_size() > 0)
    absl::StrAppend(&text, "Writes: ", absl::StrJoin(row.effects(), ", "), ".\n\n");
  if (row.clocks_size() > 0) {
    absl::StrAppend(&text, "Clocks: ",
                    absl::StrJoin(row.clocks(), "; ",
                                  [](std::string* out, const v1::WorkflowClock& clock) {
                                    absl::StrAppend(out, clock.change(), " ", clock.clock());
                                    if (!clock.leaf().empty())
                                      absl::StrAppend(out, " (`", clock.leaf(), "`)");
                                    if (!clock.only_for().empty())
                                      absl::StrAppend(out, " for ", clock.only_for(), " alone (",
                                                      clock.article(), ")");
                                  }),
                    ".\n\n");
  }
  return text;
}

// Every condition once, in the order in which the rows name them first.
std::string Conditions(const v1::Workflow& workflow) {
  std::string text =
      TableHead({"condition", "条件", "article", "不符合时怎么办", "how to mend it"});
  std::set<std::string> seen;
  for (const v1::WorkflowRow& row : workflow.rows()) {
    for (const v1::WorkflowCondition& condition : row.conditions()) {
      if (!seen.insert(condition.name()).second) continue;
      absl::StrAppend(
          &text,
          TableRow({absl::StrCat("<a id=\"", condition.name(), "\"></a>`", condition.name(), "`"),
                    condition.title_zh(), condition.article(), condition.mend_zh(),
                    condition.mend_en()}));
    }
  }
  return absl::StrCat("## Conditions\n\n", text);
}

}  // namespace

std::string WorkflowPage(const v1::Workflow& workflow) {
  std::string text =
      absl::StrCat("# ", workflow.title_zh(), " · `", workflow.name(), "`\n\n",
                   GeneratedFrom("the transition table that the server executes"),
                   Diagram(workflow), States(workflow), Transitions(workflow), "## One by one\n\n");
  int number = 0;
  for (const v1::WorkflowRow& row : workflow.rows())
    absl::StrAppend(&text, Detail(workflow, row, ++number));
  return absl::StrCat(text, Conditions(workflow));
}

}  // namespace santong::docs
