// A due day with how it was computed, in words.
#pragma once

#include <string>

#include "absl/time/civil_time.h"
#include "santong/v1/deadline.pb.h"
#include "server/pages/view.h"

namespace santong::pages {

// "自 2026-11-28 的次日起 5 个工作日…": the start, the limit, what was not counted, the move off a
// holiday.
std::string ComputationOf(const v1::Clock& clock, const Words& words);

// "还有3天", "今天到期", "逾期2天" of a due day, YYYY-MM-DD; empty where there is none.
std::string DaysLeft(const std::string& due, absl::CivilDay today, const Words& words);

// Puts clock.html in the place {{>CLOCK_ENTRY}} of a section and fills KIND, DUE, HOW, ARTICLE,
// LEFT of a clock that runs (with its TONE), and the sections PROVISIONAL, UNCONFIRMED, OVERDUE.
void ShowClock(const v1::Clock& clock, absl::CivilDay today, const Words& words,
               Dictionary* section);

// The clock that counts now towards somebody's act; null when none does.
const v1::Clock* RunningClock(const google::protobuf::RepeatedPtrField<v1::Clock>& clocks);

}  // namespace santong::pages
