#include "server/domain/document/validity.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "server/domain/deadline/deadline.h"
#include "server/domain/document/subject.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/text/normalize.h"

namespace santong::document {
namespace {

constexpr absl::string_view kOpensTitle = "《";
constexpr absl::string_view kClosesTitle = "》";
constexpr absl::string_view kTrialWords[] = {"暂行", "试行"};
// What is printed with the notice is the document itself.
constexpr absl::string_view kPrintingWords[] = {"印发", "发布", "公布"};
// What follows them may be another document.
constexpr absl::string_view kWordsOfAnother[] = {"废止", "修改", "修订", "延长", "失效",
                                                 "继续", "转发", "贯彻", "落实"};
// With these, and nothing more, a title ends that is the document's own, whatever words it holds:
// 继续教育暂行规定，贯彻落实惠企政策若干措施（试行）.
constexpr absl::string_view kEndsOfOwnTitle[] = {")",    "办法", "规定", "细则", "规则", "条例",
                                                 "意见", "措施", "方案", "标准", "规程", "制度"};

// The part of a folded title that names the document itself.
absl::string_view OwnTitle(absl::string_view title) {
  for (absl::string_view word : kPrintingWords) {
    const size_t at = title.find(word);
    if (at == absl::string_view::npos) continue;
    title.remove_prefix(at + word.size());
    if (absl::ConsumePrefix(&title, kOpensTitle)) {
      const size_t end = title.rfind(kClosesTitle);
      if (end != absl::string_view::npos) title = title.substr(0, end);
    }
    return title;
  }
  return title;
}

// The bounds of deadline::LastValidDay.
constexpr int kTermYearsMax = 100;

std::optional<int> Years(const policy::PolicyView& policy, const char* leaf) {
  const std::optional<int64_t> years = policy.Number(leaf);
  if (!years.has_value() || *years < 1) return std::nullopt;
  return static_cast<int>(std::min<int64_t>(*years, kTermYearsMax));
}

}  // namespace

bool SaysItIsOnTrial(absl::string_view title) {
  const std::string folded = text::FoldForMatch(title);
  const absl::string_view own = OwnTitle(folded);
  int depth = 0;  // of titles inside it, which are other documents'
  for (size_t at = 0; at < own.size(); ++at) {
    const absl::string_view rest = own.substr(at);
    const absl::string_view before = own.substr(0, at);
    if (absl::StartsWith(rest, kOpensTitle)) ++depth;
    if (absl::StartsWith(rest, kClosesTitle) && depth > 0) --depth;
    const auto begins = [&](absl::string_view word) { return absl::StartsWith(rest, word); };
    const auto precedes = [&](absl::string_view word) { return absl::StrContains(before, word); };
    const auto* word = std::find_if(std::begin(kTrialWords), std::end(kTrialWords), begins);
    if (depth > 0 || word == std::end(kTrialWords)) continue;
    const absl::string_view after = rest.substr(word->size());
    if (std::none_of(std::begin(kWordsOfAnother), std::end(kWordsOfAnother), precedes) ||
        std::find(std::begin(kEndsOfOwnTitle), std::end(kEndsOfOwnTitle), after) !=
            std::end(kEndsOfOwnTitle)) {
      return true;
    }
  }
  return false;
}

v1::TermKind TermKindOf(const v1::Document& document) {
  if (document.term().kind() != v1::TERM_KIND_UNSPECIFIED) return document.term().kind();
  if (SaysItIsOnTrial(document.title())) return v1::TERM_KIND_TRIAL;
  return document.kind() == v1::DOCUMENT_KIND_ANNOUNCEMENT ? v1::TERM_KIND_ANNOUNCEMENT
                                                           : v1::TERM_KIND_GENERAL;
}

const char* DefaultTermLeaf(v1::TermKind kind, const policy::PolicyView& policy) {
  if (kind == v1::TERM_KIND_TRIAL) return policy::kTermTrialYears;
  if (kind == v1::TERM_KIND_ANNOUNCEMENT && Years(policy, policy::kTermNoticeYears).has_value()) {
    return policy::kTermNoticeYears;
  }
  return policy::kTermDefaultYears;
}

std::optional<int> DefaultTermYears(v1::TermKind kind, const policy::PolicyView& policy) {
  if (kind == v1::TERM_KIND_NONE) return std::nullopt;
  return Years(policy, DefaultTermLeaf(kind, policy));
}

std::optional<int> LongestTermYears(v1::TermKind kind, const policy::PolicyView& policy) {
  if (kind == v1::TERM_KIND_TRIAL) {
    if (auto years = Years(policy, policy::kTermTrialMaxYears)) return years;
  }
  return Years(policy, policy::kTermMaxYears);
}

std::optional<int> ShortestTermYears(v1::TermKind kind, const policy::PolicyView& policy) {
  if (kind != v1::TERM_KIND_GENERAL) return std::nullopt;
  return Years(policy, policy::kTermMinYears);
}

absl::CivilDay LastDayOfTerm(absl::CivilDay first, int years, const policy::PolicyView& policy) {
  const auto rule = policy.Text(policy::kTermEndRule) == "same_day"
                        ? deadline::TermEndRule::kSameDay
                        : deadline::TermEndRule::kDayBefore;
  return deadline::LastValidDay(first, std::clamp(years, 1, kTermYearsMax), rule);
}

std::optional<absl::CivilDay> FirstDayOfTerm(const v1::Document& document,
                                             const policy::PolicyView& policy) {
  std::optional<absl::CivilDay> first = DayOf(document.effective_date());
  if (!first.has_value() || !document.legacy()) return first;
  const auto regime = DayOf(std::string(policy.Text(policy::kRegimeStart)));
  return regime.has_value() ? std::max(*first, *regime) : first;
}

std::optional<absl::CivilDay> LastValidDayOf(const v1::Document& document,
                                             const policy::PolicyView& policy) {
  const v1::TermKind kind = TermKindOf(document);
  if (kind == v1::TERM_KIND_NONE) return std::nullopt;
  if (!document.term().computed()) {
    if (auto printed = DayOf(document.term().last_valid_date())) return printed;
  }
  const bool stated = document.term().years() > 0;
  // A stated term runs from the first day of effect also where the regime came later.
  const auto first = stated ? DayOf(document.effective_date()) : FirstDayOfTerm(document, policy);
  const auto years =
      stated ? std::optional<int>(document.term().years()) : DefaultTermYears(kind, policy);
  if (!first.has_value() || !years.has_value()) return std::nullopt;
  return LastDayOfTerm(*first, *years, policy);
}

}  // namespace santong::document
