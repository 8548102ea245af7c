#include "server/acts/run_due.h"

#include <algorithm>
#include <utility>

#include "server/acts/act_record.h"
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

void RunFound(kv::Store& store, settings::SettingsCache& settings, const DueAsk& ask,
              absl::StatusOr<FoundDue> found, RunActs run, Reply<DueStep> reply) {
  if (!found.ok()) return std::move(reply)(found.status());
  if (found->ids.empty()) return std::move(reply)(std::move(found->step));
  auto due = std::make_shared<FoundDue>(*std::move(found));
  const Request request{
      .caller = access::SystemCaller(), .now = ask.now, .today = ask.today, .method = "system"};
  store.Transact(
      [&settings, request, due, run = std::move(run)](kv::Transaction& txn) -> absl::Status {
        due->step.acts = 0;
        auto now = settings.Read(txn);
        if (!now.ok()) return now.status();
        for (uint64_t id : due->ids) {
          auto acts = run(txn, *now, request, id);
          if (!acts.ok()) return acts.status();
          due->step.acts += *acts;
        }
        return absl::OkStatus();
      },
      ReplyWhenDurable(std::move(reply), [due] { return std::move(due->step); }));
}

}  // namespace santong::acts
