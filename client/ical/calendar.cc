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

// Rings at the beginning of the entry's reminder, a day before the entry's own.
icalcomponent* AlarmOf(const CalendarEntry& entry) {
  constexpr int kSecondsOfADay = 86'400;
  icaltriggertype trigger;
  trigger.time = icaltime_null_time();
  trigger.duration =
      icaldurationtype_from_int(static_cast<int>(*entry.reminder - entry.day) * kSecondsOfADay);
  return icalcomponent_vanew(ICAL_VALARM_COMPONENT, icalproperty_new_action(ICAL_ACTION_DISPLAY),
                             icalproperty_new_trigger(trigger),
                             icalproperty_new_description(entry.summary.c_str()),
                             static_cast<void*>(nullptr));
}

icalcomponent* EventOf(const CalendarEntry& entry, icaltimetype stamp) {
  icalcomponent* event = icalcomponent_vanew(
      ICAL_VEVENT_COMPONENT, icalproperty_new_uid(entry.uid.c_str()),
      icalproperty_new_dtstamp(stamp), icalproperty_new_dtstart(DateOf(entry.day)),
      icalproperty_new_dtend(DateOf(entry.day + 1)),
      icalproperty_new_summary(entry.summary.c_str()),
      icalproperty_new_description(entry.description.c_str()),
      icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT), static_cast<void*>(nullptr));
  if (entry.reminder.has_value() && *entry.reminder < entry.day)
    icalcomponent_add_component(event, AlarmOf(entry));
  return event;
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
