#include "server/domain/document/continuation.h"

#include <algorithm>

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

bool IsNewTermWithinPolicy(const Facts& facts) {
  const auto last = DayOf(facts.document.term().last_valid_date());
  const auto next = NewLastValidDay(facts);
  if (!last.has_value() || !next.has_value()) return true;  // said by other conditions
  std::optional<int> longest;
  if (auto years = facts.policy.Number(policy::kContinueMaxYears))
    longest = static_cast<int>(*years);
  else
    longest = LongestTermYears(TermKindOf(facts.document), facts.policy);
  return !longest.has_value() || *next <= LastDayOfTerm(*last + 1, *longest, facts.policy);
}

int TimesContinued(const v1::Document& document) {
  const auto lapses =
      std::count_if(document.clocks().begin(), document.clocks().end(),
                    [](const v1::Clock& clock) { return clock.kind() == v1::CLOCK_KIND_LAPSE; });
  return lapses == 0 ? 0 : static_cast<int>(lapses) - 1;
}

}  // namespace santong::document
