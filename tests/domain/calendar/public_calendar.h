// The arrangements of 2007 to 2026, as published.
#pragma once

#include "server/domain/calendar/calendar.h"

namespace santong::testing {

const calendar::Calendar& PublicCalendar();

// The day written YYYY-MM-DD; aborts when it is none.
absl::CivilDay Day(const std::string& iso);

}  // namespace santong::testing
