#include "server/domain/document/early_effect.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "server/domain/deadline/deadline.h"
#include "server/domain/document/subject.h"
#include "server/domain/policy/leaf.h"

namespace santong::document {

bool GapIsLongEnough(const v1::Document& document, absl::CivilDay published, const Facts& facts) {
  const auto effective = DayOf(document.effective_date());
  if (!effective.has_value()) return true;
  const auto rule = facts.policy.Period(policy::kEffectMinGapDays);
  if (!rule.has_value()) return true;
  const auto earliest = deadline::Compute(published, *rule, {}, facts.calendar);
  if (!earliest.ok()) return false;
  if (earliest->unconfirmed_before_roll) facts.policy.Note(policy::kCalendarOverlay);
  return earliest->due_day_before_roll <= *effective;
}

bool EarlyEffectIsExcused(const v1::Document& document, const policy::PolicyView& policy) {
  const std::string& reason = document.early_effect_reason();
  if (reason.empty()) return false;
  const v1::PolicyLeaf* exceptions = policy.Find(policy::kEffectExceptions);
  if (exceptions == nullptr || exceptions->list().items().empty()) return true;
  const auto& items = exceptions->list().items();
  return std::any_of(items.begin(), items.end(),
                     [&](const std::string& item) { return absl::StrContains(reason, item); });
}

}  // namespace santong::document
