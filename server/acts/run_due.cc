#include "server/acts/run_due.h"

#include <algorithm>

#include "storage/schema/keys.h"

namespace santong::acts {

absl::StatusOr<FoundDue> FindDue(
    const kv::Reader& reader, const std::string& index, const std::string& end, const DueAsk& ask,
    absl::FunctionRef<absl::StatusOr<uint64_t>(absl::string_view key)> acting) {
  FoundDue found;
  found.step.after = ask.after;
  absl::Status damage;
  absl::Status scanned =
      reader.Scan(ask.after.empty() ? index : ask.after + '\0', end,
                  [&](absl::string_view key, absl::string_view) {
                    auto day = schema::DueDayOf(key);
                    auto id = day.ok() ? acting(key) : absl::StatusOr<uint64_t>(day.status());
                    damage = id.status();
                    if (!damage.ok()) return false;
                    if (*id != 0) {
                      if (found.ids.size() == static_cast<size_t>(ask.limit) || *day > ask.until) {
                        found.step.next_day = *day;
                        return false;
                      }
                      if (std::find(found.ids.begin(), found.ids.end(), *id) == found.ids.end())
                        found.ids.push_back(*id);
                    }
                    found.step.after = std::string(key);
                    return true;
                  });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  return found;
}

}  // namespace santong::acts
