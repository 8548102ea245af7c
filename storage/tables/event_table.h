// The history: one append-only sequence of events over all resources.
#pragma once

#include <cstdint>
#include <string>

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

// The bytes of an event as they are stored.
absl::StatusOr<std::string> GetEventBytes(const kv::Reader& reader, uint64_t sequence);

}  // namespace santong::tables
