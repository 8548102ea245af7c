#include "server/domain/policy/local_calendar.h"

#include <string>
#include <vector>

#include "server/domain/policy/leaf.h"
#include "server/domain/text/chinese_date.h"

namespace santong::policy {

calendar::Calendar LocalCalendar(const calendar::Calendar& national, const PolicyView& policy) {
  const v1::PolicyLeaf* leaf = policy.Find(kCalendarOverlay);
  if (leaf == nullptr || leaf->list().items().empty()) return national;
  std::vector<absl::CivilDay> days;
  for (const std::string& item : leaf->list().items()) {
    if (auto day = text::ParseIsoDay(item); day.ok())
      days.push_back(*day);  // checked when it was set
  }
  return national.WithDaysOff(days, FindLeaf(kCalendarOverlay)->zh,
                              policy.Unconfirmed(kCalendarOverlay));
}

}  // namespace santong::policy
