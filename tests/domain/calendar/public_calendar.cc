#include "tests/domain/calendar/public_calendar.h"

#include <numeric>
#include <utility>
#include <vector>

#include "server/domain/text/chinese_date.h"
#include "tests/support/csv.h"

namespace santong::testing {

absl::CivilDay Day(const std::string& iso) { return text::ParseIsoDay(iso).value(); }

const calendar::Calendar& PublicCalendar() {
  static const calendar::Calendar& calendar = *[] {
    std::vector<calendar::DayOverride> days;
    for (const CsvRow& row : ReadPublicCsv("holidays.csv")) {
      days.push_back({Day(row[0]), row[1], row[2] == "true"});
    }
    std::vector<int> announced(20);
    std::iota(announced.begin(), announced.end(), 2007);
    return new calendar::Calendar(
        calendar::Calendar::Create(std::move(days), std::move(announced)).value());
  }();
  return calendar;
}

}  // namespace santong::testing
