// What a leaf must look like, by its row in the table of leaves.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "server/domain/deadline/deadline.h"
#include "server/domain/error/refusal.h"
#include "server/domain/number/template.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/policy/policy.h"
#include "server/domain/text/chinese_date.h"

namespace santong::policy {
namespace {

using Violations = std::vector<error::FieldViolation>;

constexpr int64_t kCountMax = 1000;
constexpr int kListItemsMax = 100;

// What is wrong and how to mend it; $0 is the number or word of the case.
struct Words {
  const char* en;
  const char* zh;
};
constexpr Words kKeyUnknown = {"There is no leaf \"$0\"; `santong policy list` shows all.",
                               "没有“$0”这一项；请用 santong policy list 查看全部项目。"};
constexpr Words kPeriodNeedsNumber = {"A period needs a number.", "期限须填写数字（number）。"};
constexpr Words kPeriodNeedsUnit = {
    "A period needs a unit: working days, calendar days, months or years.",
    "期限须写明单位：工作日、日、月或者年。"};
constexpr Words kPeriodOutOfRange = {
    "A period in this unit is from 1 to $0; where there is no such period, set `absent`.",
    "该单位的期限为 1 至 $0；没有此项期限的，请标明“无此规定”（absent）。"};
constexpr Words kOnlyPeriodHasUnit = {"Only a period has a unit.", "只有期限才有单位。"};
constexpr Words kCountOutOfRange = {"A number from 0 to $0 is needed.", "须填写 0 至 $0 的数字。"};
constexpr Words kChoiceUnknown = {"One of these is needed: $0.", "只能是下列之一：$0。"};
constexpr Words kTextNeeded = {"A text is needed.", "须填写文字（text）。"};
constexpr Words kDayInvalid = {"\"$0\" is no day; write YYYY-MM-DD.",
                               "“$0”不是有效日期，请按 YYYY-MM-DD 填写。"};
constexpr Words kMonthDayInvalid = {"\"$0\" is no day that every year has; write MM-DD.",
                                    "“$0”不是每年都有的日期，请按 MM-DD 填写。"};
constexpr Words kTemplateInvalid = {
    "The number template cannot be read: $0",
    "登记号格式不正确：应由文字与 {prefix}、{organ}、{year}、{serial:位数} "
    "组成，{year} 与 {serial} 各一次。（$0）"};
constexpr Words kSwitchNeeded = {"A switch needs true or false.", "须填写是或者否（enabled）。"};
constexpr Words kListOutOfRange = {"A list of 1 to $0 items is needed; for none, set `absent`.",
                                   "须填写 1 至 $0 项的列表；没有的，请标明“无此规定”（absent）。"};
constexpr Words kItemEmpty = {"An item is empty.", "列表中有空项。"};
constexpr Words kAbsentIsTrue = {"`absent` is true or not set.", "absent 只能为 true 或者不填。"};
constexpr Words kEndsBeforeItBegins = {"valid_to is before valid_from.",
                                       "valid_to 早于 valid_from。"};

class Checker {
 public:
  explicit Checker(const v1::PolicyLeaf& leaf) : leaf_(leaf) {}

  Violations Run() {
    const LeafDefinition* row = FindLeaf(leaf_.key());
    if (row == nullptr) {
      Add("key", kKeyUnknown, leaf_.key());
    } else if (leaf_.has_absent()) {
      if (!leaf_.absent()) Add("absent", kAbsentIsTrue);
    } else {
      CheckValue(*row);
      if (row->type != LeafType::kPeriod && leaf_.unit() != v1::PERIOD_UNIT_UNSPECIFIED) {
        Add("unit", kOnlyPeriodHasUnit);
      }
    }
    CheckValidity();
    return std::move(violations_);
  }

 private:
  void Add(absl::string_view field, const Words& words, absl::string_view argument = "") {
    violations_.push_back({std::string(field), Fill(words.en, argument), Fill(words.zh, argument)});
  }
  static std::string Fill(absl::string_view format, absl::string_view argument) {
    return absl::StrReplaceAll(format, {{"$0", argument}});
  }

