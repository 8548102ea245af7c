// Prints what a jurisdiction can set.
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "server/docs/markdown.h"
#include "server/docs/pages.h"

namespace santong::docs {
namespace {

std::string FormOf(const policy::LeafDefinition& leaf) {
  switch (leaf.type) {
    case policy::LeafType::kPeriod:
      return "period";
    case policy::LeafType::kCount:
      return "count";
    case policy::LeafType::kChoice:
      return absl::StrCat("one of ", absl::StrReplaceAll(leaf.choices, {{"|", ", "}}));
    case policy::LeafType::kText:
      return "text";
    case policy::LeafType::kTemplate:
      return "number template";
    case policy::LeafType::kSwitch:
      return "yes or no";
    case policy::LeafType::kList:
      return *leaf.choices == '\0'
                 ? "list"
                 : absl::StrCat("list of ", absl::StrReplaceAll(leaf.choices, {{"|", ", "}}));
    case policy::LeafType::kDay:
      return "day";
    case policy::LeafType::kMonthDay:
      return "day of every year";
    case policy::LeafType::kDayList:
      return "list of days";
  }
  return "";
}

}  // namespace

std::string PolicyPage(absl::Span<const policy::LeafDefinition> leaves) {
  std::string text = absl::StrCat("# Policy leaves · 规则参数\n\n",
                                  GeneratedFrom("the table of leaves (server/domain/policy)"),
                                  "What differs between places is data. A leaf is looked up for a "
                                  "day: jurisdiction, its parents upwards, then the "
                                  "built-in default. Until an officer has confirmed it, it is "
                                  "shown as 待核定 wherever it decides "
                                  "something. The values of a place: `santong policy list`.\n\n");
  absl::StrAppend(&text, TableHead({"leaf", "是什么", "what it is", "form"}));
  for (const policy::LeafDefinition& leaf : leaves) {
    absl::StrAppend(&text,
                    TableRow({absl::StrCat("`", leaf.key, "`"), leaf.zh, leaf.en, FormOf(leaf)}));
  }
  return text;
}

}  // namespace santong::docs
