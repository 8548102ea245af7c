// What another calendar does to the clocks that run on documents, filings, objections and cleanups:
// found first, so that the calendar's own event can tell it, then written.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "santong/v1/calendar.pb.h"
#include "santong/v1/campaign.pb.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/filing.pb.h"
#include "santong/v1/objection.pb.h"
#include "server/acts/request.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::acts {

template <typename Resource>
struct MovedResource {
  uint64_t id;
  Resource before;
  Resource after;
};

// The resources of which a due day moved, or is provisional no more or newly.
struct ClockMoves {
  std::vector<MovedResource<v1::Document>> documents;
  std::vector<MovedResource<v1::Filing>> filings;
  std::vector<MovedResource<v1::Objection>> objections;
  std::vector<MovedResource<v1::Campaign>> campaigns;
  std::vector<v1::MovedDueDate> lines;  // the due days that moved
};

// Counts the running clocks anew under `settings`, which hold the new calendar, each by the
// calendar of the place whose policy it counts by. Writes nothing. DATA_LOSS when a row is damaged.
absl::StatusOr<ClockMoves> FindClockMoves(const kv::Reader& reader,
                                          const settings::Settings& settings, absl::CivilDay today);

// The lines of what `calendar` moved when it came, again, from the events that WriteClockMoves
// appended right behind that of the calendar; those of one resource by the clock's name.
absl::StatusOr<std::vector<v1::MovedDueDate>> ReadClockMoves(const kv::Reader& reader,
                                                             const std::string& calendar);

// Writes each resource with its entries, and an event of its own as an act of the system, whose
// number is the resource's etag. `calendar` is the name of the calendar that moved them.
absl::Status WriteClockMoves(kv::Transaction& txn, ClockMoves moves, const Request& cause,
                             const std::string& calendar);

}  // namespace santong::acts
