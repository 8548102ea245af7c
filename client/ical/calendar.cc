#include "client/ical/calendar.h"

#include <libical/ical.h>

#include <memory>

namespace santong::ical {
namespace {

icaltimetype DateOf(absl::CivilDay day) {
  icaltimetype date = icaltime_null_date();
  date.year = static_cast<int>(day.year());
  date.month = day.month();
  date.day = day.day();
  return date;
}

icalcomponent* EventOf(const CalendarEntry& entry, icaltimetype stamp) {
  return icalcomponent_vanew(
      ICAL_VEVENT_COMPONENT, icalproperty_new_uid(entry.uid.c_str()),
      icalproperty_new_dtstamp(stamp), icalproperty_new_dtstart(DateOf(entry.day)),
      icalproperty_new_dtend(DateOf(entry.day + 1)),
      icalproperty_new_summary(entry.summary.c_str()),
      icalproperty_new_description(entry.description.c_str()),
      icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT), static_cast<void*>(nullptr));
}

}  // namespace

std::string FormatCalendar(absl::string_view product, const std::vector<CalendarEntry>& entries,
                           absl::Time now) {
  const std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)> calendar(
      icalcomponent_vanew(ICAL_VCALENDAR_COMPONENT, icalproperty_new_version("2.0"),
                          icalproperty_new_prodid(std::string(product).c_str()),
                          static_cast<void*>(nullptr)),
      &icalcomponent_free);
  const icaltimetype stamp =
      icaltime_from_timet_with_zone(absl::ToTimeT(now), 0, icaltimezone_get_utc_timezone());
  for (const CalendarEntry& entry : entries) {
    icalcomponent_add_component(calendar.get(), EventOf(entry, stamp));
  }
  // libical keeps the text in a ring of buffers of its own.
  return icalcomponent_as_ical_string(calendar.get());
}

}  // namespace santong::ical
