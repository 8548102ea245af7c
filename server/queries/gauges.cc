#include "server/queries/gauges.h"

#include <cstdint>
#include <string>
#include <tuple>

#include "absl/container/flat_hash_set.h"
#include "santong/store/v1/record.pb.h"
#include "storage/schema/keys.h"
#include "storage/tables/message.h"

namespace santong::queries {

absl::StatusOr<std::map<char, OpenDeadlines>> CountDeadlines(const kv::Reader& reader,
                                                             absl::CivilDay today) {
  std::map<char, OpenDeadlines> counted = {{schema::kDocumentTask, {}},
                                           {static_cast<char>(schema::CaseKind::kFiling), {}},
                                           {static_cast<char>(schema::CaseKind::kObjection), {}},
                                           {static_cast<char>(schema::CaseKind::kCampaign), {}}};
  // A clock stands under everybody who must act on it, and counts once.
  absl::flat_hash_set<std::tuple<char, uint64_t, int, absl::CivilDay>> seen;
  absl::Status damage;
  const std::string prefix = schema::TablePrefix('D');
  absl::Status scanned =
      reader.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        auto task = schema::TaskOf(key);
        damage = task.status();
        if (!task.ok()) return false;
        if (!seen.emplace(task->source, task->id, task->clock, task->due_day).second) return true;
        OpenDeadlines& deadlines = counted[task->source];
        ++(task->due_day < today ? deadlines.overdue : deadlines.open);
        return true;
      });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  return counted;
}

absl::StatusOr<ImportedRows> CountImportedRows(const kv::Reader& reader) {
  ImportedRows rows;
  const std::string prefix = schema::TablePrefix('M');
  absl::Status scanned = tables::ScanMessages<store::v1::ImportRecord>(
      reader, prefix, schema::PrefixEnd(prefix),
      [&rows](absl::string_view, const store::v1::ImportRecord& record) {
        rows.taken += record.taken();
        rows.taken_with_gaps += record.taken_with_gaps();
        rows.refused += record.refused();
        return true;
      });
  if (!scanned.ok()) return scanned;
  return rows;
}

int64_t CalendarHorizonDays(const calendar::Calendar& calendar, absl::CivilDay today) {
  absl::CivilYear year(today);
  while (calendar.IsAnnounced(absl::CivilDay(year))) ++year;
  return absl::CivilDay(year) - 1 - today;
}

}  // namespace santong::queries
