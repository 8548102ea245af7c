// Up to which event of the history a follower has looked.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "santong/v1/event.pb.h"
#include "storage/kv/store.h"

namespace santong::followers {

// Kept in the store under a key of its own, in the transaction of what the follower writes, so that
// nothing is told twice or not at all. Where there is nothing to write the place is stored seldom:
// writers are not held up by it, and after a restart those events are looked at once more.
class EventPlace {
 public:
  // The store must outlive it.
  EventPlace(kv::Store& store, std::string key) : store_(store), key_(std::move(key)) {}

  // Shows `see` the events of one round that change a document, in order, none after `limit`. The
  // last event that was looked at; the place itself when there is none yet. Ends at the first
  // error.
  absl::StatusOr<uint64_t> Look(const kv::Reader& reader, uint64_t limit,
                                const std::function<absl::Status(const v1::Event&)>& see);
  // The events up to `to` are done. `write`, where given, adds its rows to the transaction.
  absl::Status Move(uint64_t to, const std::function<void(kv::Transaction&)>& write);
  // The events up to `to` are done and had nothing to write.
  absl::Status Pass(uint64_t to);

  // Whether a round to `to`, before it is done, took as many events as one may: more may be left.
  bool IsFull(uint64_t to) const { return to - value() >= kEventsPerRound; }

  // Every event up to it was looked at; 0 before the first Look.
  uint64_t value() const { return place_.value_or(0); }

 private:
  static constexpr uint64_t kEventsPerRound = 1000;

  kv::Store& store_;
  const std::string key_;
  std::optional<uint64_t> place_;
  uint64_t stored_ = 0;  // and up to here the store knows that
};

}  // namespace santong::followers
