// ChangeLog: what was written to a store, for another that is to hold the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/kv/change_batch.h"

namespace santong::kv {

// Thread-safe.
class ChangeLog {
 public:
  virtual ~ChangeLog() = default;

  // The number of the newest durable change; 0 in an empty store.
  virtual absl::StatusOr<uint64_t> LastChange() const = 0;
  // The durable changes after change `after`, oldest first and without a gap, until there are
  // `bytes_max` or a little more. OUT_OF_RANGE when they are not kept any more, or `after` is not
  // where an earlier answer ended.
  virtual absl::StatusOr<std::vector<ChangeBatch>> ReadChanges(uint64_t after,
                                                               size_t bytes_max) const = 0;
  // Makes changes of another store durable here, and waits. FAILED_PRECONDITION unless they are the
  // next. Between Transacts of its own a store is not a copy any more.
  virtual absl::Status Apply(const ChangeBatch& changes) = 0;
  // Differs for every store that was ever made, also when its files come from a copy.
  virtual absl::StatusOr<std::string> Identity() const = 0;
  // Makes a copy of everything durable in `folder`, which must not exist and be on the same file
  // system; at once, because unchanging files are linked.
  virtual absl::Status CopyTo(const std::string& folder) const = 0;
};

}  // namespace santong::kv
