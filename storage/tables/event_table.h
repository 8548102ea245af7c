// The history: one append-only sequence of events over all resources.
#pragma once

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "santong/v1/event.pb.h"
#include "storage/kv/store.h"

namespace santong::tables {

// Gives the event the next sequence number and its name, writes it and its entry under its
// resource. Called by server/acts/append_event alone, which keeps the log in step. Returns the
// bytes that were stored.
absl::StatusOr<std::string> PutNextEvent(kv::Transaction& txn, v1::Event& event);

// Writes an event of another register under the sequence number that it has there, and its entry
// under its resource, if it has one. Called by server/acts/copy_rows alone.
void PutCopiedEvent(kv::Transaction& txn, const v1::Event& event);

// The last sequence number given; 0 when there is none.
absl::StatusOr<uint64_t> LastEvent(const kv::Reader& reader);

// NOT_FOUND when there is none.
absl::StatusOr<v1::Event> GetEvent(const kv::Reader& reader, uint64_t sequence);

// Visits the events from `first` to `last` in order, in one walk over their rows, which takes much
// less than a look-up of each. Ends at the first error of `visit`; NOT_FOUND at the first event
// that is not there.
absl::Status ScanEvents(const kv::Reader& reader, uint64_t first, uint64_t last,
                        absl::FunctionRef<absl::Status(const v1::Event& event)> visit);

// The bytes of an event as they are stored.
absl::StatusOr<std::string> GetEventBytes(const kv::Reader& reader, uint64_t sequence);

}  // namespace santong::tables
