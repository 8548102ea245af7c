// Finding what is due by itself, in the order of its days, without holding up writers, and carrying
// it out, so that no resource is held up by another's fault.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
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
  std::string after{};   // DueStep::after of the step before; empty at the begin of a round
  // Resources that the steps before set aside: this one leaves them alone.
  std::set<uint64_t> set_aside{};
};

// A resource on which something could not be carried out. What was due on it is left as it was, and
// so is what is due on it on later days, until the next round.
struct SetAside {
  uint64_t id;  // 0: an entry of the index that names none
  std::string name;
  absl::Status reason;
};

struct DueStep {
  int acts = 0;
  std::string after;
  // The day of the first entry that was left; absent when there is none with something to do.
  std::optional<absl::CivilDay> next_day;
  std::vector<SetAside> set_aside;
};

// A resource on one of its days.
struct DueEntry {
  uint64_t id;
  absl::CivilDay day;

  bool operator==(const DueEntry&) const = default;
};

// One kind of resource.
struct DueKind {
  // The resource of an entry of the index; 0 for one of another kind.
  absl::StatusOr<uint64_t> (*id_of)(absl::string_view key);
  std::string (*name_of)(uint64_t id);
};

struct FoundDue {
  std::vector<DueEntry> entries;  // in the order of their days
  DueStep step;
};

// Up to which day what happens by itself is carried out at an entry of `day`: what of the same
// resource is due on a later day, up to `today`, waits for its own entry, behind what others have
// on the days between. A duty of a day runs out on the next.
absl::CivilDay AsOf(absl::CivilDay day, const workflow::Clocks& clocks, absl::CivilDay today);

// Reads the entries from `index` to `end`. `is_acting` says whether the resource has something to
// do by itself today: a duty of today runs out only tomorrow. One that cannot be read is set aside.
absl::StatusOr<FoundDue> FindDue(const kv::Reader& reader, const std::string& index,
                                 const std::string& end, const DueKind& kind, const DueAsk& ask,
                                 absl::FunctionRef<absl::StatusOr<bool>(uint64_t id)> is_acting);

// What happens by itself to one resource on one of its days, written today, in the transaction;
// returns how many acts it took.
using RunActs = std::function<absl::StatusOr<int>(
    kv::Transaction& txn, const std::shared_ptr<const settings::Settings>& settings,
    const Request& request, DueEntry entry)>;

// Carries out what was found, each in its turn, as the system and in one transaction, or, where one
// fails, in as few as it takes to set that one aside. Replies when it is durable; with an error
// where `found` is one, and where the settings or the store fail. Both references outlive the
// reply.
void RunFound(kv::Store& store, settings::SettingsCache& settings, const DueKind& kind,
              const DueAsk& ask, absl::StatusOr<FoundDue> found, RunActs run, Reply<DueStep> reply);

}  // namespace santong::acts
