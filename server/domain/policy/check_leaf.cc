// What a leaf must look like, by its row in the table of leaves.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/domain/deadline/deadline.h"
#include "server/domain/error/refusal.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/policy/policy.h"
#include "server/domain/text/chinese_date.h"

namespace santong::policy {
namespace {

using Violations = std::vector<error::FieldViolation>;

constexpr int64_t kCountMax = 1000;
constexpr int kListItemsMax = 100;

void CheckPeriod(const v1::PolicyLeaf& leaf, Violations& violations) {
  if (!leaf.has_number()) {
    violations.push_back({"number", "A period needs a number.", "期限须填写数字（number）。"});
    return;
  }
  const auto unit = UnitOf(leaf.unit());
  if (!unit) {
    violations.push_back({"unit",
                          "A period needs a unit: working days, calendar days, months or years.",
                          "期限须写明单位：工作日、日、月或者年。"});
    return;
  }
  const int64_t limit_max = deadline::LimitMax(*unit);
  if (leaf.number() < 1 || leaf.number() > limit_max) {
    violations.push_back({"number",
                          absl::StrCat("A period in this unit is from 1 to ", limit_max,
                                       "; where there is no such period, set `absent`."),
                          absl::StrCat("该单位的期限为 1 至 ", limit_max,
                                       "；没有此项期限的，请标明“无此规定”（absent）。")});
  }
}

void CheckCount(const v1::PolicyLeaf& leaf, Violations& violations) {
  if (!leaf.has_number() || leaf.number() < 0 || leaf.number() > kCountMax) {
    violations.push_back({"number", absl::StrCat("A number from 0 to ", kCountMax, " is needed."),
                          absl::StrCat("须填写 0 至 ", kCountMax, " 的数字。")});
  }
}

void CheckChoice(const LeafDefinition& row, const v1::PolicyLeaf& leaf, Violations& violations) {
  for (absl::string_view choice : absl::StrSplit(row.choices, '|')) {
    if (leaf.has_text() && leaf.text() == choice) return;
  }
  const std::string choices(row.choices);
  violations.push_back({"text", absl::StrCat("One of these is needed: ", choices, "."),
                        absl::StrCat("只能是下列之一：", choices, "。")});
}

void CheckDay(absl::string_view field, absl::string_view date, Violations& violations) {
  if (text::ParseIsoDay(date).ok()) return;
  violations.push_back({std::string(field),
                        absl::StrCat("\"", date, "\" is no day; write YYYY-MM-DD."),
                        absl::StrCat("“", date, "”不是有效日期，请按 YYYY-MM-DD 填写。")});
}

void CheckText(const LeafDefinition& row, const v1::PolicyLeaf& leaf, Violations& violations) {
  if (!leaf.has_text() || leaf.text().empty()) {
    violations.push_back({"text", "A text is needed.", "须填写文字（text）。"});
    return;
  }
  if (row.type == LeafType::kDay) CheckDay("text", leaf.text(), violations);
}

void CheckList(const LeafDefinition& row, const v1::PolicyLeaf& leaf, Violations& violations) {
  const auto& items = leaf.list().items();
  if (!leaf.has_list() || items.empty() || items.size() > kListItemsMax) {
    violations.push_back({"list",
                          absl::StrCat("A list of 1 to ", kListItemsMax,
                                       " items is needed; for none, set `absent`."),
                          absl::StrCat("须填写 1 至 ", kListItemsMax,
                                       " 项的列表；没有的，请标明“无此规定”（absent）。")});
    return;
  }
  for (int i = 0; i < items.size(); ++i) {
    const std::string field = absl::StrCat("list.items[", i, "]");
    if (items[i].empty()) {
      violations.push_back({field, "An item is empty.", "列表中有空项。"});
    } else if (row.type == LeafType::kDayList) {
      CheckDay(field, items[i], violations);
    }
  }
}

void CheckValue(const LeafDefinition& row, const v1::PolicyLeaf& leaf, Violations& violations) {
  switch (row.type) {
    case LeafType::kPeriod:
      return CheckPeriod(leaf, violations);
    case LeafType::kCount:
      return CheckCount(leaf, violations);
    case LeafType::kChoice:
      return CheckChoice(row, leaf, violations);
    case LeafType::kText:
    case LeafType::kTemplate:
    case LeafType::kDay:
      return CheckText(row, leaf, violations);
    case LeafType::kSwitch:
      if (!leaf.has_enabled()) {
        violations.push_back(
            {"enabled", "A switch needs true or false.", "须填写是或者否（enabled）。"});
      }
      return;
    case LeafType::kList:
    case LeafType::kDayList:
      return CheckList(row, leaf, violations);
  }
}

void CheckValidity(const v1::PolicyLeaf& leaf, Violations& violations) {
  const size_t before = violations.size();
  if (!leaf.valid_from().empty()) CheckDay("valid_from", leaf.valid_from(), violations);
  if (!leaf.valid_to().empty()) CheckDay("valid_to", leaf.valid_to(), violations);
  if (violations.size() > before || leaf.valid_from().empty() || leaf.valid_to().empty()) return;
  // Days written YYYY-MM-DD sort as text.
  if (leaf.valid_from() > leaf.valid_to()) {
    violations.push_back(
        {"valid_to", "valid_to is before valid_from.", "valid_to 早于 valid_from。"});
  }
}

}  // namespace

absl::Status CheckLeaf(const v1::PolicyLeaf& leaf) {
  Violations violations;
  const LeafDefinition* row = FindLeaf(leaf.key());
  if (row == nullptr) {
    violations.push_back(
        {"key",
         absl::StrCat("There is no leaf \"", leaf.key(), "\"; `santong policy list` shows all."),
         absl::StrCat("没有“", leaf.key(), "”这一项；请用 santong policy list 查看全部项目。")});
  } else if (leaf.has_absent()) {
    if (!leaf.absent()) {
      violations.push_back(
          {"absent", "`absent` is true or not set.", "absent 只能为 true 或者不填。"});
    }
  } else {
    CheckValue(*row, leaf, violations);
    if (row->type != LeafType::kPeriod && leaf.unit() != v1::PERIOD_UNIT_UNSPECIFIED) {
      violations.push_back({"unit", "Only a period has a unit.", "只有期限才有单位。"});
    }
  }
  CheckValidity(leaf, violations);
  return violations.empty() ? absl::OkStatus() : error::RefuseFields(violations);
}

}  // namespace santong::policy
