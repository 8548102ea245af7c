#include "server/domain/document/continuation.h"

#include "absl/strings/str_cat.h"
#include "server/domain/deadline/deadline.h"
#include "server/domain/document/subject.h"
#include "server/domain/document/validity.h"
#include "server/domain/policy/leaf.h"

namespace santong::document {

const char* ContinueModeOf(Action action) {
  switch (action) {
    case Action::kContinueExtend:
      return "extend";
    case Action::kContinueReregister:
      return "reregister";
    case Action::kContinueRenewNotice:
      return "renew_notice";
    default:
      return "";
  }
}

std::optional<absl::CivilDay> NewLastValidDay(const Facts& facts) {
  if (facts.act.date.has_value()) return facts.act.date;
  const auto last = DayOf(facts.document.term().last_valid_date());
  const auto years = DefaultTermYears(TermKindOf(facts.document), facts.policy);
  if (!last.has_value() || !years.has_value()) return std::nullopt;
  return LastDayOfTerm(*last + 1, *years, facts.policy);
}

bool IsExtensionWithinPolicy(const v1::Document& document, absl::CivilDay next,
                             const policy::PolicyView& policy) {
  const auto last = DayOf(document.term().last_valid_date());
  if (!last.has_value()) return true;
  std::optional<int> longest;
  if (auto years = policy.Number(policy::kContinueMaxYears))
    longest = static_cast<int>(*years);
  else
    longest = LongestTermYears(TermKindOf(document), policy);
  return !longest.has_value() || next <= LastDayOfTerm(*last + 1, *longest, policy);
}

bool IsNewTermWithinPolicy(const Facts& facts) {
  const auto next = NewLastValidDay(facts);
  if (!next.has_value()) return true;  // said by other conditions
  if (!IsExtensionWithinPolicy(facts.document, *next, facts.policy)) return false;
  if (facts.act.action != Action::kContinueReregister) return true;
  // Registered again, it begins a term of its own, as a document of its kind may have: by whichever
  // rule of ends its day was counted, see TermIsWithinPolicy.
  const auto last = DayOf(facts.document.term().last_valid_date());
  const auto longest = LongestTermYears(TermKindOf(facts.document), facts.policy);
  return !last.has_value() || !longest.has_value() ||
         *next <= deadline::LastValidDay(*last + 1, *longest, deadline::TermEndRule::kSameDay);
}

bool IsNewTermLongEnough(const Facts& facts) {
  const auto next = NewLastValidDay(facts);
  const auto last = DayOf(facts.document.term().last_valid_date());
  const auto shortest = ShortestTermYears(TermKindOf(facts.document), facts.policy);
  return !next.has_value() || !last.has_value() || !shortest.has_value() ||
         *next >= deadline::LastValidDay(*last + 1, *shortest, deadline::TermEndRule::kDayBefore);
}

std::string NewTermShown(const Facts& facts) {
  const auto next = NewLastValidDay(facts);
  return absl::StrCat(facts.document.term().last_valid_date(), " .. ",
                      next.has_value() ? IsoDay(*next) : "");
}

bool AreExtensionsLeft(const v1::Document& document, const policy::PolicyView& policy) {
  const auto limit = policy.Number(policy::kContinueMaxTimes);
  return !limit.has_value() || document.internal().times_continued() < *limit;
}

void CountExtension(v1::Document* document) {
  v1::DocumentInternal* internal = document->mutable_internal();
  internal->set_times_continued(internal->times_continued() + 1);
}

void NoteTermBefore(const v1::Term& term, std::map<std::string, std::string>& facts) {
  facts.try_emplace("last_valid_date_before", term.last_valid_date());
  facts.try_emplace("years_before", absl::StrCat(term.years()));
  facts.try_emplace("computed_before", term.computed() ? "true" : "false");
  facts.try_emplace("by_stated_years_before", term.by_stated_years() ? "true" : "false");
}

}  // namespace santong::document
