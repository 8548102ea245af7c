#include "server/domain/letter/letter.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/text/chinese_date.h"

namespace santong::letter {
namespace {

// False when a word is empty.
bool Fill(absl::string_view paragraph, const Words& words, std::string* filled) {
  while (!paragraph.empty()) {
    const size_t open = paragraph.find('{');
    absl::StrAppend(filled, paragraph.substr(0, open));
    if (open == absl::string_view::npos) return true;
    const size_t close = paragraph.find('}', open);
    const auto word = words.find(paragraph.substr(open + 1, close - open - 1));
    if (word == words.end() || word->second.empty()) return false;
    absl::StrAppend(filled, word->second);
    paragraph.remove_prefix(close + 1);
  }
  return true;
}

}  // namespace

std::vector<std::string> FillParagraphs(absl::Span<const char* const> paragraphs,
                                        const Words& words) {
  std::vector<std::string> lines;
  for (const char* paragraph : paragraphs) {
    std::string filled;
    if (paragraph == nullptr || !Fill(paragraph, words, &filled)) continue;
    for (absl::string_view line : absl::StrSplit(filled, '\n', absl::SkipWhitespace()))
      lines.emplace_back(line);
  }
  return lines;
}

std::string DayInWords(const std::string& iso) {
  auto day = text::ParseIsoDay(iso);
  return day.ok() ? absl::StrCat(day->year(), "年", day->month(), "月", day->day(), "日") : "";
}

std::string RuleInWords(const v1::Clock& clock) {
  const policy::LeafDefinition* leaf = policy::FindLeaf(clock.leaf());
  std::string rule = clock.article();
  if (rule.empty()) rule = absl::StrCat("本地的", leaf == nullptr ? "期限" : leaf->zh);
  return absl::StrCat(rule, clock.unconfirmed() || clock.article().empty() ? "（待核定）" : "");
}

const v1::Clock* LastClock(const google::protobuf::RepeatedPtrField<v1::Clock>& clocks,
                           std::initializer_list<v1::ClockKind> kinds) {
  const v1::Clock* last = nullptr;
  for (const v1::Clock& clock : clocks) {
    for (v1::ClockKind kind : kinds) {
      if (clock.kind() == kind) last = &clock;
    }
  }
  return last;
}

void AddClock(const char* due, const char* article, const v1::Clock* clock, Words* words) {
  if (clock == nullptr) return;
  (*words)[due] = DayInWords(clock->due_date());
  (*words)[article] = RuleInWords(*clock);
}

std::string DocumentInWords(absl::string_view title, absl::string_view document_number,
                            absl::string_view registration_number) {
  std::vector<std::string> numbers;
  if (!document_number.empty()) numbers.emplace_back(document_number);
  if (!registration_number.empty()) numbers.push_back(absl::StrCat("登记号", registration_number));
  return absl::StrCat("《", title, "》", numbers.empty() ? "" : "（", absl::StrJoin(numbers, "，"),
                      numbers.empty() ? "" : "）");
}

const char* NotNormativeInWords(v1::NotNormativeReason reason) {
  switch (reason) {
    case v1::NOT_NORMATIVE_REASON_INTERNAL_RULES:
      return "内部管理制度";
    case v1::NOT_NORMATIVE_REASON_STAFFING:
      return "人事编制、机构";
    case v1::NOT_NORMATIVE_REASON_MINUTES:
      return "会议纪要";
    case v1::NOT_NORMATIVE_REASON_WORK_PLAN:
      return "工作方案、工作要点、实施方案";
    case v1::NOT_NORMATIVE_REASON_REPORT:
      return "请示、报告、批复";
    case v1::NOT_NORMATIVE_REASON_AWARD_OR_APPOINTMENT:
      return "表彰奖惩、人事任免";
    case v1::NOT_NORMATIVE_REASON_SINGLE_CASE:
      return "具体行政行为";
    case v1::NOT_NORMATIVE_REASON_PLAN:
      return "规划、应急预案";
    case v1::NOT_NORMATIVE_REASON_TECHNICAL_STANDARD:
      return "技术标准、操作规程";
    case v1::NOT_NORMATIVE_REASON_FORWARDING:
      return "转发且无新增内容";
    case v1::NOT_NORMATIVE_REASON_OTHER_REGISTER:
      return "规章、党内文件";
    default:
      return "其他";
  }
}

std::string AsText(const Letter& letter) {
  return absl::StrCat(letter.title, "\n", letter.reference, "\n\n", letter.addressee, "：\n",
                      absl::StrJoin(letter.paragraphs, "\n"), "\n\n", letter.signature, "\n",
                      letter.day, "\n");
}

}  // namespace santong::letter
