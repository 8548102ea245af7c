// Days as they are printed and as they are stored.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace santong::text {

// A day as printed on paper: 2017年4月11日, 二〇一七年四月十一日 with any of the zeros ○〇OＯ零,
// 2017-04-11, 2017/4/11, 2017.4.11; widths and blanks do not matter, nothing else may stand beside
// it. Years 1000 to 9999. INVALID_ARGUMENT says what is wrong and how to mend it: 1987年10年27日,
// 2月30日, two-digit years.
absl::StatusOr<absl::CivilDay> ParsePrintedDay(absl::string_view printed);

// Exactly YYYY-MM-DD, years 1000 to 9999. INVALID_ARGUMENT otherwise, also for 2026-02-30.
absl::StatusOr<absl::CivilDay> ParseIsoDay(absl::string_view iso);

// YYYY-MM-DD.
std::string FormatIsoDay(absl::CivilDay day);

}  // namespace santong::text
