#include "server/domain/calendar/calendar.h"

#include <cstddef>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace santong::calendar {

struct Calendar::Days {
  absl::flat_hash_map<absl::CivilDay, DayOverride> overrides;
  absl::flat_hash_set<int64_t> announced_years;
};

namespace {

constexpr int kYearMin = 1900;
constexpr int kYearMax = 2199;

bool IsKnownYear(int64_t year) { return year >= kYearMin && year <= kYearMax; }

bool IsWeekday(absl::CivilDay day) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday != absl::Weekday::saturday && weekday != absl::Weekday::sunday;
}

}  // namespace

Calendar::Calendar() : days_(std::make_shared<const Days>()) {}

absl::StatusOr<Calendar> Calendar::Create(std::vector<DayOverride> overrides,
                                          std::vector<int> announced_years) {
  std::vector<std::string> faults;
  if (overrides.size() > kOverridesMax) {
    return absl::InvalidArgumentError(absl::StrCat(
        overrides.size(), " days; maximum: ", kOverridesMax, "; leave out ordinary weekends"));
  }
  auto days = std::make_shared<Days>();
  for (const int year : announced_years) {
    if (!IsKnownYear(year))
      faults.push_back(absl::StrCat("year ", year, " is outside 1900 to 2199"));
    days->announced_years.insert(year);
  }
  for (DayOverride& override : overrides) {
    const absl::CivilDay day = override.day;
    const std::string printed = absl::FormatCivilTime(day);
    if (!IsKnownYear(day.year()))
      faults.push_back(absl::StrCat(printed, " is outside 1900 to 2199"));
    const bool is_off_day = override.is_off_day;
    const auto [row, is_new] = days->overrides.try_emplace(day, std::move(override));
    if (!is_new && row->second.is_off_day != is_off_day) {
      faults.push_back(absl::StrCat(printed, " is both off and worked; keep one row"));
    }
  }
  if (!faults.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults, "; "));
  return Calendar(std::move(days));
}

Calendar Calendar::WithDaysOff(absl::Span<const absl::CivilDay> days, absl::string_view name,
                               bool unconfirmed) const {
  auto changed = std::make_shared<Days>(*days_);
  for (const absl::CivilDay day : days) {
    changed->overrides.insert_or_assign(
        day, DayOverride{.day = day,
                         .name = std::string(name),
                         .is_off_day = true,
                         .is_unconfirmed = unconfirmed && IsWorkingDay(day)});
  }
  return Calendar(std::move(changed));
}

bool Calendar::IsWorkingDay(absl::CivilDay day) const {
  const DayOverride* override = Find(day);
  return override == nullptr ? IsWeekday(day) : !override->is_off_day;
}

bool Calendar::IsAnnounced(absl::CivilDay day) const {
  return days_->announced_years.contains(day.year());
}

bool Calendar::IsUnconfirmed(absl::CivilDay day) const {
  const DayOverride* override = Find(day);
  return override != nullptr && override->is_unconfirmed;
}

const DayOverride* Calendar::Find(absl::CivilDay day) const {
  const auto found = days_->overrides.find(day);
  return found == days_->overrides.end() ? nullptr : &found->second;
}

Calendar::Result Calendar::AddWorkingDays(absl::CivilDay start, int n) const {
  if (n == 0) return AddCalendarDays(start, 0, /*roll_forward=*/true);
  const int step = n < 0 ? -1 : 1;
  Result result{start, false};
  for (int64_t left = n < 0 ? -int64_t{n} : n; left > 0;) {
    result.day += step;
    result.provisional = result.provisional || !IsAnnounced(result.day);
    result.unconfirmed = result.unconfirmed || IsUnconfirmed(result.day);
    if (IsWorkingDay(result.day)) --left;
  }
  return result;
}

Calendar::Result Calendar::AddCalendarDays(absl::CivilDay start, int n, bool roll_forward) const {
  Result result{start + n, false};
  if (!roll_forward) return result;
  result.provisional = !IsAnnounced(result.day);
  while (!IsWorkingDay(result.day)) {
    result.unconfirmed = result.unconfirmed || IsUnconfirmed(result.day);
    ++result.day;
    result.provisional = result.provisional || !IsAnnounced(result.day);
  }
  return result;
}

}  // namespace santong::calendar
