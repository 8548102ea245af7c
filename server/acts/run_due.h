// Finding what is due by itself, in the order of its days, without holding up writers.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "server/acts/request.h"
#include "server/domain/workflow/clocks.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::acts {

// What the scheduler asks of one kind of resource: the next few that are due.
struct DueAsk {
  absl::Time now;
  absl::CivilDay today;
  absl::CivilDay until;  // no entry of a later day
  int limit = 0;         // entries carried out at most; 0 only looks
  std::string after;     // DueStep::after of the step before; empty at the begin of a round
};

struct DueStep {
  int acts = 0;
  std::string after;
  // The day of the first entry that was left and has something to do; absent when there is none.
  std::optional<absl::CivilDay> next_day;
};

// A resource on one of its days.
struct DueEntry {
  uint64_t id;
  absl::CivilDay day;

  bool operator==(const DueEntry&) const = default;
};

struct FoundDue {
  std::vector<DueEntry> entries;  // in the order of their days
  DueStep step;
};

// Up to which day what happens by itself is carried out at an entry of `day`: what of the same
// resource is due on a later day, up to `today`, waits for its own entry, behind what others have
// on the days between. A duty of a day runs out on the next.
absl::CivilDay AsOf(absl::CivilDay day, const workflow::Clocks& clocks, absl::CivilDay today);

// Reads the entries under `index` up to ask.today. `acting` returns the resource of an entry when
// it has something to do by itself today, and 0 when it has not: a duty of today runs out only
// tomorrow.
absl::StatusOr<FoundDue> FindDue(
    const kv::Reader& reader, const std::string& index, const std::string& end, const DueAsk& ask,
    absl::FunctionRef<absl::StatusOr<uint64_t>(absl::string_view key)> acting);

// What happens by itself to one resource on one of its days, written today, in the transaction;
// returns how many acts it took.
using RunActs = std::function<absl::StatusOr<int>(
    kv::Transaction& txn, const std::shared_ptr<const settings::Settings>& settings,
    const Request& request, DueEntry entry)>;

// Carries out what was found, each in its turn, as the system and in one transaction. Replies when
// it is durable; with the refusal of `found` when there is one. Both references outlive the call.
void RunFound(kv::Store& store, settings::SettingsCache& settings, const DueAsk& ask,
              absl::StatusOr<FoundDue> found, RunActs run, Reply<DueStep> reply);

}  // namespace santong::acts