  void CheckValue(const LeafDefinition& row) {
    switch (row.type) {
      case LeafType::kPeriod:
        return CheckPeriod();
      case LeafType::kCount:
        if (!leaf_.has_number() || leaf_.number() < 0 || leaf_.number() > kCountMax) {
          Add("number", kCountOutOfRange, absl::StrCat(kCountMax));
        }
        return;
      case LeafType::kChoice:
        return CheckChoice(row.choices);
      case LeafType::kText:
        return CheckText();
      case LeafType::kTemplate:
        if (CheckText(); leaf_.text().empty()) return;
        if (auto parsed = number::Template::Parse(leaf_.text()); !parsed.ok()) {
          Add("text", kTemplateInvalid, parsed.status().message());
        }
        return;
      case LeafType::kDay:
        if (CheckText(); !leaf_.text().empty()) CheckDay("text", leaf_.text());
        return;
      case LeafType::kMonthDay:
        if (CheckText(); !leaf_.text().empty()) CheckMonthDay(leaf_.text());
        return;
      case LeafType::kSwitch:
        if (!leaf_.has_enabled()) Add("enabled", kSwitchNeeded);
        return;
      case LeafType::kList:
      case LeafType::kDayList:
        return CheckList(row);
    }
  }

  void CheckPeriod() {
    const auto unit = UnitOf(leaf_.unit());
    if (!leaf_.has_number()) Add("number", kPeriodNeedsNumber);
    if (!unit) Add("unit", kPeriodNeedsUnit);
    if (!leaf_.has_number() || !unit) return;
    const int64_t limit_max = deadline::LimitMax(*unit);
    if (leaf_.number() < 1 || leaf_.number() > limit_max) {
      Add("number", kPeriodOutOfRange, absl::StrCat(limit_max));
    }
  }

  void CheckChoice(absl::string_view choices) {
    if (!leaf_.has_text() || !IsOneOf(leaf_.text(), choices)) Add("text", kChoiceUnknown, choices);
  }

  static bool IsOneOf(absl::string_view value, absl::string_view choices) {
    const std::vector<absl::string_view> all = absl::StrSplit(choices, '|');
    return std::find(all.begin(), all.end(), value) != all.end();
  }

  void CheckText() {
    if (!leaf_.has_text() || leaf_.text().empty()) Add("text", kTextNeeded);
  }

  void CheckDay(absl::string_view field, absl::string_view date) {
    if (!text::ParseIsoDay(date).ok()) Add(field, kDayInvalid, date);
  }

  void CheckMonthDay(absl::string_view month_day) {
    constexpr absl::string_view kCommonYear = "2001-";
    if (!text::ParseIsoDay(absl::StrCat(kCommonYear, month_day)).ok())
      Add("text", kMonthDayInvalid, month_day);
  }

  void CheckList(const LeafDefinition& row) {
    const auto& items = leaf_.list().items();
    if (!leaf_.has_list() || items.empty() || items.size() > kListItemsMax) {
      return Add("list", kListOutOfRange, absl::StrCat(kListItemsMax));
    }
    for (int i = 0; i < items.size(); ++i) {
      const std::string field = absl::StrCat("list.items[", i, "]");
      if (items[i].empty()) {
        Add(field, kItemEmpty);
      } else if (row.type == LeafType::kDayList) {
        CheckDay(field, items[i]);
      } else if (*row.choices != '\0' && !IsOneOf(items[i], row.choices)) {
        Add(field, kChoiceUnknown, row.choices);
      }
    }
  }

  void CheckValidity() {
    const size_t before = violations_.size();
    if (!leaf_.valid_from().empty()) CheckDay("valid_from", leaf_.valid_from());
    if (!leaf_.valid_to().empty()) CheckDay("valid_to", leaf_.valid_to());
    if (violations_.size() > before || leaf_.valid_from().empty() || leaf_.valid_to().empty())
      return;
    // Days written YYYY-MM-DD sort as text.
    if (leaf_.valid_from() > leaf_.valid_to()) Add("valid_to", kEndsBeforeItBegins);
  }

  const v1::PolicyLeaf& leaf_;
  Violations violations_;
};

}  // namespace

absl::Status CheckLeaf(const v1::PolicyLeaf& leaf) {
  const Violations violations = Checker(leaf).Run();
  return violations.empty() ? absl::OkStatus() : error::RefuseFields(violations);
}

}  // namespace santong::policy
