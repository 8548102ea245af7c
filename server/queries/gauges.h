// Figures for the operator's dashboard, computed from the store when they are asked for.
#pragma once

#include <cstdint>
#include <map>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "server/domain/calendar/calendar.h"
#include "storage/kv/store.h"

namespace santong::queries {

struct OpenDeadlines {
  int64_t open = 0;     // that run
  int64_t overdue = 0;  // whose day has passed, and that still ask something of somebody
};

// By what they hang on: schema::kDocumentTask or a schema::CaseKind. Reads every open clock.
// DATA_LOSS when an entry is damaged.
absl::StatusOr<std::map<char, OpenDeadlines>> CountDeadlines(const kv::Reader& reader,
                                                             absl::CivilDay today);

// The rows of all imports by what became of them.
struct ImportedRows {
  int64_t taken = 0;
  int64_t taken_with_gaps = 0;
  int64_t refused = 0;
};

// Reads what is kept of each import. DATA_LOSS when that is damaged.
absl::StatusOr<ImportedRows> CountImportedRows(const kv::Reader& reader);

// Days from `today` to the end of the last year in a row whose arrangement is known; 0 or less:
// that of this year is not. After it every due day in working days is provisional.
int64_t CalendarHorizonDays(const calendar::Calendar& calendar, absl::CivilDay today);

}  // namespace santong::queries
