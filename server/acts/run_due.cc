#include "server/acts/run_due.h"

#include <algorithm>
#include <utility>

#include "server/acts/act_record.h"
#include "server/domain/text/chinese_date.h"
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
                      auto& entries = found.entries;
                      if (entries.size() == static_cast<size_t>(ask.limit) || *day > ask.until) {
                        found.step.next_day = *day;
                        return false;
                      }
                      const DueEntry entry{*id, *day};
                      if (std::find(entries.begin(), entries.end(), entry) == entries.end())
                        entries.push_back(entry);
                    }
                    found.step.after = std::string(key);
                    return true;
                  });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  return found;
}

absl::CivilDay AsOf(absl::CivilDay day, const workflow::Clocks& clocks, absl::CivilDay today) {
  for (const v1::Clock& clock : clocks) {
    if (clock.state() != v1::CLOCK_STATE_RUNNING) continue;
    auto due = text::ParseIsoDay(clock.due_date());
    if (due.ok() && *due > day && *due <= today) return day + 1;
  }
  return today;
}

void RunFound(kv::Store& store, settings::SettingsCache& settings, const DueAsk& ask,
              absl::StatusOr<FoundDue> found, RunActs run, Reply<DueStep> reply) {
  if (!found.ok()) return std::move(reply)(found.status());
  if (found->entries.empty()) return std::move(reply)(std::move(found->step));
  auto due = std::make_shared<FoundDue>(*std::move(found));
  const Request request{
      .caller = access::SystemCaller(), .now = ask.now, .today = ask.today, .method = "system"};
  store.Transact(
      [&settings, request, due, run = std::move(run)](kv::Transaction& txn) -> absl::Status {
        due->step.acts = 0;
        auto now = settings.Read(txn);
        if (!now.ok()) return now.status();
        for (const DueEntry& entry : due->entries) {
          auto acts = run(txn, *now, request, entry);
          if (!acts.ok()) return acts.status();
          due->step.acts += *acts;
        }
        return absl::OkStatus();
      },
      ReplyWhenDurable(std::move(reply), [due] { return std::move(due->step); }));
}

}  // namespace santong::acts
