// What has a due day as an iCalendar (RFC 5545) that phones and office programs take in: a
// whole-day event for each, on the last day on which it may be done.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace santong::ical {

struct CalendarEntry {
  std::string uid;  // the same for the same due day at the next export, so that it is replaced
  std::string summary;
  std::string description;
  absl::CivilDay day;
  std::optional<absl::CivilDay> reminder;  // an alarm on this earlier day
};

// `now` is stamped on every event (DTSTAMP). Escaped and folded by libical.
std::string FormatCalendar(absl::string_view product, const std::vector<CalendarEntry>& entries,
                           absl::Time now);

}  // namespace santong::ical
