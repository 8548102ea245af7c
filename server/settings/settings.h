// What the operator keeps, as one immutable value: jurisdictions, organs, policies, calendars. Read
// inside a transaction or a snapshot; parsed again only when its stamp differs.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "santong/v1/jurisdiction.pb.h"
#include "server/domain/calendar/calendar.h"
#include "server/domain/policy/policy.h"
#include "storage/kv/store.h"

namespace santong::settings {

struct Settings {
  uint64_t stamp = 0;
  std::map<std::string, v1::Jurisdiction, std::less<>> jurisdictions;  // by name
  std::map<std::string, v1::Organ, std::less<>> organs;                // by name
  std::map<std::string, std::string, std::less<>>
      organs_by_title;  // folded display name → name; first wins
  std::map<std::string, std::vector<std::string>, std::less<>>
      predecessors;  // name → the organs that it answers for besides itself
  std::shared_ptr<const policy::PolicyBook> policies;
  bool has_confirmed_leaves = false;  // whether anybody confirmed one (核定), anywhere
  calendar::Calendar calendar;

  // Null when there is none.
  const v1::Jurisdiction* FindJurisdiction(absl::string_view name) const;
  const v1::Organ* FindOrgan(absl::string_view name) const;
  // jurisdictions/{code} of jurisdictions/{code}/organs/{organ}.
  static std::string JurisdictionOf(absl::string_view organ);
  // The organ that answers now for what `organ` issued: itself, or the last of its successors.
  std::string ResponsibleOrgan(const std::string& organ) const;
  // The organs whose ResponsibleOrgan is `organ`, without itself.
  std::vector<std::string> PredecessorsOf(absl::string_view organ) const;
  // Both: whose documents a list shows that is asked for those of `organ`. Empty for no name.
  std::vector<std::string> OrgansAnsweredBy(const std::string& organ) const;
  // The jurisdiction above; empty when there is none.
  std::string ParentOf(absl::string_view jurisdiction) const;
};

// The settings as `reader` sees them, not cached. DATA_LOSS when stored settings are damaged.
absl::StatusOr<std::shared_ptr<const Settings>> LoadSettings(const kv::Reader& reader);

// Thread-safe.
class SettingsCache {
 public:
  // The settings as `reader` sees them. DATA_LOSS when stored settings are damaged.
  absl::StatusOr<std::shared_ptr<const Settings>> Read(const kv::Reader& reader);

 private:
  absl::Mutex mutex_;
  std::shared_ptr<const Settings> newest_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace santong::settings
